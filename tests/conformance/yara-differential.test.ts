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

/** Pairs "rule file" on which the engines differ, each with the reason. One that is here and no longer differs is a failure too. */
const allowed: Record<string, string> = {
  "only ours: hash_of_nothing empty.bin":
    "YARA 4 leaves the hash of an empty range undefined, so that no comparison with it is true; YARA-X gives the hash of no bytes (d41d8cd9…), which is what the rule's author wrote down",
};

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

const secret = Buffer.from("This program cannot be run in DOS mode");
const xored = (bytes: Buffer, key: number): Buffer => Buffer.from(bytes.map((byte) => byte ^ key));

/** One file for each corner that rules turn. */
function edgeFiles(): Record<string, Buffer> {
  const random = createRandom(5);
  const hidden = Buffer.from("powershell -enc hidden");
  const wide = (text: string): Buffer => Buffer.from(text, "utf16le");
  return {
    "plain.bin": Buffer.concat([Buffer.from("MZ\x90\0", "latin1"), Buffer.alloc(60), secret, Buffer.alloc(100)]),
    "xored.bin": Buffer.concat([Buffer.from("head "), xored(secret, 0x5a), Buffer.from(" tail")]),
    "xored-wide.bin": Buffer.concat([Buffer.from("h"), xored(wide("http://evil.example"), 0x33), Buffer.from("t")]),
    "base64.txt": Buffer.from(`x ${hidden.toString("base64")} y`),
    "base64-moved.txt": Buffer.from(`x ${Buffer.concat([Buffer.from("ab"), hidden]).toString("base64")} y`),
    "wide.txt": wide("evil.example/login"),
    "words.txt": Buffer.from("password=1 mypassword passwords password"),
    "code.bin": Buffer.from("e8010203045b909081c36a4068003000", "hex"),
    "long.txt": Buffer.from(`${"a".repeat(5_000)}b`),
    "mixed.bin": Buffer.from(Array.from({ length: 4_096 }, () => Math.floor(random() * 256))),
    "zeros.bin": Buffer.alloc(4_096),
    "utf.txt": Buffer.from("ÉVÉNEMENT Данс evil"),
    "lines.txt": Buffer.from("one\r\ntwo\nthree\r\nfour"),
    "empty.bin": Buffer.alloc(0),
    "one.bin": Buffer.from("a"),
    "repeats.txt": Buffer.from("aaaa bbbb aaaa"),
  };
}

const edgeRules = `import "math"
import "hash"
import "pe"
rule xor_any { strings: $a = "This program cannot" xor condition: $a }
rule xor_range { strings: $a = "This program cannot" xor(0x50-0x60) condition: $a }
rule xor_not_plain { strings: $a = "This program cannot" xor(0x01-0xff) condition: $a }
rule xor_wide { strings: $a = "http://evil" xor wide condition: $a }
rule xor_wide_ascii { strings: $a = "http://evil" xor wide ascii condition: $a }
rule base64_text { strings: $a = "powershell -enc" base64 condition: $a }
rule base64_wide { strings: $a = "powershell -enc" base64wide condition: $a }
rule fullword_two { strings: $a = "password" fullword condition: #a == 2 }
rule fullword_wide { strings: $a = "evil" wide fullword condition: $a }
rule nocase_wide { strings: $a = "EVIL.EXAMPLE" nocase wide condition: $a }
rule hex_jump { strings: $a = { E8 [4] 5B 90 [1-3] 81 C3 } condition: $a }
rule hex_alternatives { strings: $a = { 6A (40|41) 68 0? 30 } condition: $a }
rule regex_greedy { strings: $a = /a{10,20}/ condition: !a[1] == 20 }
rule regex_lazy { strings: $a = /a{10,20}?/ condition: !a[1] == 10 }
rule regex_many { strings: $a = /a{3}/ condition: #a > 100 }
rule regex_start { strings: $a = /^one/ condition: $a }
rule regex_end { strings: $a = /four$/ condition: $a }
rule regex_dot_line { strings: $a = /one.+two/ condition: $a }
rule regex_dot_all { strings: $a = /one.+two/s condition: $a }
rule regex_words { strings: $a = /\\bpass\\w+\\b/ condition: #a == 3 }
rule overlaps { strings: $a = "aa" condition: #a == 6 }
rule at_start { strings: $a = "MZ" condition: $a at 0 }
rule in_range { strings: $a = "DOS" condition: $a in (0..200) }
rule two_of { strings: $a = "aaaa" $b = "bbbb" $c = "cccc" condition: 2 of them }
rule for_all { strings: $a = "aaaa" condition: for all i in (1..#a) : (@a[i] < 20) }
rule entropy { condition: filesize > 1000 and math.entropy(0, filesize) > 7.5 }
rule mean { condition: filesize > 1000 and math.mean(0, filesize) < 1.0 }
rule hash_of_one { condition: hash.md5(0, filesize) == "0cc175b9c0f1b6a831c399e269772661" }
rule hash_of_nothing { condition: filesize == 0 and hash.md5(0, filesize) == "d41d8cd98f00b204e9800998ecf8427e" }
rule nothing { condition: filesize == 0 }
rule first_bytes { condition: uint16(0) == 0x5A4D }
rule past_the_end { condition: uint32(100000) == 0 }
rule not_past_the_end { condition: not (uint32(100000) == 0) }
rule no_program { condition: pe.number_of_sections == 0 }
rule undefined_sections { condition: not defined pe.number_of_sections }
rule integer_division { condition: filesize > 0 and 100 \\ filesize == 100 }
rule other_letters { strings: $a = "Данс" condition: $a }
rule accents { strings: $a = "ÉVÉNEMENT" nocase condition: $a }
rule private_string { strings: $a = "aaaa" private condition: $a }
`;

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

  function expectSame(
    { ours, theirs }: { ours: Set<string>; theirs: Set<string> },
    excused: Record<string, string> = {},
  ): void {
    const differing = [...ours].filter((pair) => !theirs.has(pair)).map((pair) => `only ours: ${pair}`);
    differing.push(...[...theirs].filter((pair) => !ours.has(pair)).map((pair) => `only yara: ${pair}`));
    expect(differing.filter((line) => excused[line] === undefined)).toEqual([]);
    expect(Object.keys(excused).filter((line) => !differing.includes(line))).toEqual([]);
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

  it("agrees on each feature of the language at its edges, but for the differences that are listed with their reason", async () => {
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    for (const [name, bytes] of Object.entries(edgeFiles())) writeFileSync(join(folder, name), bytes);
    const found = await compare([{ path: "edges.yar", text: edgeRules }]);
    const fired = new Set([...found.theirs].map((pair) => pair.split(" ")[0]));
    expect(fired.size).toBeGreaterThan(25);
    expectSame(found, allowed);
  });
});
