// The portal's cookies: language, drafts, the receipt for half an hour, an open report, a message opened with a code. None tells who somebody is.
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";

const dayS = 86_400;
const lives = { language: 365 * dayS, draft: 14 * dayS, sent: 1800, report: 1800, talk: 1800 } as const;
type Kind = keyof typeof lives;

export function cookieName(kind: Kind, flow = ""): string {
  return flow ? `${kind}-${flow}` : kind;
}

export function readCookie(c: Context, kind: Kind, flow = ""): string | undefined {
  const value = getCookie(c, cookieName(kind, flow));
  return value && value.length <= 4000 ? value : undefined;
}

export function writeCookie(c: Context, kind: Kind, value: string, flow = ""): void {
  setCookie(c, cookieName(kind, flow), value, {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    secure: new URL(c.req.url).protocol === "https:" || c.req.header("x-forwarded-proto") === "https",
    maxAge: lives[kind],
  });
}

export function eraseCookie(c: Context, kind: Kind, flow = ""): void {
  deleteCookie(c, cookieName(kind, flow), { path: "/" });
}
