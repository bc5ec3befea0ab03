// Which findings the allow-list holds back, and by which entry. Pure.
import type { Finding, Observable } from "../model.ts";
import type { HeldBy } from "./model.ts";

/** An entry in force. A rule, a value, or a rule on a value. */
export interface LiveEntry {
  id: string;
  engine: string | null;
  ruleName: string | null;
  valueKind: string | null;
  value: string | null;
  reason: string;
  ownerName: string;
  expiresAt: string;
}

export interface HeldFinding {
  finding: Finding;
  heldBy: HeldBy;
}

const fileKinds = new Set(["sha256", "sha1", "md5", "sha512", "file_name"]);

/** @param observables of the report: the hashes and names of the parts that files' findings are about */
export function holdBack(
  findings: readonly Finding[],
  entries: readonly LiveEntry[],
  observables: readonly Observable[],
): { kept: Finding[]; held: HeldFinding[] } {
  const kept: Finding[] = [];
  const held: HeldFinding[] = [];
  for (const finding of findings) {
    // What could not be opened is said in any case.
    const entry = finding.engine === "unpack" ? undefined : entries.find((one) => covers(one, finding, observables));
    if (!entry) kept.push(finding);
    else {
      const { id, reason, ownerName, expiresAt } = entry;
      held.push({ finding, heldBy: { kind: "allow_list", entryId: id, reason, ownerName, expiresAt } });
    }
  }
  return { kept, held };
}

function covers(entry: LiveEntry, finding: Finding, observables: readonly Observable[]): boolean {
  if (entry.ruleName !== null && (entry.engine !== finding.engine || entry.ruleName !== finding.ruleId)) return false;
  if (entry.value === null || entry.valueKind === null) return entry.ruleName !== null;
  const { value, valueKind } = entry;
  // A file is known by its hash or name, whichever rule fired on it.
  if (fileKinds.has(valueKind)) return partHas(finding.source, valueKind, value, observables) || isSeen(finding, entry);
  return isSeen(finding, entry);
}

function partHas(part: string, kind: string, value: string, observables: readonly Observable[]): boolean {
  if (kind === "file_name") return (part.split("/").at(-1) ?? "").toLowerCase() === value.toLowerCase();
  return observables.some((one) => one.part === part && one.kind === kind && one.value === value);
}

/** The value stands in what matched: the seen value itself, or the event around the matched fields. */
function isSeen(finding: Finding, { value, valueKind }: LiveEntry): boolean {
  if (value === null) return false;
  const known = finding.evidence?.filter((one) => one.kind === "known") ?? [];
  if (known.some((one) => isValue(one.value, value, valueKind))) return true;
  if (finding.engine === "indicator") return false;
  const texts = [
    ...finding.locations.map((place) => (place.kind === "field" ? place.value : place.text)),
    ...(finding.evidence ?? []).flatMap((one) => (one.kind === "event" ? [one.json] : [])),
  ];
  return texts.some((text) => standsIn(text, value));
}

/** A name also covers what lies below it; a URL's host counts as the name. */
function isValue(seen: string, allowed: string, kind: string | null): boolean {
  if (seen === allowed) return true;
  if (kind !== "domain") return false;
  const host = URL.canParse(seen) ? new URL(seen).hostname : seen.slice(seen.lastIndexOf("@") + 1);
  return host === allowed || host.endsWith(`.${allowed}`);
}

/** As a whole word: "10.0.0.1" is not in "110.0.0.12". */
function standsIn(text: string, value: string): boolean {
  const [hay, needle] = [text.toLowerCase(), value.toLowerCase()];
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + 1)) {
    const before = hay[at - 1] ?? " ";
    const after = hay.slice(at + needle.length, at + needle.length + 2);
    if (!/[\p{L}\p{N}_-]/u.test(before) && !/^(?:[\p{L}\p{N}_-]|\.[\p{L}\p{N}])/u.test(after)) return true;
  }
  return false;
}
