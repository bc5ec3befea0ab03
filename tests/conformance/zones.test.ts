// No time is told without its zone: short ones are said by one part only, hours are written by the files named here, and what is cut out of an instant says UTC.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readCatalogue } from "../../backend/platform/words/index.ts";

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "backend", "frontend"], {
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !file.includes(".test.") && existsSync(file))
  .map((file) => ({ file, text: readFileSync(file, "utf8") }));

const having = (pattern: RegExp): string[] => files.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

test("a short time is said by the part that carries its zone, and by nothing else", () => {
  expect(having(/\bformatShort\b/)).toEqual(["frontend/parts/moment/moment.tsx", "frontend/platform/format.ts"]);
});

test("what stands in a time's element is said by the part, in full, or has the whole in its title", () => {
  const bare = files.flatMap(({ file, text }) =>
    [...text.matchAll(/<time\b([\s\S]*?)<\/time>/g)]
      .filter(([element]) => !/formatInstant\(|\binstant\(|title=|getDate\(\)|sayUtc\(|UTC/.test(element))
      .map(([element]) => `${file}: ${element.slice(0, 80)}`),
  );
  expect(bare).toEqual([]);
});

/** Files that lay out hours by themselves, each with what stands beside the hour. */
const clocks: Record<string, string> = {
  "backend/platform/sheets/write-instant.ts": "the offset, as RFC 3339 has it",
  "backend/platform/words/say-instant.ts": "the offset from UTC",
  "backend/registry/contacts/hours/model.ts": "nothing is shown: asks whether somebody is there now",
  "frontend/portal/flows/to-instant.ts": "nothing is shown: reads what was typed",
};

test("hours are laid out in few files, and each of them names the zone", () => {
  expect(having(/timeStyle:|\bhour: "(?:2-digit|numeric)"/).toSorted()).toEqual(Object.keys(clocks).toSorted());
  expect(having(/\.toLocaleTimeString\(|\bDate\([^)]*\)\.toLocaleString\(|\.toLocaleDateString\(/)).toEqual([]);
});

/** What a person types and reads again in a field of their own zone; the situation report's mail says UTC in its sentence. */
const cut = ["backend/coordination/crisis/freeze-situation.ts"];

test("an instant that is cut to day and minute says UTC", () => {
  const silent = files.flatMap(({ file, text }) =>
    text
      .split("\n")
      .filter((line) => /slice\(0, 16\)\.replace\("T", " "\)/.test(line) && !/UTC/.test(line))
      .map(() => file),
  );
  expect(silent).toEqual(cut);
  for (const language of ["fr", "en", "mn"])
    expect(readFileSync(`backend/platform/words/catalogue/${language}/crisis.json`, "utf8")).toMatch(
      /"mail\.reminder": "[^"]*\{when\}[^"]*UTC/,
    );
});

test("what a paper says of a time goes through the ways that know the country's zone", () => {
  const papers = files.filter(({ text }) => text.includes("platform/pdf/index.ts"));
  expect(papers.length).toBeGreaterThanOrEqual(15);
  const bare = papers.flatMap(({ file, text }) =>
    text
      .split("\n")
      .filter((line) => /(?:text: |\$\{|label: ).*(?:\w+At|\.at)\b/.test(line))
      .filter((line) => !/\b(?:time|dayOf|sayMoment|sayAt|writeMoment|writeDay)\(|UTC|::timestamptz|sql`/.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(bare).toEqual([]);
});

test("a zone is told by its offset, as every clock here does, and not by a city that nobody lives in", () => {
  for (const language of ["fr", "en", "mn"] as const)
    for (const [key, text] of Object.entries(readCatalogue(language)))
      expect(text, `${language}: ${key}`).not.toMatch(/\{(?:at|time|when)\} \(\{zone\}\)/);
});

test("no sentence of the catalogue lays out a time by itself: it would be in the server's zone", () => {
  const found = execFileSync("git", ["ls-files", "backend/platform/words/catalogue"], { encoding: "utf8" })
    .split("\n")
    .filter((file) => file.endsWith(".json") && /\{\w+, ?(?:date|time)\b/.test(readFileSync(file, "utf8")));
  expect(found).toEqual([]);
});
