// The operator's trust policy (LOG_POLICY, a C2SP tlog-policy file): which witnesses look at this log, where, and how many must.
import { readFileSync } from "node:fs";
import type { Config } from "../config/index.ts";
import { nobodysPolicy, type Policy, readPolicy } from "./proof/policy.ts";

/** Without LOG_POLICY the policy that asks for nobody. @throws with the file's name and line. */
export function loadPolicy(config: Pick<Config, "logPolicyPath">): Policy {
  const text = readPolicyText(config);
  if (text === undefined) return nobodysPolicy;
  try {
    return readPolicy(text);
  } catch (error) {
    throw new Error(
      `LOG_POLICY ${config.logPolicyPath ?? ""}: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}

export function readPolicyText(config: Pick<Config, "logPolicyPath">): string | undefined {
  return config.logPolicyPath === undefined ? undefined : readFileSync(config.logPolicyPath, "utf8");
}
