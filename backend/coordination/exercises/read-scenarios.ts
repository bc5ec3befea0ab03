// The scenarios that ship or that an operator keeps (policies/exercises), with the hash of each file: an exercise stays with the text it was planned from.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import { Scenario } from "./model.ts";
import { findFaults } from "./rules.ts";

export interface ShippedScenario {
  scenario: Scenario;
  /** SHA-256 of the file, lower-case hex. */
  sha256: string;
}

let shipped: ShippedScenario[] | undefined;

/** All scenarios by id. @throws an Error that names the file and the field when one is malformed. */
export function readScenarios(): ShippedScenario[] {
  shipped ??= readScenarioFolder(fileURLToPath(new URL("../../../policies/exercises/", import.meta.url))).map(
    (read) => {
      if ("faults" in read) throw new Error(`policies/exercises/${read.file}: ${read.faults.join("; ")}`);
      return read;
    },
  );
  return shipped;
}

/** Each file of a folder: the scenario, or its faults in words. */
export function readScenarioFolder(
  folder: string,
): ((ShippedScenario & { file: string }) | { file: string; faults: string[] })[] {
  const files = readdirSync(folder)
    .filter((file) => /\.ya?ml$/.test(file))
    .toSorted();
  return files.map((file) => {
    const bytes = readFileSync(join(folder, file));
    const read = parseScenario(bytes.toString("utf8"));
    if ("faults" in read) return { file, faults: read.faults };
    if (`${read.scenario.id}.yml` !== file)
      return { file, faults: [`id: expected the file's name, ${file.replace(/\.ya?ml$/, "")}`] };
    return { file, scenario: read.scenario, sha256: createHash("sha256").update(bytes).digest("hex") };
  });
}

/** @param text YAML. */
export function parseScenario(text: string): { scenario: Scenario } | { faults: string[] } {
  let value: unknown;
  try {
    value = load(text);
  } catch (error) {
    return { faults: [error instanceof Error ? (error.message.split("\n")[0] ?? "not YAML") : "not YAML"] };
  }
  const parsed = Scenario.safeParse(value);
  if (!parsed.success)
    return { faults: parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) };
  const faults = findFaults(parsed.data);
  return faults.length > 0 ? { faults } : { scenario: parsed.data };
}
