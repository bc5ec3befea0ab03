// Finds v4 addresses, their prefixes and ranges, domains, URLs without a scheme and file names: all made of one run of host characters.
import {
  coverRange,
  formatAddress,
  formatPrefix,
  parseAddress,
  parseIpv4,
  parsePrefix,
} from "#backend/platform/addresses/index.ts";
import { hasInnerExtension, natureOfName, quotedFileName } from "./file-names.ts";
import { readHostName } from "./hosts.ts";
import { endOfUrl, normaliseUrl } from "./scan-urls.ts";
import { isDefanged, isFree, type Sheet, setAside, take } from "./sheet.ts";

// A maximal run, so that each unit is looked at once: ASCII host characters and letters of other scripts, no punctuation.
const runs = /[0-9A-Za-z_.\-\u00c0-\u1fff\u2c00-\u2dff\u3040-\ud7ff\uf900-\ufdff]+/g;
const longestRun = 300;
const versionWord =
  /(?<![\p{L}\p{N}])(?:versions?|v|ver|build|release|firmware|logiciel|update|patch|kernel|openssl|openssh|apache|nginx|php|wordpress|java|chrome|firefox|edge|safari|windows|android|ios|fortios|exchange|pare-feu|хувилбар|oid)[ :=]{1,3}$/iu;
/** The path of a request line in a log names a page of the one who was asked, not a file received. */
const requestLine = /(?:GET|POST|HEAD|PUT|DELETE|OPTIONS|PATCH|CONNECT) \S{0,180}$/;
// Top-level domains that are also everyday names of fields in code.
const fieldTlds = new Set("name id data next open call select host date email store map java page link".split(" "));
// Top-level domains that are French or English words, met where the space after a full stop is missing.
const wordTlds = new Set("je il ne la se au et si vu eu as ai ni so am do".split(" "));

/** Takes quoted file names with spaces, before anything reads the words inside them. */
export function scanQuotedFileNames(sheet: Sheet): void {
  for (const match of sheet.text.matchAll(quotedFileName)) {
    const name = match[1] ?? "";
    if (!/[ '’]/.test(name) || natureOfName(name) !== "file") continue;
    const start = match.index + match[0].indexOf(name);
    take(sheet, { kind: "file_name", value: name, start, end: start + name.length, isChecked: false });
  }
}

export function scanHosts(sheet: Sheet): void {
  for (const match of sheet.text.matchAll(runs)) {
    const run = match[0];
    if (!run.includes(".") || run.length > longestRun) continue;
    const lead = /^[.-]*/.exec(run)?.[0].length ?? 0;
    const start = match.index + lead;
    let body = run.slice(lead).replace(/[.\-_]+$/, "");
    // Case endings glued to a Latin name: "bank.example-ийн".
    body = body.replace(/^([!-~]+)[-–][\u0400-\u04ff]+$/, "$1").replace(/[.\-_]+$/, "");
    if (!body.includes(".") || !isFree(sheet, start, start + body.length)) continue;
    if (/^[\d.-]+$/.test(body)) readNumbers(sheet, start, body);
    else readName(sheet, start, body);
  }
}

function portAfter(text: string, end: number): string | undefined {
  const port = /^:(\d{1,5})(?![\d:])/.exec(text.slice(end, end + 7))?.[1];
  return port === undefined || Number(port) > 65535 || port === "0" ? undefined : port;
}

/** A run of digits, dots and hyphens: an address, a range, or a version, date or amount that is none. */
function readNumbers(sheet: Sheet, start: number, body: string): void {
  const { text } = sheet;
  const [firstText = "", ...others] = body.split("-");
  if (parseIpv4(firstText) < 0 || others.length > 1) return;
  const before = text.slice(Math.max(0, start - 16), start);
  if (/[A-Za-z]\/$/.test(before) && !/(?:tcp|udp|ip|icmp)\/$/i.test(before)) return;
  if (versionWord.test(before)) return;
  let end = start + firstText.length;
  const address = parseAddress(firstText);
  if (address === null) return;

  const slash = text.slice(end, end + 20);
  const netmask = /^\/(?:255|0)\.\d{1,3}\.\d{1,3}\.\d{1,3}/.exec(slash);
  if (netmask !== null) setAside(sheet, end, end + netmask[0].length);
  const mask = /^\/(\d{1,3})(?!\d|\.\d)/.exec(slash);
  if (mask !== null && others.length === 0) {
    const prefix = parsePrefix(`${firstText}/${mask[1]}`);
    if (Number(mask[1]) > 32) return setAside(sheet, start, end + mask[0].length);
    if (prefix !== null && prefix.length < 32) {
      take(sheet, { kind: "cidr", value: formatPrefix(prefix), start, end: end + mask[0].length, isChecked: true });
      return;
    }
  }
  const tail =
    others.length === 1
      ? /^-[\d.]+/.exec(text.slice(end, end + 20))
      : /^ [-–] (?=\d)[\d.]{7,16}/.exec(text.slice(end, end + 20));
  const lastText = (tail?.[0] ?? "").replace(/^[ –-]+/, "").replace(/\.+$/, "");
  const full = /^\d{1,3}$/.test(lastText) ? firstText.replace(/\d+$/, lastText) : lastText;
  const last = full === "" ? null : parseAddress(full);
  if (tail !== null && last !== null && last.words[3] > address.words[3]) {
    const blocks = coverRange(address, last);
    const only = blocks.length === 1 ? blocks[0] : undefined;
    end += tail[0].replace(/\.+$/, "").length;
    const value = only ? formatPrefix(only) : `${formatAddress(address)}-${formatAddress(last)}`;
    take(sheet, { kind: "cidr", value, start, end, isChecked: true });
    return;
  }
  if (others.length === 1 && lastText !== "") return;
  const port = portAfter(text, end);
  take(sheet, {
    kind: "ipv4",
    value: firstText,
    start,
    end,
    isChecked: true,
    ...(port === undefined ? {} : { details: { port } }),
  });
}

function readName(sheet: Sheet, start: number, body: string): void {
  const { text } = sheet;
  const end = start + body.length;
  const nature = natureOfName(body);
  if (nature === "product") return;
  const before = text.charAt(start - 1);
  const after = text.charAt(end);
  if (after === "(" && !isDefanged(sheet, start, end)) return;
  if (before === "/" && requestLine.test(text.slice(Math.max(0, start - 200), start))) return;
  const isInPath =
    (before === "/" || before === "\\") && !/(?:^|[\s("'=])\/\/$/.test(text.slice(Math.max(0, start - 3), start));
  const name = before === "@" && !isDefanged(sheet, start, end) ? null : readHostName(body);
  const speaksForHost =
    name !== null &&
    (isDefanged(sheet, start, end) ||
      /^www\./i.test(body) ||
      name.suffix.includes(".") ||
      (after === "/" && !isInPath && /[\w?]/.test(text.charAt(end + 1))));

  if (nature === "file" || (nature === "ambiguous" && !speaksForHost) || (name === null && hasInnerExtension(body))) {
    const fileStart = start + (/^(?:[dlDL]['’])/.exec(body)?.[0].length ?? 0);
    take(sheet, { kind: "file_name", value: text.slice(fileStart, end), start: fileStart, end, isChecked: false });
    return;
  }
  if (name === null) {
    // "mail.pay.example.Merci beaucoup": the space after the full stop is missing.
    const glued = /\.\p{L}{2,20}$/u.exec(body);
    const shorter = glued === null ? "" : body.slice(0, glued.index);
    if (shorter.split(".").length >= 3 && /^ \p{L}/u.test(text.slice(end, end + 2))) readName(sheet, start, shorter);
    return;
  }
  if (isInPath || !looksLikeHost(sheet, start, body, name.suffix)) return;

  const details: Record<string, string> = {
    registrable: name.registrable,
    ...(name.unicode === name.ascii ? {} : { unicode: name.unicode }),
  };
  const port = portAfter(text, end);
  const pathStart = end + (port === undefined ? 0 : port.length + 1);
  if (
    text.charAt(pathStart) === "/" ||
    (text.charAt(pathStart) === "?" && /[\w-]+=/.test(text.slice(pathStart + 1, pathStart + 32)))
  ) {
    const urlEnd = endOfUrl(text, start);
    const normal = urlEnd > pathStart ? normaliseUrl("http", text.slice(start, urlEnd)) : null;
    if (
      normal !== null &&
      take(sheet, { kind: "url", value: normal.value, start, end: urlEnd, isChecked: true, details: normal.details })
    )
      return;
  }
  take(sheet, {
    kind: "domain",
    value: name.ascii,
    start,
    end,
    isChecked: true,
    details: port === undefined ? details : { ...details, port },
  });
}

/** Turns down what has the form of a domain and is a sentence without a space, or code. */
function looksLikeHost(sheet: Sheet, start: number, body: string, suffix: string): boolean {
  const { text } = sheet;
  const end = start + body.length;
  if (isDefanged(sheet, start, end)) return true;
  const labels = body.split(".");
  const tld = labels.at(-1) ?? "";
  const rest = labels.slice(0, -1);
  // "perdu.Je": a capital after the stop begins a sentence, unless the whole name is written with capitals.
  if (/^\p{Lu}\p{Ll}/u.test(tld) && !rest.every((label) => /^[^a-z]*$/.test(label) || /^\p{Lu}/u.test(label)))
    return false;
  if (/^\p{Lu}[\p{Ll}]+$/u.test(tld) && rest.every((label) => label.length <= 3)) return false;
  const hasSign = labels.length > 2 || /[-\d]/.test(rest.join("")) || suffix.includes(".");
  if (labels.length === 2 && /^\d+$/.test(labels[0] ?? "")) return false;
  if (hasSign) return true;
  const after = text.slice(end, end + 3);
  if (
    fieldTlds.has(tld) &&
    (/^ ?[=;()<>!,+)]/.test(after) || /[=(,+.] ?$/.test(text.slice(Math.max(0, start - 2), start)))
  )
    return false;
  if (wordTlds.has(tld) && /^(?: \p{L}|['’])/u.test(after)) return false;
  return (labels[0] ?? "").length > 1 || tld.length === 2;
}
