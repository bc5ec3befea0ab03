// Finds mail addresses, and sets aside what only looks like one (Message-ID, Content-ID).
import { parseAddress } from "#backend/platform/addresses/index.ts";
import { readHostName } from "./hosts.ts";
import { isFree, type Sheet, setAside, take } from "./sheet.ts";

// Values of these headers, folded lines included; at most 100 identifiers each.
const identifierHeaders =
  /(?:^|\n)(?:message-id|in-reply-to|references|content-id|resent-message-id)[ \t]*:(?:[ \t\r\n]{1,8}<?[^<>\s]{1,500}>?){1,100}/gi;
const contentReference = /\bcid:[^\s"'<>]{1,200}/gi;
const localPart = /[A-Za-z0-9._%+'\u00c0-\u024f\u0400-\u04ff-]{1,64}$/u;
// French elision glued to the address: "l'adresse d'awa@…".
const elision = /^(?:[dlnsjmtc]|qu)'/i;

export function setIdentifiersAside(sheet: Sheet): void {
  for (const pattern of [identifierHeaders, contentReference])
    for (const match of sheet.text.matchAll(pattern)) {
      const value = match[0].search(/[:]/) + 1;
      // The header ends where the next header line begins.
      const stop = /\r?\n(?![ \t])/.exec(match[0].slice(value));
      setAside(sheet, match.index + value, match.index + (stop === null ? match[0].length : value + stop.index));
    }
}

function domainAfter(text: string, at: number): { end: number; ascii: string; unicode: string } | null {
  if (text.charAt(at) === "[") {
    const literal = /^\[(?:IPv6:)?([0-9A-Fa-f.:]{2,45})\]/i.exec(text.slice(at, at + 60))?.[1] ?? "";
    const address = parseAddress(literal);
    return address === null ? null : { end: text.indexOf("]", at) + 1, ascii: `[${literal}]`, unicode: `[${literal}]` };
  }
  const run = /^[0-9A-Za-z_.\-\u00c0-\u1fff\u3040-\ud7ff]{1,255}/u.exec(text.slice(at, at + 256))?.[0] ?? "";
  const host = run.replace(/^([\x21-\x7e]+)-[\u0400-\u04ff]+$/u, "$1").replace(/[.\-_]+$/, "");
  const name = readHostName(host);
  return name === null ? null : { end: at + host.length, ascii: name.ascii, unicode: name.unicode };
}

/** Takes every mail address (RFC 5321 without quoted local parts). The local part is lower-cased, as mail systems compare it. */
export function scanMail(sheet: Sheet): void {
  const { text } = sheet;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    if (sheet.taken[at] === 1) continue;
    let local = localPart.exec(text.slice(Math.max(0, at - 64), at))?.[0] ?? "";
    local = local.replace(/^[.'%+-]+/, "").replace(elision, "");
    if (local === "" || local.endsWith(".") || local.includes("..")) continue;
    const domain = domainAfter(text, at + 1);
    if (domain === null || !isFree(sheet, at, at + 1)) continue;
    const value = `${local.toLowerCase()}@${domain.ascii}`;
    const details =
      domain.unicode === domain.ascii ? undefined : { unicode: `${local.toLowerCase()}@${domain.unicode}` };
    take(sheet, {
      kind: "email",
      value,
      start: at - local.length,
      end: domain.end,
      isChecked: true,
      ...(details === undefined ? {} : { details }),
    });
  }
}
