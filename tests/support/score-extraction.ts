// Scores extraction on the labelled cases, and ioc-extractor beside it in each of its ways: for the test and for the bench.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { extractIOC } from "ioc-extractor";
import { extractObservables, phonePlan, type PhonePlan } from "#backend/triage/extract/index.ts";
import type { Observable, ObservableKind, ObservableRole } from "#backend/triage/model.ts";

export interface Label {
  kind: ObservableKind;
  value: string;
  raw: string;
  start: number;
  end: number;
  role?: ObservableRole;
}
export interface Case {
  id: string;
  plan: string;
  text: string;
  expected: Label[];
}

const folder = join(import.meta.dirname, "../conformance/extract-cases");
const plans = new Map<string, PhonePlan>(
  Object.entries(JSON.parse(readFileSync(join(folder, "plans.json"), "utf8")) as Record<string, unknown>).map(
    ([key, plan]) => [key, phonePlan.parse(plan)],
  ),
);
export const cases = readdirSync(folder)
  .filter((name) => name.endsWith(".ndjson"))
  .flatMap((name) => readFileSync(join(folder, name), "utf8").trim().split("\n"))
  .map((line) => JSON.parse(line) as Case);

export interface Score {
  right: number;
  wrong: number;
  missed: number;
}
export const precision = ({ right, wrong }: Score) => right / (right + wrong);
export const recall = ({ right, missed }: Score) => right / (right + missed);
const f1 = (score: Score) => (2 * precision(score) * recall(score)) / (precision(score) + recall(score));
export const show = (name: string, score: Score) =>
  `${name}: precision ${(precision(score) * 100).toFixed(1)} %, recall ${(recall(score) * 100).toFixed(1)} %, F1 ${(f1(score) * 100).toFixed(1)} % (${score.right} right, ${score.wrong} wrong, ${score.missed} missed)`;

export function count<T>(want: readonly T[], got: readonly T[], score: Score): void {
  const [wanted, found] = [new Set(want), new Set(got)];
  for (const one of found)
    if (wanted.has(one)) score.right++;
    else score.wrong++;
  for (const one of wanted) if (!found.has(one)) score.missed++;
}

export const extract = (one: Case): Observable[] => {
  const plan = plans.get(one.plan);
  return extractObservables(one.text, { part: "description", ...(plan === undefined ? {} : { phonePlan: plan }) });
};

// ioc-extractor gives values without places, and knows fewer kinds: it is judged on the kinds it knows, by value alone. What it
// lists besides a URL or an address because it stands inside (their hosts) counts neither for nor against it.
const peerKinds = {
  ipv4s: "ipv4",
  ipv6s: "ipv6",
  domains: "domain",
  urls: "url",
  emails: "email",
  md5s: "md5",
  sha1s: "sha1",
  sha256s: "sha256",
  sha512s: "sha512",
  cves: "cve",
  asns: "asn",
  macAddresses: "mac",
  btcs: "wallet",
  eths: "wallet",
  xmrs: "wallet",
} as const;

function hostInside(item: Label): string[] {
  if (item.kind === "email") return [item.value.slice(item.value.lastIndexOf("@") + 1)];
  return item.kind === "url" ? [new URL(item.value).hostname] : [];
}

/** Both sides' values are brought to one form, so that the peer loses nothing to letter case, a closing slash or a percent code. */
function plainForm(kind: string, value: string): string {
  if (kind === "url")
    try {
      return new URL(value.includes("://") ? value : `http://${value}`).href.replace(/\/$/, "");
    } catch {
      return value;
    }
  if (kind === "domain" || kind === "email")
    try {
      const at = value.lastIndexOf("@") + 1;
      return value.slice(0, at).toLowerCase() + new URL(`http://${value.slice(at)}`).hostname;
    } catch {
      return value.toLowerCase();
    }
  if (kind === "mac") return value.toLowerCase().replace(/[-.:]/g, "");
  if (kind === "ipv6")
    try {
      return new URL(`http://[${value}]/`).hostname;
    } catch {
      return value;
    }
  if (kind === "asn") return value.toUpperCase().replace(/\s/g, "").replace("ASN", "AS");
  if (kind === "cve") return value.toUpperCase();
  return kind === "wallet" ? value : value.toLowerCase();
}

// The peer is run in each of its ways, and the best one is what ours is compared with.
const peerWays = [
  { strict: true, punycode: true },
  { strict: true, punycode: false },
  { strict: false, punycode: true },
  { strict: false, punycode: false },
].map((way) => ({ refang: true, ...way }));

const knownKinds = new Set<string>(Object.values(peerKinds));
const labelOf = (item: { kind: string; value: string }): string => `${item.kind} ${plainForm(item.kind, item.value)}`;
const wantOf = (one: Case): string[] => one.expected.filter((item) => knownKinds.has(item.kind)).map(labelOf);

/** Ours on the kinds that the peer knows, by value alone. */
export function scoreOurs(): Score {
  const score: Score = { right: 0, wrong: 0, missed: 0 };
  for (const one of cases) {
    const found = extract(one).filter((item) => knownKinds.has(item.kind));
    count(wantOf(one), found.map(labelOf), score);
  }
  return score;
}

/** The peer in each of its ways, on the same cases and values. */
export function scorePeers(): { name: string; score: Score }[] {
  return peerWays.map((way) => {
    const score: Score = { right: 0, wrong: 0, missed: 0 };
    for (const one of cases) {
      const want = wantOf(one);
      const hosts = new Set(one.expected.flatMap(hostInside).map((host) => plainForm("domain", host)));
      const iocs = extractIOC(one.text, way);
      const found = Object.entries(peerKinds).flatMap(([field, kind]) =>
        iocs[field as keyof typeof peerKinds].map((value) => labelOf({ kind, value })),
      );
      const counted = found.filter((text) => want.includes(text) || !hosts.has(text.slice(text.indexOf(" ") + 1)));
      count(want, counted, score);
    }
    return { name: `ioc-extractor 8.2.0 (${JSON.stringify(way)}), by value`, score };
  });
}

/** Every label with kind, value and place. */
export function scorePlaces(): Score {
  const score: Score = { right: 0, wrong: 0, missed: 0 };
  const key = (label: Pick<Label, "kind" | "value" | "start" | "end">): string =>
    `${label.kind} ${label.value} ${label.start}-${label.end}`;
  for (const one of cases) count(one.expected.map(key), extract(one).map(key), score);
  return score;
}
