// Follows every link, style, script and form of a site from its home page on, as a reader would.

/** @param url of the home page. @param cookie with the reader's language. @returns each address with its status: of this site all, of others only those that begin with one of `also`, each once. */
export async function walkLinks(
  url: string,
  { cookie, also = [] }: { cookie: string; also?: string[] },
): Promise<Map<string, number>> {
  const statuses = new Map<string, number>();
  const todo = [`${url}/`];
  for (const address of todo) {
    if (statuses.has(address)) continue;
    const isOwn = address.startsWith(`${url}/`);
    // The quick way out leads to another site, on purpose.
    const response = await fetch(address, { headers: { cookie }, redirect: isOwn ? "manual" : "follow" });
    const body = await response.text();
    statuses.set(address, response.status);
    if (!isOwn || !(response.headers.get("content-type") ?? "").startsWith("text/html")) continue;
    for (const [, found = ""] of body.matchAll(/\s(?:href|src|action)="([^"]+)"/g)) {
      const target = new URL(found.replaceAll("&amp;", "&"), address);
      target.hash = "";
      if ([url, ...also].includes(target.origin)) todo.push(target.href);
    }
  }
  return statuses;
}
