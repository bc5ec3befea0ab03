// Refuses state-changing requests that another site made a browser send (CSRF; ASVS V3.5.1, V3.5.2).
import type { MiddlewareHandler } from "hono";
import { AppError } from "../platform/errors/index.ts";
import type { HttpEnv } from "../platform/http/index.ts";
import { sessionTokenOf } from "./session-cookie.ts";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

interface AskedFrom {
  method: string;
  host: string | undefined;
  origin: string | undefined;
  secFetchSite: string | undefined;
  hasSession: boolean;
}

/**
 * Whether a request may change something. Browsers say where a request comes from in Sec-Fetch-Site (secure origins) and Origin;
 * both must be our own. A client that says neither is no browser: it may write when it carries no session that it could have been lent.
 */
export function isSameOrigin(asked: AskedFrom, ownOrigins: readonly string[]): boolean {
  if (safeMethods.has(asked.method)) return true;
  const site = asked.secFetchSite;
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  if (asked.origin === undefined) return site !== undefined || !asked.hasSession;
  if (ownOrigins.includes(asked.origin)) return true;
  return !asked.hasSession && asked.host !== undefined && hostOf(asked.origin) === asked.host.toLowerCase();
}

/** Middleware for the whole application; answers with a problem document through the application's error handler. */
export function requireSameOrigin(config: { publicUrl: string; deskUrl: string }): MiddlewareHandler<HttpEnv> {
  const own = [new URL(config.publicUrl).origin, new URL(config.deskUrl).origin];
  return async (c, next) => {
    const asked: AskedFrom = {
      method: c.req.method,
      host: c.req.header("host"),
      origin: c.req.header("origin"),
      secFetchSite: c.req.header("sec-fetch-site"),
      hasSession: sessionTokenOf(c.req.header("cookie")) !== undefined,
    };
    if (!isSameOrigin(asked, own))
      throw new AppError("forbidden", "This request came from another site and was not carried out.", {
        words: "identity.refusal.other_site",
      });
    await next();
  };
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
