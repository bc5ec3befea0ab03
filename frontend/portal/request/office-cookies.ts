// The two cookies of an office's device: which device it is, for a year; whose shift is open, until it ends. Neither opens a report.
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";

const lives = { office: 400 * 86_400, shift: 10 * 3600 } as const;
type Kind = keyof typeof lives;

function isSecure(c: Context): boolean {
  return new URL(c.req.url).protocol === "https:" || c.req.header("x-forwarded-proto") === "https";
}

/** `__Host-` where the line is encrypted: no other name of the same domain can put one there. */
function nameOf(c: Context, kind: Kind): string {
  return isSecure(c) ? `__Host-${kind}` : kind;
}

export function readOfficeCookie(c: Context, kind: Kind): string | undefined {
  const value = getCookie(c, nameOf(c, kind));
  return value && value.length <= 100 ? value : undefined;
}

export function writeOfficeCookie(c: Context, kind: Kind, value: string): void {
  setCookie(c, nameOf(c, kind), value, {
    path: "/",
    httpOnly: true,
    sameSite: "Strict",
    secure: isSecure(c),
    maxAge: lives[kind],
  });
}

export function eraseOfficeCookie(c: Context, kind: Kind): void {
  deleteCookie(c, nameOf(c, kind), { path: "/", secure: isSecure(c) });
}
