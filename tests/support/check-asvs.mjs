// Whether each test that docs/asvs.csv names as a proof really ran and passed. Plain JavaScript, for tests/run.mjs.
import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";

/** @returns {string[]} what is wrong, a line each. @param {{testResults: {name: string, assertionResults: {status: string}[]}[]}} report vitest's */
export function findUnproved(report, isLong) {
  const ran = new Map(
    report.testResults.map((file) => [
      relative(resolve("."), file.name).replaceAll("\\", "/"),
      file.assertionResults.map(({ status }) => status),
    ]),
  );
  const named = new Map();
  for (const line of readFileSync("docs/asvs.csv", "utf8").trim().split("\n").slice(1)) {
    const id = line.slice(0, line.indexOf(","));
    const proof = line.slice(line.lastIndexOf(",") + 1);
    if (line.split(",")[2] !== "met") continue;
    for (const path of proof.split(" ")) named.set(path, [...(named.get(path) ?? []), id]);
  }
  return [...named]
    .filter(([path]) => path.endsWith(".long.test.ts") === isLong)
    .filter(([path]) => {
      const statuses = ran.get(path) ?? [];
      const isSkipped = statuses.length > 0 && statuses.every((status) => status !== "passed" && status !== "failed");
      return !isSkipped && !(statuses.includes("passed") && !statuses.includes("failed"));
    })
    .map(([path, ids]) => `${path} proves ${ids.join(", ")} and did not pass`);
}
