// Debian's yara and our pool say the same about the same rules and files; what differs is listed with its reason.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createYaraPool, readYaraRules } from "#backend/triage/yara/index.ts";
import { hasYara } from "../load/yara.ts";
import { createRandom, writeRules } from "../load/yara-rules.ts";

/** Rules on which the engines differ, with the reason. A pair "rule file" that is here and no longer differs is a failure too. */
const allowed: Record<string, string> = {};

const shipped = fileURLToPath(new URL("../../rules/yara", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "toguna-yara-differential-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

if (!hasYara()) console.log("yara-differential: skipped, Debian's yara is not installed (apt-get install yara)");

/** Bytes in which many of a rule's strings stand, as text and as UTF-16, after a header that half of the rules ask for. */
function writeSample(rule: string, random: () => number): Buffer {
  const chunks: Buffer[] = [Buffer.from(random() < 0.6 ? "MZ\x90\0" : "<?php "), Buffer.from(" ")];
  for (const [, quoted = "", flags = ""] of rule.matchAll(/= "((?:\\.|[^"\\])*)"([^\n]*)/g)) {
    if (random() < 0.15) continue;
    const text = quoted.replace(/\\(.)/g, "$1");
    const cased = flags.includes("nocase") && random() < 0.5 ? text.toUpperCase() : text;
    const isWide = flags.includes("wide") && (!flags.includes("ascii") || random() < 0.5);
    const glue = random() < 0.2 ? "x" : " ";
    chunks.push(Buffer.from(cased, isWide ? "utf16le" : "latin1"), Buffer.from(glue, isWide ? "utf16le" : "latin1"));
  }
  for (const [, hex = ""] of rule.matchAll(/= \{ ([^}]*) \}/g)) {
    const digits = hex
      .replace(/\( ?(\w\w) [^)]*\)/g, "$1")
      .replace(/\[(\d+)-\d+\]/g, (_, low: string) => "7A".repeat(Number(low)))
      .replaceAll("??", "7B")
      .replace(/[^0-9A-F]/g, "");
    chunks.push(Buffer.from(digits, "hex"), Buffer.from(" "));
  }
  chunks.push(Buffer.alloc(Math.floor(random() * 2_000), "filler "));
  return Buffer.concat(chunks);
}

describe.skipIf(!hasYara())("Debian's yara as a second opinion", () => {
  const folder = join(root, "files");
  beforeAll(() => mkdirSync(folder));

  /** Pairs "rule file" by either engine, compiled from the same text. */
  async function compare(rules: { path: string; text: string }[]): Promise<{ ours: Set<string>; theirs: Set<string> }> {
    const together = join(root, "rules.yar");
    writeFileSync(together, rules.map(({ text }) => text).join("\n"));
    const externals = ["filename", "filepath", "extension", "filetype", "owner"].flatMap((name) => ["-d", `${name}=`]);
    const output = execFileSync("yara", ["-w", "-r", ...externals, together, folder], {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const theirs = new Set(
      output
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => line.replace(`${folder}/`, "")),
    );
    const pool = await createYaraPool({ rules, workers: 1 });
    const ours = new Set<string>();
    try {
      expect(pool.refused).toEqual([]);
      for (const name of readdirSync(folder)) {
        const report = await pool.scan({ name, input: { path: join(folder, name) }, isUnpacked: false });
        expect(report.failure).toBeNull();
        for (const finding of report.findings) ours.add(`${finding.ruleId} ${name}`);
      }
    } finally {
      await pool.close();
    }
    return { ours, theirs };
  }

  function expectSame({ ours, theirs }: { ours: Set<string>; theirs: Set<string> }): void {
    const differing = [...ours].filter((pair) => !theirs.has(pair)).map((pair) => `only ours: ${pair}`);
    differing.push(...[...theirs].filter((pair) => !ours.has(pair)).map((pair) => `only yara: ${pair}`));
    expect(differing.filter((line) => allowed[line] === undefined)).toEqual([]);
    expect(Object.keys(allowed).filter((line) => !differing.includes(line))).toEqual([]);
  }

  it("agrees on generated rules that share strings, over files made of those strings", async () => {
    const random = createRandom(11);
    const texts = [31, 32, 33].map((seed) => writeRules(300, seed));
    const rules = texts.map((text, index) => ({
      path: `generated-${index}`,
      text: text.replaceAll("bench_", `bench_${index}_`),
    }));
    for (const { text } of rules) {
      for (const rule of text.split(/\n(?=rule )/).slice(1)) {
        const name = /^rule (\w+)/.exec(rule)?.[1] ?? "";
        writeFileSync(join(folder, name), writeSample(rule, random));
      }
    }
    const found = await compare(rules);
    expect(found.theirs.size).toBeGreaterThan(400);
    expectSame(found);
  });

  it("agrees on the rules that ship, over their own samples", async () => {
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    const rules = readdirSync(shipped)
      .filter((name) => name.endsWith(".yar"))
      .map((name) => ({ path: name, text: readFileSync(join(shipped, name), "utf8").replace(/^\s*id\s*=.*$/gm, "") }));
    for (const path of readdirSync(join(shipped, "samples"), { recursive: true, encoding: "utf8" })) {
      const [rule = "", kind = "", name] = path.split("/");
      if (name === undefined) continue;
      const text = readFileSync(join(shipped, "samples", path));
      const encoding = name.endsWith(".b64") ? "base64" : name.endsWith(".hex") ? "hex" : null;
      const bytes = encoding === null ? text : Buffer.from(text.toString("latin1").replace(/\s/g, ""), encoding);
      writeFileSync(join(folder, `${rule}-${kind}-${name}`), bytes);
    }
    expect(rules.flatMap(({ text }) => readYaraRules(text)).length).toBeGreaterThanOrEqual(20);
    const found = await compare(rules);
    expect(found.theirs.size).toBeGreaterThan(20);
    expectSame(found);
  });
});
