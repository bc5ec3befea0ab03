// A copy of policies/ that a test may change: a new version of a pack, a law of elsewhere that binds here. Made in a fresh folder, gone with the run.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { policiesFolder } from "../../backend/compliance/law/index.ts";

export function copyPolicies(): string {
  const root = join(mkdtempSync(join(tmpdir(), "toguna-policies-")), "policies");
  cpSync(policiesFolder, root, { recursive: true });
  return root;
}

/** Writes `to` from the text of `from`, both below the folder, with each text replaced once. */
export function derivePack(
  root: string,
  from: string,
  to: string,
  changes: readonly [before: string, after: string][],
): void {
  let text = readFileSync(join(root, from), "utf8");
  for (const [before, after] of changes) {
    if (!text.includes(before)) throw new Error(`${from} has no "${before}"`);
    text = text.replace(before, () => after);
  }
  mkdirSync(join(root, to, ".."), { recursive: true });
  writeFileSync(join(root, to), text);
}
