// docs/asvs.csv has every requirement of OWASP ASVS 5.0.0 with a status that says something, and proofs that are there.
import { existsSync, readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";

interface Row {
  id: string;
  level: string;
  status: string;
  reason: string;
  proof: string;
}

const rows = parse<Row>(readFileSync("docs/asvs.csv", "utf8"), { columns: true });
const standard = ["../shared/corpora/asvs/asvs-5.0.0.csv", "shared/corpora/asvs/asvs-5.0.0.csv"].find(existsSync);

test("there are 345 requirements, each once, at the levels that the standard counts", () => {
  expect(new Set(rows.map(({ id }) => id)).size).toBe(345);
  const count = (level: string): number => rows.filter((row) => row.level === level).length;
  expect([rows.length, count("1"), count("2"), count("3")]).toEqual([345, 70, 183, 92]);
});

test.skipIf(!standard)("they are the standard's own, in its order (skipped where its list is absent)", () => {
  const own = parse<{ req_id: string; L: string }>(readFileSync(standard ?? "", "utf8"), {
    columns: true,
    bom: true,
    skip_empty_lines: true,
    relax_column_count: true,
  });
  expect(rows.map(({ id, level }) => [id, level])).toEqual(own.map(({ req_id, L }) => [req_id, L]));
});

test("what is met names tests that are there, what is documented its page, and everything else its reason", () => {
  const wrong = rows.filter(({ status, reason, proof }) => {
    if (!/\S/.test(reason)) return true;
    if (status === "met") return !proof.split(" ").every((path) => path.endsWith(".test.ts") && existsSync(path));
    if (status === "documented") return !existsSync(proof);
    return !["reviewed", "operator", "not applicable", "not met"].includes(status) || proof !== "";
  });
  expect(wrong).toEqual([]);
});

test("what is not met is at the third level only, or says what will close it", () => {
  const open = rows.filter(
    ({ status, level, reason }) => status === "not met" && level !== "3" && !/issue \d/.test(reason),
  );
  expect(open).toEqual([]);
});
