// The strategies that ship as data (policies/strategies), with the hash of each file: what a target was taken from stays known.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import { Strategy } from "./model.ts";

const folder = new URL("../../../policies/strategies/", import.meta.url);

export interface ShippedStrategy {
  strategy: Strategy;
  /** SHA-256 of the file, lower-case hex. */
  sha256: string;
}

let shipped: ShippedStrategy[] | undefined;

/** All shipped strategies by id. @throws an Error that names the file and the field when one is malformed. */
export function readStrategies(): ShippedStrategy[] {
  shipped ??= readdirSync(fileURLToPath(folder))
    .filter((file) => file.endsWith(".yml"))
    .toSorted()
    .map((file) => {
      const bytes = readFileSync(new URL(file, folder));
      const parsed = Strategy.safeParse(load(bytes.toString("utf8")));
      if (!parsed.success) {
        const [first] = parsed.error.issues;
        throw new Error(
          `policies/strategies/${file}: ${first?.path.join(".") ?? ""}: ${first?.message ?? "malformed"}`,
        );
      }
      return { strategy: parsed.data, sha256: createHash("sha256").update(bytes).digest("hex") };
    });
  return shipped;
}
