// Browsers tell what the content security policy stopped (ASVS 3.4.7): a line in the operator's log, without the sender and without what stands behind a "?".
import type { Handler } from "hono";
import { z } from "zod";
import type { Log } from "../log/index.ts";
import type { HttpEnv } from "./env.ts";

export const policyReportPath = "/csp-reports";

const maxBytes = 16_384;
const mostAMinute = 20;

// CSP Level 3, 5.1 and 5.3: the older report has these names.
const Report = z.object({
  "csp-report": z.object({
    "document-uri": z.string().optional(),
    "blocked-uri": z.string().optional(),
    "effective-directive": z.string().optional(),
    "violated-directive": z.string().optional(),
  }),
});

/** Answers 204 whatever came, so that nobody learns from it; more than twenty a minute are not written down. */
export function takePolicyReports(log: Log): Handler<HttpEnv> {
  let minute = 0;
  let count = 0;
  return async (c) => {
    const now = Math.floor(Date.now() / 60_000);
    if (now !== minute) [minute, count] = [now, 0];
    const length = Number(c.req.header("content-length") ?? Number.POSITIVE_INFINITY);
    const isReport = c.req.header("content-type")?.startsWith("application/csp-report") ?? false;
    if (isReport && length <= maxBytes && count++ < mostAMinute) {
      const report = Report.safeParse(await c.req.json().catch(() => undefined));
      if (report.success) {
        const told = report.data["csp-report"];
        const stopped = {
          directive: (told["effective-directive"] ?? told["violated-directive"] ?? "").slice(0, 60),
          page: pathOf(told["document-uri"]),
          blocked: originOf(told["blocked-uri"]),
        };
        log.warn({ stopped }, "a browser stopped something that the content security policy forbids");
      }
    }
    return c.body(null, 204);
  };
}

function pathOf(address: string | undefined): string {
  return URL.parse(address ?? "")?.pathname.slice(0, 200) ?? "";
}

function originOf(address: string | undefined): string {
  const origin = URL.parse(address ?? "")?.origin;
  return (origin === undefined || origin === "null" ? (address ?? "").slice(0, 20) : origin).slice(0, 200);
}
