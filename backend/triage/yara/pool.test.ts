// The pool of workers, with both real engines: findings, refusals, the cache, and an end at every limit.
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makeZip } from "../../../tests/support/make-archives.ts";
import { createYaraPool, FileUnreadable, type YaraPool, type YaraPoolOptions, type YaraSource } from "./index.ts";

const root = mkdtempSync(join(tmpdir(), "toguna-yara-test-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const rule = (name: string, text: string, condition = "$a"): string =>
  `rule ${name} { meta: description = "why ${name}" level = "high" strings: $a = "${text}" condition: ${condition} }`;
const sources: YaraSource[] = [
  {
    path: "good.yar",
    text: `${rule("greets", "hello")} ${rule("greets_program", "hello", "uint16(0) == 0x5a4d and $a")}`,
  },
  { path: "bad.yar", text: "rule broken {\n condition: nothing_known\n}" },
];

async function withPool<T>(options: Partial<YaraPoolOptions>, use: (pool: YaraPool) => Promise<T>): Promise<T> {
  const pool = await createYaraPool({ rules: sources, workers: 1, ...options });
  try {
    return await use(pool);
  } finally {
    await pool.close();
  }
}
const bytes = (text: string | Uint8Array): { bytes: Uint8Array<ArrayBuffer> } => ({
  bytes: new Uint8Array(Buffer.from(text)),
});

describe.each(["native", "wasm"] as const)("the %s engine in a pool", (engine) => {
  it("refuses what does not compile with line and reason, and uses the rest", async () => {
    await withPool({ engine }, async (pool) => {
      expect(pool.ruleCount).toBe(2);
      expect(pool.refused).toMatchObject([{ path: "bad.yar", line: 2, code: "E009" }]);
      expect(pool.refused[0]?.reason).toContain("nothing_known");
    });
  });

  it("scans a file and what is packed in it, and gives back parts, hashes and texts where asked", async () => {
    await withPool({ engine }, async (pool) => {
      const zip = await makeZip({ "a.txt": "well, hello", "b.exe": "MZ hello" });
      const report = await pool.scan({
        name: "files/x.zip",
        input: bytes(zip),
        hasHashes: true,
        keep: { partBytes: 1000, totalBytes: 11 },
      });
      expect(report.findings.map((finding) => [finding.ruleId, finding.source, finding.at])).toEqual([
        ["greets", "files/x.zip!/a.txt", 6],
        ["greets", "files/x.zip!/b.exe", 3],
        ["greets_program", "files/x.zip!/b.exe", 3],
      ]);
      expect(report.findings[0]).toMatchObject({ engine: "yara", level: "high", why: "why greets" });
      expect(report.parts.map((part) => [part.path, part.depth, part.size])).toEqual([
        ["files/x.zip", 0, zip.length],
        ["files/x.zip!/a.txt", 1, 11],
        ["files/x.zip!/b.exe", 1, 8],
      ]);
      expect(report.parts[1]?.hashes?.md5).toBe(createHash("md5").update("well, hello").digest("hex"));
      expect(report.parts.map((part) => part.bytes === undefined)).toEqual([true, false, true]);
      expect(Buffer.from(report.parts[1]?.bytes ?? []).toString()).toBe("well, hello");
    });
  });

  it("finds with all rules what a rule finds alone, though an earlier rule shares its string under other bounds", async () => {
    const rules = [
      { path: "a", text: `${rule("first", "shared", "filesize < 10 and $a")} ${rule("second", "shared")}` },
    ];
    await withPool({ engine, rules }, async (pool) => {
      const report = await pool.scan({ name: "f", input: bytes("a text with something shared in it") });
      expect(report.findings.map((finding) => finding.ruleId)).toEqual(["second"]);
    });
  });

  it("gives rules the file's name, and scans one named by a number", async () => {
    const rules = [{ path: "a", text: 'rule named { condition: filename matches /^123/ and extension == "" }' }];
    await withPool({ engine, rules }, async (pool) => {
      const report = await pool.scan({ name: "folder/123", input: bytes("x") });
      expect(report).toMatchObject({ failure: null, findings: [{ ruleId: "named" }] });
    });
  });
});

describe("limits", () => {
  const slow: YaraSource[] = [
    {
      path: "slow",
      text: `rule slow { strings: $a = /a.{0,1000}b.{0,1000}c/ condition: $a } ${rule("quick", "hello")}`,
    },
  ];

  it("stops the native engine at the time for one part, says so, and goes on", async () => {
    await withPool({ rules: slow, limits: { partTimeMs: 1_000 }, engine: "native" }, async (pool) => {
      const report = await pool.scan({ name: "f", input: bytes("a".repeat(400_000)) });
      expect(report.findings).toMatchObject([{ engine: "unpack", ruleId: "unpack.time_limit", source: "f" }]);
      expect((await pool.scan({ name: "g", input: bytes("hello") })).findings).toMatchObject([{ ruleId: "quick" }]);
    });
  });

  it("ends a WebAssembly worker that does not stop, keeps what it had found, and replaces it", async () => {
    await withPool({ rules: slow, limits: { timeMs: 1_000 }, engine: "wasm" }, async (pool) => {
      const zip = await makeZip({ "1.txt": "hello", "2.txt": "a".repeat(3_000_000) });
      const [report, next] = await Promise.all([
        pool.scan({ name: "f.zip", input: bytes(zip) }),
        pool.scan({ name: "g", input: bytes("hello") }),
      ]);
      expect(report.failure).toContain("more than 1 s");
      expect(report.findings.map((finding) => [finding.ruleId, finding.source])).toEqual([
        ["quick", "f.zip!/1.txt"],
        ["unpack.time_limit", "f.zip"],
      ]);
      expect(next.findings).toMatchObject([{ ruleId: "quick" }]);
    });
  });

  it("looks at the head of a file over the size, and says so", async () => {
    await withPool({ limits: { fileBytes: 10 } }, async (pool) => {
      const path = join(root, "long");
      writeFileSync(path, `hello${"x".repeat(100)}hello`);
      const report = await pool.scan({ name: "long", input: { path } });
      expect(report.findings.map((finding) => finding.ruleId)).toEqual(["unpack.too_large", "greets"]);
      expect(report.scannedBytes).toBe(10);
    });
  });

  it("tells an unreadable path from a finding, and goes on", async () => {
    await withPool({}, async (pool) => {
      await expect(pool.scan({ name: "x", input: { path: join(root, "missing") } })).rejects.toBeInstanceOf(
        FileUnreadable,
      );
      expect((await pool.scan({ name: "g", input: bytes("hello") })).findings).toHaveLength(1);
    });
  });

  it("does a hundred jobs on two workers, and finishes them before it closes", async () => {
    const pool = await createYaraPool({ rules: sources, workers: 2 });
    const reports = Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        pool.scan({ name: `f${index}`, input: bytes(index % 2 === 0 ? "hello" : "no") }),
      ),
    );
    await pool.close();
    expect((await reports).map((report) => report.findings.length)).toEqual(
      Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? 1 : 0)),
    );
    await expect(pool.scan({ name: "late", input: bytes("x") })).rejects.toThrow("closed");
  });

  it("leaves the caller's other bytes alone when it is given a view of a larger buffer", async () => {
    await withPool({}, async (pool) => {
      const large = new Uint8Array(Buffer.from("....hello...."));
      const report = await pool.scan({ name: "f", input: { bytes: large.subarray(4, 9) } });
      expect(report.findings).toHaveLength(1);
      expect(large).toHaveLength(13);
    });
  });
});

describe("the cache of compiled rules", () => {
  it("is made closed to others, is used by the next start with the same refusals, and is not used for other rules", async () => {
    const cacheFolder = join(root, "cache");
    const first = await withPool({ cacheFolder }, async (pool) => pool);
    expect(statSync(cacheFolder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(cacheFolder)) expect(statSync(join(cacheFolder, name)).mode & 0o777).toBe(0o600);
    const second = await withPool({ cacheFolder }, async (pool) => {
      expect((await pool.scan({ name: "f", input: bytes("MZ hello") })).findings).toHaveLength(2);
      return pool;
    });
    expect([first.isFromCache, second.isFromCache]).toEqual([false, true]);
    expect(second.refused).toEqual(first.refused);
    const other = await withPool(
      { cacheFolder, rules: [...sources, { path: "c", text: rule("more", "x") }] },
      async (pool) => pool,
    );
    expect(other.isFromCache).toBe(false);
  });

  it("compiles again where an entry is damaged", async () => {
    const cacheFolder = join(root, "damaged");
    await withPool({ cacheFolder }, async (pool) => pool);
    for (const name of readdirSync(cacheFolder))
      if (name.endsWith(".yarx")) writeFileSync(join(cacheFolder, name), "rubbish");
    await withPool({ cacheFolder }, async (pool) => {
      expect(pool.isFromCache).toBe(false);
      expect((await pool.scan({ name: "f", input: bytes("hello") })).findings).toHaveLength(1);
    });
    for (const name of readdirSync(cacheFolder))
      if (name.endsWith(".1.yarx")) writeFileSync(join(cacheFolder, name), "rubbish");
    await withPool({ cacheFolder }, async (pool) => {
      expect(pool.isFromCache).toBe(true);
      expect((await pool.scan({ name: "f", input: bytes("MZ hello") })).findings).toHaveLength(2);
    });
  });

  it("closes a folder that others can read, and refuses a link in its place", async () => {
    const open = join(root, "open");
    mkdirSync(open);
    chmodSync(open, 0o777);
    await withPool({ cacheFolder: open }, async (pool) => pool);
    expect(statSync(open).mode & 0o777).toBe(0o700);
    const link = join(root, "link");
    symlinkSync(open, link);
    await expect(createYaraPool({ rules: sources, workers: 1, cacheFolder: link })).rejects.toThrow("is not a folder");
  });
});
