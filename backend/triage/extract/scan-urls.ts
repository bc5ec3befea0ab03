// Finds URLs: anything with a known scheme, and the end of a URL that starts at a host without one.
import { isUrlHost, readHostName } from "./hosts.ts";
import { type Sheet, setAside, take } from "./sheet.ts";

const schemes =
  "https http ftps sftp ftp wss ws ssh telnet ldaps ldap rmi smb tcp udp rdp vnc git rtsp ircs irc mqtt s3".split(" ");
/** Longer values are cut off from matching anyway (browsers refuse near 2 kB to 64 kB). */
const longestUrl = 4096;
// Ends a URL: white space, controls, and what people and markup put around one.
// oxlint-disable-next-line no-control-regex
const urlEnd = /[\s\u0000-\u001f"<>`|^«»“”„\u2026]/;
const trailing = /(?:[.,;:!?*_~'’…·]|&quot;|&gt;)$/;

/** Where the URL that starts at `start` ends: at a delimiter, without punctuation and brackets that belong to the sentence. */
export function endOfUrl(text: string, start: number): number {
  // Only so much is looked at: a text that is one endless URL must not be scanned again from each "://".
  const window = text.slice(start, start + longestUrl);
  const stop = window.search(urlEnd);
  let end = start + (stop < 0 ? window.length : stop);
  if (text.charAt(start - 1) === "'") {
    const quote = window.indexOf("'");
    if (quote >= 0) end = Math.min(end, start + quote);
  }
  // Lists without a space: "https://a/,https://b/".
  const inner = text.slice(start, end);
  const next = /[,;](?:https?|ftp|hxxps?):\/\//i.exec(inner);
  if (next !== null && next.index > 0) end = start + next.index;
  end = start + closeBrackets(text.slice(start, end));
  // Mongolian case endings are glued with a hyphen: "https://pay.example/login-руу".
  const suffix = /[-–][\u0400-\u04ff]{1,12}$/.exec(text.slice(Math.max(start, end - 14), end));
  if (suffix !== null) end -= suffix[0].length;
  for (;;) {
    const last = trailing.exec(text.slice(Math.max(start, end - 6), end));
    if (last === null || end - last[0].length <= start) break;
    end -= last[0].length;
  }
  return end;
}

/** Length up to the first closing bracket that was never opened inside. */
function closeBrackets(url: string): number {
  const open: Record<string, number> = { "(": 0, "[": 0, "{": 0 };
  const partner: Record<string, string> = { ")": "(", "]": "[", "}": "{" };
  for (let i = 0; i < url.length; i++) {
    const char = url.charAt(i);
    if (char in open) open[char] = (open[char] ?? 0) + 1;
    const opener = partner[char];
    if (opener === undefined) continue;
    if (open[opener] === 0) return i;
    open[opener] = (open[opener] ?? 0) - 1;
  }
  return url.length;
}

/** "host" of "user@host:port", keeping the brackets of a v6 host. */
function hostOf(authority: string): { host: string; port: string } {
  const afterUser = authority.slice(authority.lastIndexOf("@") + 1);
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(afterUser);
  return { host: match?.[1] ?? "", port: match?.[2] ?? "" };
}

/** Normal form of a URL by the WHATWG standard; other schemes get a lower-case scheme and host. Null when it is none. */
export function normaliseUrl(scheme: string, rest: string): { value: string; details: Record<string, string> } | null {
  const cut = rest.search(/[/?#\\]/);
  const authority = cut < 0 ? rest : rest.slice(0, cut);
  const { host } = hostOf(authority);
  if (host === "" || !isUrlHost(host.replace(/\.$/, ""))) return null;
  const tail = (cut < 0 ? "" : rest.slice(cut)).replaceAll("&amp;", "&");
  const name = readHostName(host.replace(/\.$/, ""));
  const details: Record<string, string> =
    name === null ? {} : { host: name.ascii, ...(name.unicode === name.ascii ? {} : { unicode: name.unicode }) };
  try {
    const url = new URL(`${scheme}://${authority}${tail}`);
    if (/^(?:https?|ftp|wss?)$/.test(scheme)) return { value: url.href, details: { ...details, host: url.hostname } };
    return { value: `${scheme}://${authority.toLowerCase()}${tail}`, details };
  } catch {
    return null;
  }
}

function schemeBefore(text: string, colon: number): string | null {
  const word = /[A-Za-z0-9]{1,8}$/.exec(text.slice(Math.max(0, colon - 8), colon))?.[0].toLowerCase() ?? "";
  return (
    schemes.find((scheme) => word === scheme) ??
    schemes.find((scheme) => word.endsWith(scheme) && scheme.startsWith("http")) ??
    null
  );
}

/** Takes every URL that has a scheme. */
export function scanUrls(sheet: Sheet): void {
  const { text } = sheet;
  for (let colon = text.indexOf("://"); colon >= 0; ) {
    const scheme = schemeBefore(text, colon);
    let next = colon + 3;
    if (scheme !== null) {
      const start = colon - scheme.length;
      let end = endOfUrl(text, start);
      let normal = end > next ? normaliseUrl(scheme, text.slice(next, end)) : null;
      // "http://pay.example.est fermé": the space after the full stop is missing.
      const glued = normal === null ? /\.\p{L}{2,20}$/u.exec(text.slice(next, end)) : null;
      if (glued !== null) {
        const shorter = normaliseUrl(scheme, text.slice(next, end - glued[0].length));
        if (shorter !== null) [normal, end] = [shorter, end - glued[0].length];
      }
      if (normal !== null) {
        take(sheet, { kind: "url", value: normal.value, start, end, isChecked: true, details: normal.details });
        next = end;
      } else if (end > next) {
        // A local or broken address: nothing inside it is a value of its own.
        setAside(sheet, start, end);
        next = end;
      }
    }
    colon = text.indexOf("://", next);
  }
}
