// `toguna playbooks lint` and `toguna playbooks try`: files held to their form, and a dry run, without a database.
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readPlaybookFolder, TryPlaybook, tryPlaybook } from "../cases/index.ts";

const shippedFolder = fileURLToPath(new URL("../../policies/playbooks/", import.meta.url));
const tryUsage = `toguna playbooks try ID [--dir DIR] [--class CLASS] [--type TYPE] [--severity LEVEL] [--sector SECTOR]… [--start TIME] [--outcome STEP=ANSWER]… [--language fr|en|mn]
`;

/** @returns 0 sound, 1 when a file is not, 2 wrong usage */
export function lintPlaybooks(args: string[]): number {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  if (positionals.length > 1) {
    process.stderr.write("toguna playbooks lint [DIR]\n");
    return 2;
  }
  let faulty = 0;
  for (const read of readPlaybookFolder(resolve(positionals[0] ?? shippedFolder))) {
    if ("faults" in read) {
      faulty++;
      for (const fault of read.faults) process.stdout.write(`${read.file}: ${fault}\n`);
    } else process.stdout.write(`${read.file}: ${read.playbook.steps.length} steps, sound\n`);
  }
  return faulty === 0 ? 0 : 1;
}

/** Prints what would happen, a step a line. @returns 0 done, 1 bad input, 2 wrong usage */
export function tryPlaybookHere(args: string[]): number {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      dir: { type: "string" },
      class: { type: "string" },
      type: { type: "string" },
      severity: { type: "string", default: "high" },
      sector: { type: "string", multiple: true, default: [] },
      start: { type: "string" },
      outcome: { type: "string", multiple: true, default: [] },
      language: { type: "string", default: "en" },
    },
  });
  const [id] = positionals;
  const language = (["fr", "en", "mn"] as const).find((one) => one === values.language);
  if (id === undefined || positionals.length > 1 || language === undefined) {
    process.stderr.write(tryUsage);
    return 2;
  }
  const read = readPlaybookFolder(resolve(values.dir ?? shippedFolder)).find(({ file }) => file === `${id}.yml`);
  if (!read || "faults" in read) {
    process.stderr.write(read ? `${read.file}: ${read.faults.join("; ")}\n` : `There is no playbook ${id}.\n`);
    return 1;
  }
  const asked = TryPlaybook.safeParse({
    rsitClass: values.class ?? null,
    rsitType: values.type ?? null,
    severity: values.severity,
    sectors: values.sector,
    startAt: values.start ?? new Date().toISOString(),
    outcomes: Object.fromEntries(values.outcome.map((one) => one.split("=", 2))),
  });
  if (!asked.success) {
    for (const issue of asked.error.issues) process.stderr.write(`${issue.path.join(".")}: ${issue.message}\n`);
    return 1;
  }
  const { startAt, outcomes, ...facts } = asked.data;
  const tried = tryPlaybook(read.playbook, facts, new Date(startAt), outcomes, language);
  process.stdout.write(
    tried.isTriggered ? "The playbook is for such a case.\n" : "The playbook would not be offered by itself.\n",
  );
  for (const step of tried.steps) {
    const when = step.isSkipped ? "left out".padEnd(24) : (step.beginsAt ?? "").padEnd(24);
    const until = step.dueAt ? `, due ${step.dueAt}` : "";
    const said = step.outcome === null ? "" : `: ${step.outcome}${step.isAssumed ? " (assumed)" : ""}`;
    process.stdout.write(`${when} ${step.kind.padEnd(9)} ${step.title}${said}${step.isSkipped ? "" : until}\n`);
  }
  return 0;
}
