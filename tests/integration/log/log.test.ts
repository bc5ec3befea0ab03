// The log is sealed gap-free under concurrency, its export verifies offline, and every kind of tampering is found.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import {
  exportLog,
  formatVerifierKey,
  logKey,
  sealLog,
  verifyFiles,
  writeAudit,
} from "../../../backend/platform/audit/index.ts";
import { makeNoteKey } from "../../../backend/platform/audit/note.ts";
import { readVerifierKey } from "../../../backend/platform/audit/proof/keys.ts";
import { nobodysPolicy } from "../../../backend/platform/audit/proof/policy.ts";
import { withTransaction } from "../../../backend/platform/db/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { sealAll } from "../../support/seal-all.ts";

let world: TestWorld;
let file: string;

async function verifyExport(path: string, key?: string): Promise<{ isGood: boolean; rows: number }> {
  const logs = key === undefined ? [] : [readVerifierKey(key)];
  const [finding] = await verifyFiles([path], { logs, policy: nobodysPolicy });
  return { isGood: finding?.isGood ?? false, rows: Number(finding?.values["rows"] ?? 0) };
}

async function act(number: number): Promise<void> {
  const ctx = world.context({ kind: "system", job: "test" });
  await withTransaction(
    ctx,
    async (tx) =>
      await writeAudit(tx, ctx, {
        action: "test.act",
        objectType: "test",
        objectId: String(number),
        detail: { number, text: "é ө \u2028" },
      }),
  );
}

beforeAll(async () => {
  world = await makeTestWorld();
  const ctx = world.context({ kind: "system", job: "seal" });
  await Promise.all(
    Array.from({ length: 60 }, async (_, index) => {
      await act(index);
      if (index % 7 === 0) await sealLog(ctx);
    }),
  );
  await sealAll(ctx);
  file = join(mkdtempSync(join(tmpdir(), "toguna-log-")), "log.jsonl");
  let text = "";
  for await (const line of exportLog(ctx)) text += line;
  writeFileSync(file, text);
});

function changed(change: (lines: string[]) => string[]): string {
  const path = `${file}.${Math.random()}`;
  writeFileSync(path, `${change(readFileSync(file, "utf8").trim().split("\n")).join("\n")}\n`);
  return path;
}

test("sixty acts written and sealed at the same time have the numbers 0 to 59 without a gap", async () => {
  const rows = await world.owner<{ seq: string }[]>`select seq from audit_sequence order by seq`;
  expect(rows.map((row) => Number(row.seq))).toEqual(Array.from({ length: 60 }, (_, index) => index));
});

test("the export verifies offline, also against the key that was noted elsewhere", async () => {
  expect(await verifyExport(file)).toMatchObject({ isGood: true, rows: 60 });
  const key = formatVerifierKey(logKey(world.services));
  expect(await verifyExport(file, key)).toMatchObject({ isGood: true });
});

test("the log keeps its name when the public address changes, so that a key that was noted goes on fitting", async () => {
  const noted = formatVerifierKey(logKey(world.services));
  const moved = { ...world.services, config: { ...world.services.config, publicUrl: "https://cert.example" } };
  await act(60);
  const ctx = { ...world.context({ kind: "system", job: "seal" }), config: moved.config };
  expect(await sealAll(ctx)).toBe(1);
  const later = join(mkdtempSync(join(tmpdir(), "toguna-log-")), "log.jsonl");
  let text = "";
  for await (const line of exportLog(ctx)) text += line;
  writeFileSync(later, text);
  expect(await verifyExport(later, noted)).toMatchObject({ isGood: true, rows: 61 });
});

test("a changed word, a dropped row, a swapped pair, a cut end, another key and a forged size are each found", async () => {
  const verdicts = await Promise.all([
    verifyExport(
      changed((lines) =>
        lines.map((line) =>
          line.replace('"objectId":"7"', '"objectId":"8"').replace('"objectId": "7"', '"objectId": "8"'),
        ),
      ),
    ),
    verifyExport(changed((lines) => lines.toSpliced(5, 1))),
    verifyExport(changed((lines) => [...lines.slice(0, 3), lines[4] ?? "", lines[3] ?? "", ...lines.slice(5)])),
    verifyExport(changed((lines) => lines.slice(0, -1))),
    verifyExport(
      changed((lines) => lines.map((line, index) => (index === 0 ? line.replace("\\n60\\n", "\\n61\\n") : line))),
    ),
    verifyExport(file, formatVerifierKey(makeNoteKey("other.example/log", Buffer.alloc(32, 7)))),
  ]);
  expect(verdicts.map((verdict) => verdict.isGood)).toEqual([false, false, false, false, false, false]);
});
