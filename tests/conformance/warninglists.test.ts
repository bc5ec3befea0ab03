// MISP's public warninglists: all of the corpus is read, members are held back with the list's name, neighbours are not.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { extractObservables } from "#backend/triage/extract/index.ts";
import {
  createIndicatorIndex,
  explainMatches,
  normaliseValue,
  readMispFeed,
  readWarninglists,
} from "#backend/triage/indicators/index.ts";
import type { ObservableKind } from "#backend/triage/model.ts";

const root = join(import.meta.dirname, "../..");
const corpora = ["../shared/corpora", "shared/corpora"]
  .map((place) => join(root, place))
  .find((place) => existsSync(place));
if (corpora === undefined) console.log("warninglists: ../shared/corpora is absent, these tests are skipped");
const folder = join(corpora ?? "", "warninglists");
const files =
  corpora === undefined
    ? []
    : readdirSync(folder).map((name) => ({ path: name, text: readFileSync(join(folder, name, "list.json"), "utf8") }));

describe.skipIf(corpora === undefined)("public warninglists", () => {
  const { warninglists, refused } = readWarninglists(files);

  test("every list is read", () => {
    expect(refused).toEqual([]);
    expect(warninglists.names().length).toBe(12);
  });

  test("every entry of an address, hostname or hash list is held back under its own list's name, within the kinds it is for", () => {
    const missed: string[] = [];
    let held = 0;
    let asked = 0;
    for (const { text } of files) {
      const file = JSON.parse(text) as { name: string; type: string; matching_attributes: string[]; list: string[] };
      if (file.type === "regex" || file.type === "substring") continue;
      const hashes = (["md5", "sha1", "sha256", "sha512"] as const).filter((kind) =>
        file.matching_attributes.includes(kind),
      );
      const isNetwork = file.matching_attributes.includes("ip-dst") && file.type !== "hostname";
      const tried: ObservableKind[] = [
        ...(isNetwork ? (["ipv4", "ipv6", "cidr"] as const) : []),
        ...(file.type === "hostname" ? (["domain"] as const) : []),
        ...hashes,
      ];
      for (const entry of file.list)
        for (const kind of tried) {
          const normal = normaliseValue(kind, entry);
          if (!("value" in normal)) continue;
          // A sample of the long ones is enough; all of them take seconds.
          if (file.list.length > 20_000 && asked++ % 10 !== 0) continue;
          if (warninglists.listsWith(kind, normal.value).includes(file.name)) held++;
          else missed.push(`${file.name}: ${entry}`);
        }
    }
    expect(missed).toEqual([]);
    expect(held).toBeGreaterThan(10_000);
  });

  test.each([
    ["ipv4", "10.1.2.3", true],
    ["ipv4", "224.0.0.1", true],
    ["ipv4", "8.8.8.8", true],
    ["ipv4", "102.133.1.1", true],
    ["email", "abuse@evil.com", true],
    ["email", "pay@evil.com", false],
    ["sha1", "da39a3ee5e6b4b0d3255bfef95601890afd80709", true],
    ["url", "https://bit.ly/3xYz", true],
    ["domain", "not-a-shortener.ml", false],
    ["ipv4", "41.73.1.1", false],
  ] as const)("%s %s: held back %s", (kind, value, isHeld) => {
    expect(warninglists.listsWith(kind, value).length > 0).toBe(isHeld);
  });

  test("a hit on a private address is held back and says by which list", () => {
    const index = createIndicatorIndex();
    const blank = {
      why: "",
      firstSeen: null,
      lastSeen: null,
      confidence: 90,
      expiresAt: null,
      marking: null,
      match: "below" as const,
    };
    index.add({ id: "l", title: "L", version: "1", marking: "TLP:GREEN", reason: "r", references: [] }, [
      { kind: "ipv4", value: "192.168.1.1", ...blank },
      { kind: "ipv4", value: "41.73.1.1", ...blank },
    ]);
    const { findings, suppressed } = explainMatches(
      index,
      extractObservables("192.168.1.1 et 41.73.1.1", { part: "p" }),
      { now: 0, warninglists },
    );
    expect(findings.map((finding) => finding.at)).toEqual([15]);
    expect(suppressed.map((held) => held.warninglists)).toEqual([
      ["List of RFC 1918 CIDR blocks", "List of RFC 5735 CIDR blocks"],
    ]);
  });

  test("the corpus's MISP events are read or refused with a reason, never thrown at", () => {
    const events = join(corpora ?? "", "misp/events");
    const frame = { id: "f", title: "F", marking: "TLP:GREEN" as const, reason: "r" };
    const read = readdirSync(events).map((name) => readMispFeed(readFileSync(join(events, name), "utf8"), name, frame));
    const indicators = read.flatMap((one) => (Array.isArray(one) ? [] : one.indicators));
    expect(indicators.some((one) => one.kind === "file_name" && one.value === "bar")).toBe(true);
    for (const reason of read.flatMap((one) => (Array.isArray(one) ? one.map((refusal) => refusal.reason) : [])))
      expect(reason).toMatch(/^expected/);
  });
});
