// Our proof checker agrees with the published RFC 9162 vectors (transparency-dev/merkle), good and bad alike.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { verifyConsistency, verifyInclusion } from "../../backend/platform/audit/proof/merkle.ts";

const folder = ["../shared/corpora/tlog", "shared/corpora/tlog"].find(existsSync);

function cases(kind: string): Record<string, unknown>[] {
  if (!folder) return [];
  return readdirSync(join(folder, kind), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(join(folder, kind, name), "utf8")) as Record<string, unknown>);
}
const bytes = (text: unknown): Uint8Array =>
  Uint8Array.from(Buffer.from(typeof text === "string" ? text : "", "base64"));
const list = (value: unknown): Uint8Array[] => ((value as string[] | null) ?? []).map(bytes);

test.skipIf(!folder)("inclusion proofs: every published case is judged as its publisher says", () => {
  const all = cases("inclusion");
  expect(all.length).toBeGreaterThan(40);
  for (const one of all) {
    const verdict = verifyInclusion(
      bytes(one["leafHash"]),
      Number(one["leafIdx"]),
      Number(one["treeSize"]),
      list(one["proof"]),
      bytes(one["root"]),
    );
    expect(verdict, JSON.stringify(one["desc"])).toBe(one["wantErr"] !== true);
  }
});

test.skipIf(!folder)("consistency proofs: every published case is judged as its publisher says", () => {
  const all = cases("consistency");
  expect(all.length).toBeGreaterThan(40);
  for (const one of all) {
    const verdict = verifyConsistency(
      Number(one["size1"]),
      Number(one["size2"]),
      bytes(one["root1"]),
      bytes(one["root2"]),
      list(one["proof"]),
    );
    expect(verdict, JSON.stringify(one["desc"])).toBe(one["wantErr"] !== true);
  }
});

test("the verifier imports nothing else of this project", () => {
  const proof = fileURLToPath(new URL("../../backend/platform/audit/proof/", import.meta.url));
  const files = readdirSync(proof).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  expect(files.length).toBeGreaterThan(10);
  for (const name of files)
    for (const [, from = ""] of readFileSync(join(proof, name), "utf8").matchAll(/ from "([^"]+)"/g))
      expect([name, from]).toEqual([name, expect.stringMatching(/^(\.\/[a-z-]+\.ts|@noble\/|@scure\/)/)]);
});
