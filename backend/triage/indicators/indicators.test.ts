// The indicator index: every way a seen value hits, with its sources; live changes; snapshots; what it answers equals a plain search.
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { extractObservables } from "../extract/index.ts";
import { type ObservableKind, observableKinds } from "../model.ts";
import { createHasher } from "./fingerprint.ts";
import { hashValue } from "./hash-value.ts";
import {
  createIndicatorIndex,
  createSnapshotWriter,
  explainMatches,
  type Indicator,
  type IndicatorIndex,
  type IndicatorList,
  loadIndicators,
  matchObservables,
  normaliseValue,
  readWarninglists,
  scoreAt,
} from "./index.ts";
import { keysOfKnown } from "./keys.ts";
import { hashKey } from "./segment.ts";

const folder = mkdtempSync(join(tmpdir(), "toguna-indicators-"));
afterAll(() => rmSync(folder, { recursive: true }));
const now = Date.parse("2026-03-12T00:00:00Z");

const list = (id: string, marking: IndicatorList["marking"] = "TLP:GREEN"): IndicatorList => ({
  id,
  title: `List ${id}`,
  version: "1",
  marking,
  reason: "Seen in attacks.",
  references: ["https://example.org/why"],
});

function indicator(kind: ObservableKind, written: string, more: Partial<Indicator> = {}): Indicator {
  const normal = normaliseValue(kind, written);
  if ("reason" in normal) throw new Error(normal.reason);
  const blank = {
    why: "",
    firstSeen: null,
    lastSeen: null,
    confidence: 80,
    expiresAt: null,
    marking: null,
    match: "below" as const,
  };
  return { kind, value: normal.value, ...blank, ...more };
}

function indexOf(...indicators: Indicator[]): IndicatorIndex {
  const index = createIndicatorIndex();
  index.add(list("a"), indicators);
  return index;
}

const hitsOf = (index: IndicatorIndex, kind: ObservableKind, value: string) =>
  index.lookup(kind, value, now).map((hit) => `${hit.matchedBy} ${hit.value}`);

describe("what hits", () => {
  test("a domain hits itself and what lies under it, not its neighbours", () => {
    const index = indexOf(indicator("domain", "evil[.]example"));
    expect(hitsOf(index, "domain", "evil.example")).toEqual(["exact evil.example"]);
    expect(hitsOf(index, "domain", "a.b.evil.example")).toEqual(["subdomain evil.example"]);
    expect(hitsOf(index, "url", "https://www.evil.example:8443/x")).toEqual(["host evil.example"]);
    expect(hitsOf(index, "email", "a@evil.example")).toEqual(["mail-domain evil.example"]);
    expect(hitsOf(index, "domain", "notevil.example")).toEqual([]);
    expect(hitsOf(index, "domain", "example")).toEqual([]);
  });

  test("an exact indicator hits nothing below it", () => {
    const index = indexOf(
      indicator("domain", "evil.example", { match: "exact" }),
      indicator("url", "http://x.example/a", { match: "exact" }),
    );
    expect(hitsOf(index, "domain", "evil.example")).toEqual(["exact evil.example"]);
    expect(hitsOf(index, "domain", "www.evil.example")).toEqual([]);
    expect(hitsOf(index, "url", "http://x.example/a/b")).toEqual([]);
  });

  test("a URL hits what lies below it at a slash or a query, under http and https alike", () => {
    const index = indexOf(
      indicator("url", "http://site.example/kit/"),
      indicator("url", "https://site.example/p?id=7"),
    );
    expect(hitsOf(index, "url", "https://site.example/kit/step2.php?x=1")).toEqual([
      "url-prefix site.example/kit".replace("site", "http://site") + "/",
    ]);
    expect(hitsOf(index, "url", "https://site.example/kit")).toEqual(["exact http://site.example/kit/"]);
    expect(hitsOf(index, "url", "https://site.example/kitchen")).toEqual([]);
    expect(hitsOf(index, "url", "https://site.example/p?id=7")).toEqual(["exact https://site.example/p?id=7"]);
    expect(hitsOf(index, "url", "https://site.example/p?id=78")).toEqual([]);
  });

  test("an address hits itself and every range around it, nearest first", () => {
    const index = indexOf(
      indicator("cidr", "203.0.113.0/24"),
      indicator("ipv4", "203.0.113.7"),
      indicator("cidr", "203.0.113.5-203.0.113.9"),
      indicator("cidr", "2001:db8::/32"),
    );
    expect(hitsOf(index, "ipv4", "203.0.113.7")).toEqual([
      "exact 203.0.113.7",
      "range 203.0.113.5-203.0.113.9",
      "range 203.0.113.0/24",
    ]);
    expect(hitsOf(index, "url", "http://203.0.113.8/")).toEqual([
      "range 203.0.113.5-203.0.113.9",
      "range 203.0.113.0/24",
    ]);
    expect(hitsOf(index, "ipv6", "2001:db8:9::1")).toEqual(["range 2001:db8::/32"]);
    expect(hitsOf(index, "cidr", "203.0.113.0/24")).toEqual([
      "exact 203.0.113.0/24",
      "inside-range 203.0.113.5-203.0.113.9",
      "inside-range 203.0.113.7",
    ]);
    expect(hitsOf(index, "ipv4", "203.0.114.7")).toEqual([]);
  });

  test("a look-alike of a known name hits, and the genuine name of which a bad one is the look-alike does not", () => {
    const index = indexOf(indicator("domain", "mobicash.example"), indicator("domain", "аррӏе.example"));
    const cyrillic = normaliseValue("domain", "mоbicash.example") as { value: string };
    expect(cyrillic.value).not.toBe("mobicash.example");
    expect(hitsOf(index, "domain", cyrillic.value)).toEqual(["lookalike mobicash.example"]);
    expect(hitsOf(index, "domain", "m0bicash.example")).toEqual(["lookalike mobicash.example"]);
    expect(hitsOf(index, "domain", "apple.example")).toEqual([]);
  });

  test("a guarded name never hits itself, in no kind of value", () => {
    const index = indexOf(indicator("domain", "intern.example", { match: "lookalike" }));
    expect(hitsOf(index, "domain", "intern.example")).toEqual([]);
    expect(hitsOf(index, "domain", "www.intern.example")).toEqual([]);
    expect(hitsOf(index, "url", "https://www.intern.example/a@b")).toEqual([]);
    expect(hitsOf(index, "email", "a@intern.example")).toEqual([]);
    expect(hitsOf(index, "domain", "lntern.example")).toEqual([]);
    expect(hitsOf(index, "domain", (normaliseValue("domain", "іntern.example") as { value: string }).value)).toEqual([
      "lookalike intern.example",
    ]);
    expect(
      hitsOf(index, "email", `a@${(normaliseValue("domain", "іntern.example") as { value: string }).value}`),
    ).toEqual(["lookalike intern.example"]);
  });

  test("every source of a value is named, with its own marking, dates and what is left of its confidence", () => {
    const index = createIndicatorIndex();
    index.add(list("a", "TLP:GREEN"), [
      indicator("ipv4", "198.51.100.1", { lastSeen: now - 45 * 86_400_000, confidence: 80 }),
    ]);
    index.add(list("b", "TLP:CLEAR"), [indicator("ipv4", "198.51.100.1", { marking: "TLP:AMBER", confidence: 60 })]);
    index.add(list("c"), [indicator("ipv4", "198.51.100.1", { expiresAt: now - 1 })]);
    const [hit] = index.lookup("ipv4", "198.51.100.1", now);
    expect(hit?.sources.map((source) => [source.list.id, source.marking, source.score, source.isExpired])).toEqual([
      ["a", "TLP:GREEN", 60, false],
      ["b", "TLP:AMBER", 60, false],
      ["c", "TLP:GREEN", 0, true],
    ]);
  });
});

describe("findings", () => {
  const text = "Voir hxxp://evil[.]example/a et 198.51.100.1, puis encore http://evil.example/a";
  const observables = extractObservables(text, { part: "description" });

  test("a finding points at each place in the original text and names its sources", () => {
    const index = indexOf(indicator("domain", "evil.example", { why: "Phishing kit.", confidence: 90 }));
    const [finding, ...others] = matchObservables(index, observables, { now });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      engine: "indicator",
      ruleId: "a",
      ruleVersion: "1",
      level: "high",
      source: "description",
      at: 5,
    });
    expect(finding?.locations.map((place) => place.kind === "text" && text.slice(place.start, place.end))).toEqual([
      "hxxp://evil[.]example/a",
      "http://evil.example/a",
    ]);
    expect(finding?.why).toContain("List a (TLP:GREEN): Phishing kit.; confidence 90");
  });

  test("a warninglist holds a finding back and is named", () => {
    const index = indexOf(indicator("ipv4", "198.51.100.1"));
    const { warninglists, refused } = readWarninglists([
      {
        path: "w.json",
        text: JSON.stringify({
          name: "Our resolvers",
          type: "cidr",
          matching_attributes: ["ip-dst"],
          list: ["198.51.100.0/24"],
        }),
      },
      { path: "bad.json", text: '{"name":"x","type":"colour","list":[]}' },
    ]);
    expect(refused.map((refusal) => `${refusal.path} ${refusal.field}`)).toEqual(["bad.json type"]);
    const matches = explainMatches(index, observables, { now, warninglists });
    expect(matches.findings).toEqual([]);
    expect(matches.suppressed.map((held) => held.warninglists)).toEqual([["Our resolvers"]]);
    expect(matchObservables(index, observables, { now }).length).toBe(1);
  });

  test("an expired indicator is no finding", () => {
    expect(
      matchObservables(indexOf(indicator("ipv4", "198.51.100.1", { expiresAt: now })), observables, { now }),
    ).toEqual([]);
  });
});

describe("decay", () => {
  test("a score never rises with time, stays within its bounds, and ends at the expiry", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 1e12 }),
        fc.integer({ min: 0, max: 1e12 }),
        fc.boolean(),
        (confidence, a, b, hasExpiry) => {
          const lastSeen = 1e12;
          const one = {
            kind: "domain" as const,
            confidence,
            lastSeen,
            firstSeen: null,
            expiresAt: hasExpiry ? lastSeen + 5e11 : null,
          };
          const [early, late] = [scoreAt(one, 5e11 + Math.min(a, b)), scoreAt(one, 5e11 + Math.max(a, b))];
          expect(late).toBeLessThanOrEqual(early);
          expect(early).toBeLessThanOrEqual(confidence);
          expect(late).toBeGreaterThanOrEqual(0);
          expect(scoreAt(one, hasExpiry ? lastSeen + 5e11 : lastSeen + 4e10)).toBe(0);
        },
      ),
    );
  });
});

describe("changes while it is searched", () => {
  test("a value added hits at once, one removed does not, a list removed takes its values only", () => {
    const index = indexOf(indicator("domain", "one.example"), indicator("domain", "two.example"));
    index.add(list("b"), [indicator("domain", "two.example")]);
    expect(index.remove("a", "domain", "one.example")).toBe(1);
    expect(index.has("domain", "one.example")).toBe(false);
    index.removeList("a");
    expect(index.lookup("domain", "two.example", now)[0]?.sources.map((source) => source.list.id)).toEqual(["b"]);
    index.add(list("a"), [indicator("domain", "one.example")]);
    expect(index.has("domain", "one.example")).toBe(true);
  });

  test("compacting keeps what was added and removed meanwhile", async () => {
    const index = createIndicatorIndex();
    index.add(
      list("a"),
      Array.from({ length: 9000 }, (_, number) => indicator("domain", `n${number}.example`)),
    );
    index.remove("a", "domain", "n1.example");
    const compacted = index.compact(join(folder, "live.snapshot"));
    index.add(list("b"), [indicator("domain", "late.example")]);
    index.remove("a", "domain", "n2.example");
    expect(index.has("domain", "n3.example")).toBe(true);
    expect(await compacted).toBe(8999);
    expect([1, 2, 3, 8999].map((number) => index.has("domain", `n${number}.example`))).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(index.has("domain", "late.example")).toBe(true);
    expect(index.size()).toBe(8999);
    expect(await index.compact(join(folder, "live.snapshot"))).toBe(8999);
    expect(
      index
        .lists()
        .map((one) => one.id)
        .sort(),
    ).toEqual(["a", "b"]);
    index.close();
  });

  test("one value repeated without end does not slow the others: its slots are bounded", () => {
    const index = createIndicatorIndex();
    index.add(
      list("a"),
      Array.from({ length: 5000 }, () => indicator("domain", "same.example")),
    );
    expect(index.lookup("domain", "same.example", now)[0]?.sources.length).toBe(1);
  });
});

describe("snapshots", () => {
  const path = join(folder, "all.snapshot");
  const indicators = [
    indicator("domain", "evil.example", {
      why: "é".repeat(3000),
      firstSeen: Date.parse("2026-01-01"),
      match: "below",
      marking: "TLP:RED",
    }),
    indicator("cidr", "203.0.113.5-203.0.113.9"),
    indicator("sha256", "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f", { expiresAt: now + 1000 }),
    indicator("phone", "+22376123456"),
  ];

  test("what is written is read back, long words and all", () => {
    const writer = createSnapshotWriter(path);
    for (const one of indicators) writer.add(list("a"), one);
    expect(writer.finish()).toBe(4);
    const index = createIndicatorIndex();
    index.openSnapshot(path);
    for (const one of indicators)
      expect(
        index.lookup(one.kind, one.kind === "cidr" ? "203.0.113.8" : one.value, now)[0]?.sources[0]?.indicator ?? null,
      ).toEqual(index.lookup(one.kind, one.value, now).length > 0 || one.kind === "cidr" ? one : null);
    expect(hitsOf(index, "ipv4", "203.0.113.8")).toEqual(["range 203.0.113.5-203.0.113.9"]);
    index.close();
  });

  test("a hash that shares its first half with a known one is not taken for it", () => {
    const index = createIndicatorIndex();
    index.openSnapshot(path);
    const other = `275a021bbfb6489e${"0".repeat(48)}`;
    expect(index.has("sha256", other)).toBe(false);
    expect(index.lookup("sha256", other, now)).toEqual([]);
    index.close();
  });

  test("a file cut short, altered, or of another kind is refused with the reason", () => {
    const whole = readFileSync(path);
    const bad = join(folder, "bad.snapshot");
    const open = () => createIndicatorIndex().openSnapshot(bad);
    writeFileSync(bad, whole);
    truncateSync(bad, whole.length - 1);
    expect(open).toThrow(/cut short/);
    const altered = Buffer.from(whole);
    altered[whole.length - 40] = (altered[whole.length - 40] ?? 0) ^ 1;
    writeFileSync(bad, altered);
    expect(open).toThrow(/checksum/);
    writeFileSync(bad, "hello");
    expect(open).toThrow(/Expected an indicator snapshot/);
    writeFileSync(bad, "");
    expect(open).toThrow(/Expected an indicator snapshot/);
  });
});

test("the quick fingerprint of a value is that of its key, for every kind", () => {
  const hasher = createHasher(7);
  const url = fc
    .tuple(
      fc.constantFrom("http", "https", "ftp", "ldap"),
      fc.domain(),
      fc.webPath(),
      fc.constantFrom("", "/", "?a=1", "#f", "/@u"),
    )
    .map(([scheme, host, path, tail]) => `${scheme}://${host}${path}${tail}`);
  const value = fc.oneof(
    fc.tuple(fc.constant("url" as const), url),
    fc.tuple(fc.constant("ipv4" as const), fc.ipV4()),
    fc.tuple(fc.constant("ipv6" as const), fc.ipV6()),
    fc.tuple(
      fc.constant("cidr" as const),
      fc
        .tuple(
          fc.constantFrom("203.0.112.0", "0.0.0.0", "203.0.113.7", "2001:db8::"),
          fc.constantFrom("0", "8", "20", "24", "32", "33", "024", "x", ""),
        )
        .map((parts) => parts.join("/")),
    ),
    fc.tuple(
      fc.constantFrom(...observableKinds.filter((kind) => !["url", "ipv4", "ipv6", "cidr"].includes(kind))),
      fc.string({ unit: "binary" }),
    ),
  );
  let quick = 0;
  fc.assert(
    fc.property(value, ([kind, text]) => {
      const [key] = keysOfKnown(kind, text, false);
      fc.pre(key !== undefined && hashValue(hasher, kind, text));
      const { slot, tag } = { ...hasher.last };
      hashKey(hasher, key!);
      expect(hasher.last).toEqual({ slot, tag });
      quick++;
    }),
    { numRuns: 2000 },
  );
  expect(quick).toBeGreaterThan(1000);
});

test("values asked together are answered as one by one, in memory and from a snapshot", () => {
  const samples: Record<string, string[]> = {
    domain: Array.from({ length: 700 }, (_, n) => `host${n}.example.com`),
    url: Array.from({ length: 300 }, (_, n) => `http://host${n}.example.com/${n % 3 === 0 ? "A#f" : "a"}/${n}`),
    sha256: Array.from({ length: 300 }, (_, n) => n.toString(16).padStart(64, "0")),
    ipv4: Array.from({ length: 300 }, (_, n) => `203.0.113.${n % 256}`),
    email: ["é@example.com", "", "a".repeat(5_000)],
  };
  const index = createIndicatorIndex();
  const known = Object.entries(samples).flatMap(([kind, values]) =>
    values
      .filter((_, n) => n % 7 === 0)
      .map((value) => ({ ...indicator("domain", "a.example"), kind: kind as ObservableKind, value })),
  );
  index.add(list("a"), known.slice(0, 100));
  const path = join(folder, "together.snapshot");
  const writer = createSnapshotWriter(path);
  for (const one of known.slice(100)) writer.add(list("b"), one);
  writer.finish();
  index.openSnapshot(path);
  for (const [kind, values] of Object.entries(samples)) {
    const answers = new Uint8Array(values.length + 1).fill(9);
    index.hasEach(kind as ObservableKind, values, answers);
    expect([...answers.subarray(0, values.length)]).toEqual(
      values.map((value) => Number(index.has(kind as ObservableKind, value))),
    );
    expect(answers.subarray(0, values.length)).toContain(1);
    expect(answers[values.length]).toBe(9);
  }
  index.close();
});

test("memory, snapshot, and a plain search agree on generated indicators and values", () => {
  const label = fc.constantFrom("a", "b", "evil", "pay", "x1");
  const host = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => `${labels.join(".")}.example`);
  const v4 = fc
    .tuple(fc.constantFrom(10, 203), fc.constantFrom(0, 1), fc.constantFrom(0, 113), fc.integer({ min: 0, max: 15 }))
    .map((octets) => octets.join("."));
  const known = fc.oneof(
    host.map((value) => indicator("domain", value)),
    fc
      .tuple(host, fc.constantFrom("", "/a", "/a/b", "/a?q=1"))
      .map(([name, path]) => indicator("url", `http://${name}${path}`)),
    v4.map((value) => indicator("ipv4", value)),
    fc.tuple(v4, fc.integer({ min: 24, max: 31 })).map(([value, length]) => {
      const number = value.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
      const base = Math.floor(number / 2 ** (32 - length)) * 2 ** (32 - length);
      return indicator("cidr", `${base >>> 24}.${(base >>> 16) & 255}.${(base >>> 8) & 255}.${base & 255}/${length}`);
    }),
  );
  const seen = fc.oneof(
    host.map((value) => ["domain", value] as const),
    fc
      .tuple(host, fc.constantFrom("/", "/a", "/ab", "/a/b/c", "/a?q=1"))
      .map(([name, path]) => ["url", `https://${name}${path}`] as const),
    v4.map((value) => ["ipv4", value] as const),
  );
  const toNumber = (text: string) => text.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const plainHits = (one: Indicator, [kind, value]: readonly [ObservableKind, string]): boolean => {
    const hostOf = kind === "url" ? new URL(value).hostname : value;
    if (one.kind === "domain") return kind !== "ipv4" && (hostOf === one.value || hostOf.endsWith(`.${one.value}`));
    if (one.kind === "url") {
      if (kind !== "url") return false;
      const strip = (url: string) => url.replace(/^https?:\/\//, "").replace(/\/$/, "");
      const [bad, good] = [strip(one.value), strip(value)];
      return good === bad || good.startsWith(`${bad}/`) || good.startsWith(`${bad}?`);
    }
    if (kind !== "ipv4") return false;
    const [base = "", length = "32"] = one.value.split("/");
    return (
      Math.floor(toNumber(value) / 2 ** (32 - Number(length))) ===
      Math.floor(toNumber(base) / 2 ** (32 - Number(length)))
    );
  };
  let run = 0;
  fc.assert(
    fc.property(
      fc.array(known, { minLength: 1, maxLength: 25 }),
      fc.array(seen, { minLength: 1, maxLength: 10 }),
      (indicators, values) => {
        const path = join(folder, `property-${run++ % 2}.snapshot`);
        const writer = createSnapshotWriter(path);
        for (const one of indicators) writer.add(list("a"), one);
        writer.finish();
        const [memory, snapshot] = [indexOf(...indicators), createIndicatorIndex()];
        snapshot.openSnapshot(path);
        for (const value of values) {
          const want = [
            ...new Set(indicators.filter((one) => plainHits(one, value)).map((one) => `${one.kind} ${one.value}`)),
          ].sort();
          for (const index of [memory, snapshot])
            expect(
              index
                .lookup(value[0], value[1], now)
                .map((hit) => `${hit.kind} ${hit.value}`)
                .sort(),
            ).toEqual(want);
        }
        snapshot.close();
      },
    ),
    { numRuns: 150 },
  );
});

describe("lists as files", () => {
  const file = `
id: toguna-list
title: Test list
status: active
reason: Because.
references: [https://example.org]
marking: TLP:GREEN
indicators:
  - { value: "evil[.]example", kind: domain, why: "Kit", firstSeen: 2026-01-02, lastSeen: 2026-03-01T10:00:00Z, confidence: 70, expiresAt: 2027-01-01 }
  - { value: "198.51.100.300", kind: ipv4 }
  - { value: "x", kind: colour }
samples: { hit: [http://evil.example/], miss: [good.example] }
`;
  test("a list is read, a wrong entry is refused alone with its field and what was expected", () => {
    const { index, lists, refused } = loadIndicators([{ path: "l.yml", text: file }]);
    expect(index.size()).toBe(1);
    expect(refused.map((refusal) => refusal.field)).toEqual(["indicators[1].value", "indicators[2].kind"]);
    expect(refused[0]?.reason).toContain("expected an IPv4 address");
    expect(lists[0]?.indicators[0]).toMatchObject({
      value: "evil.example",
      lastSeen: Date.parse("2026-03-01T10:00:00Z"),
      expiresAt: Date.parse("2027-01-01"),
    });
    expect(lists[0]?.samples.hit).toEqual(["http://evil.example/"]);
  });

  test("a resting list hits nothing, a broken one is refused whole", () => {
    const { index, refused } = loadIndicators([
      { path: "r.yml", text: file.replace("active", "retired") },
      { path: "b.yml", text: "id: [" },
      { path: "m.yml", text: "id: x\ntitle: y\n" },
      { path: "e.yml", text: "" },
    ]);
    expect(index.size()).toBe(0);
    expect(new Set(refused.map((refusal) => refusal.path))).toEqual(new Set(["r.yml", "b.yml", "m.yml", "e.yml"]));
  });
});
