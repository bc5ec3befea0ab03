// Reads the operator's contract with a sandbox (SANDBOX names its file); without one nothing can leave.
import { readFileSync, statSync } from "node:fs";
import { load } from "js-yaml";
import type { Config } from "../../platform/config/index.ts";
import { SandboxContract } from "./contract.ts";

let known: { path: string; changedAt: number; contract: SandboxContract } | undefined;

/** @throws an Error that names the file, the field and what was expected: a wrong contract sends nothing. */
export function readContract(config: Pick<Config, "sandboxPath">): SandboxContract | undefined {
  const path = config.sandboxPath;
  if (path === undefined) return undefined;
  const changedAt = statSync(path).mtimeMs;
  if (known?.path === path && known.changedAt === changedAt) return known.contract;
  const judged = SandboxContract.safeParse(load(readFileSync(path, "utf8")));
  if (!judged.success) {
    const faults = judged.error.issues.map((issue) => `${issue.path.join(".") || "the file"}: ${issue.message}`);
    throw new Error(`SANDBOX ${path}: ${faults.join("; ")}`);
  }
  known = { path, changedAt, contract: judged.data };
  return judged.data;
}
