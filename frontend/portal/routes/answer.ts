// How a POST is answered: with a way to go on (303, or its address for the script), or with the page that says what to mend.
import type { Context } from "hono";
import type { Html } from "../../parts/page/html.ts";
import type { PortalEnv } from "../options.ts";

export type PortalContext = Context<PortalEnv>;

/** The script asks for addresses instead of pages, so that it can tell a lost line from an answer. */
function isScript(c: PortalContext): boolean {
  return c.req.header("accept") === "application/json";
}

export function goTo(c: PortalContext, path: string): Response {
  return isScript(c) ? c.json({ next: path }) : c.redirect(path, 303);
}

/** As `goTo` after a report was taken: the script is told the receipt too, since it may ask when nobody looks at the page. */
export function sentTo(c: PortalContext, path: string, receipt: string, grant: string | undefined): Response {
  return isScript(c) ? c.json({ next: path, receipt, grant }) : c.redirect(path, 303);
}

/** A page that answers a POST without going anywhere. The script then posts the form plainly, so that the page is shown. */
export async function show(c: PortalContext, html: Html, status: 200 | 413 | 422 | 429 | 503 = 422): Promise<Response> {
  return isScript(c) ? c.json({ isPage: true }, status) : c.html(await html, status);
}

/** Whole minutes to wait, at least one, of an error that says seconds. */
export function minutesOf(error: unknown): number {
  const seconds = (error as { retryAfterSeconds?: unknown } | undefined)?.retryAfterSeconds;
  return Math.max(1, Math.ceil((typeof seconds === "number" ? seconds : 60) / 60));
}
