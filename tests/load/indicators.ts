// Ten million indicators: how long they load, what they hold in memory, and how fast a value is ruled out, against a Map in the same run.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createIndicatorIndex,
  createSnapshotWriter,
  type Indicator,
  type IndicatorList,
} from "#backend/triage/indicators/index.ts";
import type { ObservableKind } from "#backend/triage/model.ts";

/** Fewer with TOGUNA_BENCH_INDICATORS, for a quick look; the figure otherwise. */
const total = Number(process.env["TOGUNA_BENCH_INDICATORS"] ?? 10_000_000);
const questionCount = 1_000_000;
const mapSize = Math.min(total, 1_000_000);
const rounds = 5;
/** Values that are asked about together: as many as a long report or a page of a log holds. */
const portion = 1_000;

/** Mixes a number into 32 random-looking bits (finaliser of MurmurHash3), so that value n can be made again without being kept. */
function bits(n: number, salt: number): number {
  let h = Math.imul(n ^ salt, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const hex = (n: number, salt: number, words: number) =>
  Array.from({ length: words }, (_, index) =>
    bits(n, salt + index * 7919)
      .toString(16)
      .padStart(8, "0"),
  ).join("");

/** Value `n` of a mix like a national feed's: 40 % hashes, 25 % domains, 15 % URLs, the rest addresses, ranges, mails, phones, wallets. */
function valueAt(n: number, salt: number): [ObservableKind, string] {
  const part = n % 20;
  const word = bits(n, salt).toString(36);
  if (part < 6) return ["sha256", hex(n, salt, 8)];
  if (part < 8) return ["md5", hex(n, salt, 4)];
  if (part < 13) return ["domain", `${word}-${(n % 977).toString(36)}.example.com`];
  if (part < 16) return ["url", `http://${word}.example.net/${(n % 99991).toString(36)}/index.php`];
  if (part === 16) return ["ipv4", [24, 16, 8, 0].map((shift) => (bits(n, salt) >>> shift) & 255).join(".")];
  if (part === 17)
    return n % 40 < 20
      ? ["cidr", `${(bits(n, salt) >>> 24) % 200}.${(bits(n, salt) >>> 16) & 255}.${(bits(n, salt) >>> 8) & 255}.0/24`]
      : [
          "ipv6",
          `2001:db8:${hex(n, salt, 1)
            .slice(0, 4)
            .replace(/^0+(?=.)/, "")}:${((bits(n, 3) & 0xfff) | 0x1000).toString(16)}::1`,
        ];
  if (part === 18) return ["email", `${word}@mail.example.org`];
  return n % 40 < 20
    ? ["phone", `+2237${(bits(n, salt) % 10_000_000).toString().padStart(7, "0")}`]
    : ["wallet", `0x${hex(n, salt, 5)}`];
}

const list = (id: string): IndicatorList => ({
  id,
  title: `List ${id}`,
  version: "1",
  marking: "TLP:GREEN",
  reason: "Bench.",
  references: [],
});
const seconds = (start: number) => ((performance.now() - start) / 1000).toFixed(2);

/** Processor time of this thread in seconds: a rate "a core" that other work on the machine does not lower by waiting. */
function cpuSeconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
}

/**
 * Questions a second, best of some rounds after one to warm up. Values are cut anew from one text each round, as they are
 * from a report: never hashed before. They come kind by kind, `portion` at a time.
 */
function rate(
  ask: (kind: ObservableKind, values: readonly string[]) => void,
  made: ReadonlyMap<ObservableKind, readonly string[]>,
): number {
  const texts = [...made].map(([kind, values]) => [kind, Buffer.from(values.join("\n"))] as const);
  const count = [...made.values()].reduce((sum, values) => sum + values.length, 0);
  let best = 0;
  for (let round = 0; round <= rounds; round++) {
    let spent = 0;
    for (const [kind, text] of texts) {
      const values = text.toString("latin1").split("\n");
      const portions = Array.from({ length: Math.ceil(values.length / portion) }, (_, at) =>
        values.slice(at * portion, (at + 1) * portion),
      );
      const start = cpuSeconds();
      for (const one of portions) ask(kind, one);
      spent += cpuSeconds() - start;
    }
    if (round > 0) best = Math.max(best, count / spent);
  }
  return best;
}

/** What the loaded index adds to a fresh process, in MB of resident memory: measured apart, so that building it is not counted. */
function residentMb(path: string): { loadSeconds: number; addedMb: number } {
  const script = `
    const { createIndicatorIndex } = await import(${JSON.stringify(new URL("../../backend/triage/indicators/index.ts", import.meta.url).href)});
    globalThis.gc(); const before = process.memoryUsage().rss; const start = performance.now();
    const index = createIndicatorIndex(); index.openSnapshot(${JSON.stringify(path)});
    const loadSeconds = (performance.now() - start) / 1000; globalThis.gc();
    console.log(JSON.stringify({ loadSeconds, addedMb: (process.memoryUsage().rss - before) / 1e6 })); index.close();`;
  return JSON.parse(
    execFileSync(process.execPath, ["--expose-gc", "--input-type=module", "-e", script], { encoding: "utf8" }),
  ) as { loadSeconds: number; addedMb: number };
}

/** Prints build, load, memory, misses and hits a second, each with its ratio to a Map of a million of the same values. */
export async function benchIndicators(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "toguna-bench-indicators-"));
  try {
    const path = join(folder, "indicators.snapshot");
    const build = performance.now();
    const writer = createSnapshotWriter(path);
    const lists = [list("a"), list("b"), list("c")];
    const blank = {
      why: "bench",
      firstSeen: 1_700_000_000_000,
      lastSeen: 1_770_000_000_000,
      confidence: 70,
      expiresAt: null,
      marking: null,
      match: "below" as const,
    };
    for (let n = 0; n < total; n++) {
      const [kind, value] = valueAt(n, 1);
      const indicator: Indicator = { kind, value, ...blank };
      const owner = lists[n % lists.length];
      if (owner !== undefined) writer.add(owner, indicator);
    }
    writer.finish();
    print(
      `indicators: ${total} written to a snapshot in ${seconds(build)} s (${Math.round(statSync(path).size / 1e6)} MB on disk)`,
    );

    const { loadSeconds, addedMb } = residentMb(path);
    print(
      `indicators: loaded in ${loadSeconds.toFixed(2)} s, ${Math.round(addedMb)} MB resident more than before, in a fresh process`,
    );

    const index = createIndicatorIndex();
    index.openSnapshot(path);
    const map = new Map<string, number>();
    for (let n = 0; n < mapSize; n++) map.set(valueAt(n, 1)[1], n);
    // Some made-up telephones and ranges are in the index by chance; they are no misses and are left out.
    const unknown = new Map<ObservableKind, string[]>();
    for (let n = 0; n < questionCount; n++) {
      const [kind, value] = valueAt(n, 2);
      if (!index.has(kind, value)) {
        const known = unknown.get(kind);
        if (known === undefined) unknown.set(kind, [value]);
        else known.push(value);
      }
    }
    const answers = new Uint8Array(portion);
    let held = 0;
    const together = rate((kind, values) => {
      index.hasEach(kind, values, answers);
      for (let n = 0; n < values.length; n++) held += answers[n] ?? 0;
    }, unknown);
    const single = rate((kind, values) => {
      for (const value of values) if (index.has(kind, value)) held++;
    }, unknown);
    const plain = rate((_kind, values) => {
      for (const value of values) if (map.has(value)) held++;
    }, unknown);
    if (held > 0) throw new Error(`${held} unknown values were found.`);
    const millions = (perSecond: number): string => `${(perSecond / 1e6).toFixed(2)} M/s`;
    print(
      `indicators misses, one thread, over ${total}: ${millions(together)} asked ${portion} at a time (wanted: 5), ${millions(single)} one by one; Map of ${mapSize} ${millions(plain)}, ratio ${(together / plain).toFixed(1)}`,
    );
    // The clock is too coarse for kinds of which there are few.
    const frequent = [...unknown].filter(([, values]) => values.length >= 40_000);
    const byKind = frequent.map(([kind, values]) => {
      const one = rate((asked, some) => index.hasEach(asked, some, answers), new Map([[kind, values]]));
      return `${kind} ${(one / 1e6).toFixed(1)}`;
    });
    print(`indicators misses by kind, M/s: ${byKind.join(", ")}`);

    const now = 1_773_324_311_000;
    const start = performance.now();
    let sources = 0;
    const asked = 20_000;
    for (let n = 0; n < asked; n++) {
      const [kind, value] = valueAt((n * 499) % total, 1);
      for (const hit of index.lookup(kind, value, now)) sources += hit.sources.length;
    }
    const hitRate = asked / ((performance.now() - start) / 1000);
    if (sources < asked) throw new Error(`Of ${asked} known values only ${sources} sources were found.`);
    print(`indicators hits: ${Math.round(hitRate)} lookups/s with every source read from the snapshot`);

    const late = performance.now();
    index.add(
      list("late"),
      Array.from({ length: 10_000 }, (_, n) => ({ kind: "domain" as const, value: `late${n}.example.com`, ...blank })),
    );
    print(
      `indicators live: 10,000 added in ${Math.round(performance.now() - late)} ms while searched; found: ${index.has("domain", "late77.example.com")}`,
    );
    index.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
