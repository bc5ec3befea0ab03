// The playbooks that ship or that an operator keeps (policies/playbooks), with the hash of each file: a run stays with the text it began with.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import { Playbook } from "./model.ts";
import { findFaults } from "./rules.ts";

export interface ShippedPlaybook {
  playbook: Playbook;
  /** SHA-256 of the file, lower-case hex. */
  sha256: string;
}

let shipped: ShippedPlaybook[] | undefined;

/** All playbooks by id. @throws an Error that names the file and the field when one is malformed. */
export function readPlaybooks(): ShippedPlaybook[] {
  shipped ??= readFolder(fileURLToPath(new URL("../../../policies/playbooks/", import.meta.url))).map((read) => {
    if ("faults" in read) throw new Error(`policies/playbooks/${read.file}: ${read.faults.join("; ")}`);
    return read;
  });
  return shipped;
}

/** Each file of a folder: the playbook, or its faults in words. */
export function readFolder(
  folder: string,
): ((ShippedPlaybook & { file: string }) | { file: string; faults: string[] })[] {
  const files = readdirSync(folder)
    .filter((file) => /\.ya?ml$/.test(file))
    .toSorted();
  return files.map((file) => {
    const bytes = readFileSync(join(folder, file));
    const read = parsePlaybook(bytes.toString("utf8"));
    if ("faults" in read) return { file, faults: read.faults };
    if (`${read.playbook.id}.yml` !== file)
      return { file, faults: [`id: expected the file's name, ${file.replace(/\.ya?ml$/, "")}`] };
    return { file, playbook: read.playbook, sha256: createHash("sha256").update(bytes).digest("hex") };
  });
}

/** @param text YAML. */
export function parsePlaybook(text: string): { playbook: Playbook } | { faults: string[] } {
  let value: unknown;
  try {
    value = load(text);
  } catch (error) {
    return { faults: [error instanceof Error ? (error.message.split("\n")[0] ?? "not YAML") : "not YAML"] };
  }
  const parsed = Playbook.safeParse(value);
  if (!parsed.success)
    return { faults: parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) };
  const faults = findFaults(parsed.data);
  return faults.length > 0 ? { faults } : { playbook: parsed.data };
}
