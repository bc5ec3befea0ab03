// Headers of every answer: nothing from elsewhere, nothing inline, no framing, no sniffing (ASVS V3.4).
import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { policyReportPath } from "./policy-reports.ts";

const policy = "content-security-policy";

/** `isHttps` adds HSTS; on plain http it would be ignored. An answer that brings a policy of its own (a sandbox for what came from outside) keeps it. */
export function securityHeaders(isHttps: boolean): MiddlewareHandler {
  const secure = makeHeaders(isHttps);
  return async (c, next) => {
    let own: string | null = null;
    await secure(c, async () => {
      await next();
      own = c.res.headers.get(policy);
    });
    // "report-uri" and not "report-to": every browser in use knows it, also on plain http.
    c.res.headers.set(policy, own ?? `${c.res.headers.get(policy)}; report-uri ${policyReportPath}`);
  };
}

function makeHeaders(isHttps: boolean): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", "data:", "blob:"],
      mediaSrc: ["'self'"],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      workerSrc: ["'self'"],
      manifestSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
      objectSrc: ["'none'"],
    },
    permissionsPolicy: {
      camera: [],
      microphone: [],
      geolocation: [],
      payment: [],
      usb: [],
      publickeyCredentialsGet: ["self"],
    },
    strictTransportSecurity: isHttps ? "max-age=31536000; includeSubDomains" : false,
    // Not "no-referrer": browsers would then send "Origin: null" with our own forms, which no same-origin check can tell from a stranger's.
    referrerPolicy: "same-origin",
    crossOriginOpenerPolicy: "same-origin",
    crossOriginResourcePolicy: "same-origin",
    xFrameOptions: "DENY",
    xXssProtection: false,
  });
}
