// The session cookie: opaque, for this host only, unreadable by script, sent only from our own pages.

/** `__Host-`: the browser itself holds it to Secure, Path=/ and no Domain (RFC 6265bis §4.1.3.2). Chromium and Firefox take it on http://localhost too. */
export const sessionCookieName = "__Host-toguna";

/** The Set-Cookie value that opens a session. It has no age: the server decides how long a session lives. */
export function openingCookie(token: string): string {
  return `${sessionCookieName}=${token}; Path=/; Secure; HttpOnly; SameSite=Strict`;
}

/** The Set-Cookie value that drops it. */
export function closingCookie(): string {
  return `${sessionCookieName}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0`;
}

/** The token in a Cookie header; undefined when there is none, or two that differ (somebody else set one). */
export function sessionTokenOf(cookieHeader: string | undefined): string | undefined {
  const values = new Set<string>();
  for (const part of (cookieHeader ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === sessionCookieName) values.add(part.slice(at + 1).trim());
  }
  return values.size === 1 ? [...values][0] : undefined;
}
