// Whether a POST comes from our own pages: by Sec-Fetch-Site, else by Origin, else by Referer. Pure.

export interface PostHeaders {
  secFetchSite?: string | undefined;
  origin?: string | undefined;
  referer?: string | undefined;
  host?: string | undefined;
}

/**
 * Browsers since 2020 (Safari since 2023) say the site; older ones the origin. A client that says neither is no browser that
 * another site could misuse (text browsers, scripts).
 */
export function isOwnPost(headers: PostHeaders, publicUrl: string): boolean {
  const site = headers.secFetchSite;
  if (site) return site === "same-origin" || site === "none";
  const from = headers.origin ?? headers.referer;
  if (from === undefined) return true;
  if (!URL.canParse(from)) return false;
  const { host, origin } = new URL(from);
  return origin === new URL(publicUrl).origin || (headers.host !== undefined && host === headers.host);
}
