// Attribution against a plain Map per prefix length: the same 200,000 prefixes, the same addresses and dates, one core, by turns.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  type Address,
  formatAddress,
  formatPrefix,
  parseAddress,
  parseIpv4,
  parseIpv6Into,
  prefixOf,
} from "#backend/platform/addresses/index.ts";
import { type Attribution, type AttributionClaim, createAttribution } from "#backend/registry/attribution/index.ts";

const prefixCount = 200_000;
const questionCount = 200_000;
const rounds = 5;
const changeCount = 2_000;
const dayMs = 86_400_000;

type Ask = (value: string, at: number) => readonly unknown[];

/** Small generator (mulberry32), so that runs compare. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** 70 % v4, lengths as they are routed and assigned, the rest v6; each prefix with one holder, or two one after the other. */
function makeClaims(random: () => number): AttributionClaim[] {
  const lengths4 = [16, 19, 20, 21, 22, 22, 23, 24, 24, 24, 24, 25, 26, 28, 29, 30, 32];
  const lengths6 = [32, 36, 40, 44, 48, 48, 48, 48, 56, 56, 64, 128];
  const seen = new Set<string>();
  const claims: AttributionClaim[] = [];
  const add = (value: string, heldFrom: number | null, heldUntil: number | null) =>
    claims.push({
      id: `p${claims.length}`,
      constituentId: `k${claims.length % 5000}`,
      kind: "prefix",
      value,
      heldFrom,
      heldUntil,
    });
  while (claims.length < prefixCount) {
    const version = random() < 0.7 ? 4 : 6;
    const lengths = version === 4 ? lengths4 : lengths6;
    const length =
      claims.length < 5 ? (version === 4 ? 8 : 20) : (lengths[Math.floor(random() * lengths.length)] ?? 24);
    const value = formatPrefix(prefixOf(randomAddress(version, random), length));
    if (seen.has(value)) continue;
    seen.add(value);
    const change = Math.floor(random() * 2000) * dayMs;
    if (random() < 0.2) {
      add(value, null, change);
      add(value, change, null);
    } else add(value, random() < 0.5 ? null : change, random() < 0.8 ? null : change + 400 * dayMs);
  }
  return claims;
}

/** Addresses of a country's size: 48 v4 /8s, and v6 below 2001::/18. */
function randomAddress(version: 4 | 6, random: () => number): Address {
  const word = () => Math.floor(random() * 2 ** 32);
  if (version === 4) return { version, words: [0, 0, 0, (0x29000000 + Math.floor(random() * 0x30000000)) >>> 0] };
  return { version, words: [0x20010000 + Math.floor(random() * 0x4000), word(), word(), word()] };
}

/** The peer: one Map for each length, keyed by the masked number (v4) or text of the masked words (v6), all lengths asked. */
function createPlainMaps(claims: readonly AttributionClaim[]): Ask {
  const v4 = new Map<number, Map<number, AttributionClaim[]>>();
  const v6 = new Map<number, Map<string, AttributionClaim[]>>();
  const words: [number, number, number, number] = [0, 0, 0, 0];
  const keep = (word: number, bits: number) =>
    bits <= 0 ? 0 : bits >= 32 ? word : (word & (0xffffffff << (32 - bits))) >>> 0;
  const key6 = (length: number) =>
    `${keep(words[0], length)},${keep(words[1], length - 32)},${keep(words[2], length - 64)},${keep(words[3], length - 96)}`;
  for (const claim of claims) {
    const [address = "", length = "0"] = claim.value.split("/");
    const bits = Number(length);
    const number = parseIpv4(address);
    if (number >= 0) {
      const map = v4.get(bits) ?? new Map<number, AttributionClaim[]>();
      v4.set(bits, map.set(number, [...(map.get(number) ?? []), claim]));
    } else {
      parseIpv6Into(address, words);
      const map = v6.get(bits) ?? new Map<string, AttributionClaim[]>();
      v6.set(bits, map.set(key6(bits), [...(map.get(key6(bits)) ?? []), claim]));
    }
  }
  const lengths4 = [...v4.keys()].sort((a, b) => b - a);
  const lengths6 = [...v6.keys()].sort((a, b) => b - a);
  const held = (list: AttributionClaim[] | undefined, at: number, into: AttributionClaim[]) => {
    for (const claim of list ?? [])
      if ((claim.heldFrom ?? -1) <= at && (claim.heldUntil === null || at < claim.heldUntil)) into.push(claim);
  };
  return (value, at) => {
    const into: AttributionClaim[] = [];
    const number = parseIpv4(value);
    if (number >= 0) for (const length of lengths4) held(v4.get(length)?.get(keep(number, length)), at, into);
    else if (parseIpv6Into(value, words))
      for (const length of lengths6) held(v6.get(length)?.get(key6(length)), at, into);
    return into;
  };
}

/** Processor time of this thread in seconds: a rate "a core" that other work on the machine does not lower by waiting. */
function cpuSeconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
}

/** Answers a second of both, best of rounds in which they take turns, so that a busy moment of the machine is nobody's alone. */
function race(ours: Ask, peer: Ask, questions: readonly [string, number][]): { ours: number; peer: number } {
  const best = [0, 0];
  const found = [0, 0];
  for (let round = 0; round <= rounds; round++)
    for (const [index, ask] of [ours, peer].entries()) {
      let claims = 0;
      const start = cpuSeconds();
      for (const [value, at] of questions) claims += ask(value, at).length;
      const perSecond = questions.length / (cpuSeconds() - start);
      found[index] = claims;
      if (round > 0) best[index] = Math.max(best[index] ?? 0, perSecond);
    }
  if (found[0] !== found[1])
    throw new Error(`Attribution and its peer disagree: ${found[0]} and ${found[1]} claims for the same questions.`);
  return { ours: best[0] ?? 0, peer: best[1] ?? 0 };
}

/** Texts as a report's values are: cut out of what was read, each in one piece. */
function asRead(questions: [string, number][]): [string, number][] {
  return JSON.parse(JSON.stringify(questions)) as [string, number][];
}

function heldMegabytes(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

/** Prints attributions a second for v4, v6, mixed and names, each against the plain Maps in the same run, and memory. */
export async function benchAttribute(print: (line: string) => void): Promise<void> {
  const random = createRandom(20260312);
  const claims = makeClaims(random);
  const before = heldMegabytes();
  const loadStart = performance.now();
  const attribution = createAttribution(claims);
  const loadMs = performance.now() - loadStart;
  print(
    `attribute: ${attribution.size()} dated prefixes loaded in ${Math.round(loadMs)} ms, ${Math.round(heldMegabytes() - before)} MB beside the claims`,
  );

  const plain = createPlainMaps(claims);
  // Half of the questions fall into a claimed prefix, as values of reports in a country do.
  const ask = (version: 4 | 6): [string, number] => {
    const at = Math.floor(random() * 2500) * dayMs;
    const claim = random() < 0.5 ? claims[Math.floor(random() * claims.length)] : undefined;
    const inside = claim === undefined ? null : parseAddress(claim.value.slice(0, claim.value.indexOf("/")));
    return [formatAddress(inside?.version === version ? inside : randomAddress(version, random)), at];
  };
  for (const [name, versions] of [
    ["v4", [4]],
    ["v6", [6]],
    ["v4 and v6", [4, 6]],
  ] as const) {
    const questions = asRead(
      Array.from({ length: questionCount }, (_, index) => ask(versions[index % versions.length] ?? 4)),
    );
    const { ours, peer } = race((value, at) => attribution.whoHeld(value, at), plain, questions);
    print(
      `attribute ${name}: ${millions(ours)} M/s (wanted: 2), plain Map per length ${millions(peer)} M/s, ratio ${(ours / peer).toFixed(1)}`,
    );
  }
  print(`attribute: ${Math.round(heldMegabytes() - before)} MB with the plain Maps and every answer that was kept`);
  printLiveChanges(attribution, claims, print);

  const names = createAttribution(
    Array.from({ length: 100_000 }, (_, index) => ({
      id: `d${index}`,
      constituentId: "k",
      kind: "domain" as const,
      value: `org${index}.example`,
      heldFrom: null,
      heldUntil: null,
    })),
  );
  const hosts = asRead(
    Array.from({ length: questionCount }, () => [`www.part.org${Math.floor(random() * 200_000)}.example`, 0]),
  );
  const set = new Map(Array.from({ length: 100_000 }, (_, index) => [`org${index}.example`, [index]]));
  const walk = (host: string) => {
    for (let dot = -1; ; ) {
      const found = set.get(dot < 0 ? host : host.slice(dot + 1));
      if (found !== undefined) return found;
      dot = host.indexOf(".", dot + 1);
      if (dot < 0) return [];
    }
  };
  const { ours, peer } = race((value, at) => names.whoHeld(value, at), walk, hosts);
  print(
    `attribute names: ${millions(ours)} M/s (wanted: 2), suffix walk over a Map ${millions(peer)} M/s, ratio ${(ours / peer).toFixed(1)}`,
  );
}

/** Claims are taken away and come back while questions are asked; the longest change is what a question may wait. */
function printLiveChanges(
  attribution: Attribution,
  claims: readonly AttributionClaim[],
  print: (line: string) => void,
): void {
  const taken: number[] = [];
  for (let index = 0; index < changeCount; index++) {
    const claim = claims[(index * 97) % claims.length];
    if (claim === undefined) continue;
    const start = performance.now();
    attribution.remove(claim.id);
    attribution.add(claim);
    taken.push((performance.now() - start) / 2);
    attribution.whoHeld(claim.value, 0);
  }
  taken.sort((a, b) => a - b);
  const [median = 0, longest = 0] = [taken[taken.length >>> 1], taken.at(-1)];
  print(
    `attribute: a live change takes ${median.toFixed(3)} ms (median of ${taken.length}; the longest ${longest.toFixed(1)} ms)`,
  );
}

function millions(perSecond: number): string {
  return (perSecond / 1e6).toFixed(2);
}
