// The floors hold: for each rule of tests/tools/floors.cjs a fault is planted in a small house, and the checker names it.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";

const depcruise = resolve("tests/tools/node_modules/.bin/depcruise");
const house = mkdtempSync(join(tmpdir(), "toguna-floors-"));
afterAll(() => rmSync(house, { recursive: true, force: true }));

/** Rule to the files that break it: path to its imports. */
const faults: Record<string, Record<string, string[]>> = {
  "0-no-circular": { "backend/intake/a.ts": ["./b.ts"], "backend/intake/b.ts": ["./a.ts"] },
  "0-no-orphans": { "backend/intake/alone.ts": [] },
  "1-platform-knows-no-domain": { "backend/platform/up.ts": ["../intake/index.ts"] },
  "2-domain-order-intake": { "backend/intake/up.ts": ["../cases/index.ts"] },
  "2-domain-by-its-door": { "backend/cases/side.ts": ["../intake/a.ts"] },
  "2-tables-only-meet-tables": { "backend/intake/tables.ts": ["./a.ts"] },
  "3-pure-files-do-no-io": { "backend/intake/rules.ts": ["node:fs"] },
  "3-pure-files-meet-pure-files": { "backend/cases/access.ts": ["./store.ts"] },
  "3-engines-are-libraries": { "backend/triage/sigma/db.ts": ["postgres"] },
  "3-no-sql-in-routes-or-jobs": { "backend/cases/routes.ts": ["./store.ts"] },
  "5-frontend-sees-model-only": { "frontend/desk/peek.ts": ["../../backend/cases/store.ts"] },
  "6-ships-without-tests": { "backend/cases/lean.ts": ["../../tests/support/thing.ts"] },
};
const ground: Record<string, string[]> = {
  "backend/intake/index.ts": ["./a.ts"],
  "backend/cases/index.ts": ["./store.ts"],
  "backend/cases/store.ts": [],
  "tests/support/thing.ts": [],
};

function write(path: string, imports: string[]): void {
  const file = join(house, path);
  mkdirSync(dirname(file), { recursive: true });
  const lines = imports.map((from, index) => `import * as part${index} from "${from}";`);
  writeFileSync(
    file,
    `${[...lines, `export const own = [${imports.map((_, index) => `part${index}`).join(", ")}];`].join("\n")}\n`,
  );
}

test.skipIf(!existsSync(depcruise))("every rule finds the fault that is planted for it", () => {
  for (const [path, imports] of Object.entries(ground)) write(path, imports);
  for (const files of Object.values(faults)) for (const [path, imports] of Object.entries(files)) write(path, imports);
  writeFileSync(
    join(house, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { module: "nodenext", allowImportingTsExtensions: true, noEmit: true } }),
  );
  symlinkSync(resolve("node_modules"), join(house, "node_modules"));
  const run = spawnSync(
    depcruise,
    ["--config", resolve("tests/tools/floors.cjs"), "--output-type", "json", "backend", "frontend"],
    { cwd: house, encoding: "utf8", maxBuffer: 50_000_000 },
  );
  const report = JSON.parse(run.stdout) as { summary: { violations: { rule: { name: string }; from: string }[] } };
  const found = report.summary.violations.map(({ rule, from }) => `${rule.name} ${from}`);
  const missed = Object.entries(faults).filter(
    ([rule, files]) => !Object.keys(files).some((path) => found.includes(`${rule} ${path}`)),
  );
  expect(missed.map(([rule]) => rule)).toEqual([]);
});
