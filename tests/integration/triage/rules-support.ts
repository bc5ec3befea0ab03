// Rules for tests, brought through the same acts that the desk uses, and the assertions that dangerous acts ask for.
import type { Actor, Context } from "../../../backend/platform/context/index.ts";
import type { StepUpBinding } from "../../../backend/identity/model.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { createRule } from "../../../backend/triage/rules/create-rule.ts";
import type { RuleKind, RuleSample } from "../../../backend/triage/rules/model.ts";
import { runSamples } from "../../../backend/triage/rules/run-samples.ts";
import { runTrial } from "../../../backend/triage/rules/run-trial.ts";
import { startTrial } from "../../../backend/triage/rules/start-trial.ts";
import { submitRule } from "../../../backend/triage/rules/submit-rule.ts";
import type { TestWorld } from "../../support/database.ts";

type Person = Extract<Actor, { kind: "person" }>;

export const sigmaRule = (marker: string, id: string = crypto.randomUUID()): string => `title: Program ${marker} started
id: ${id}
status: stable
description: A test rule for ${marker}.
author: Awa
level: high
logsource:
  product: windows
  category: process_creation
detection:
  selection:
    CommandLine|contains: '${marker}'
  condition: selection
`;

/** A log of one event, as `readEvents` takes it. */
export const eventWith = (commandLine: string): string =>
  `${JSON.stringify({ EventID: 1, Channel: "Microsoft-Windows-Sysmon/Operational", Image: "C:\\\\a.exe", CommandLine: commandLine })}\n`;

export const sigmaSamples = (marker: string): RuleSample[] => [
  { name: "hit.json", expects: "hit", encoding: "text", content: eventWith(`a.exe ${marker} now`) },
  { name: "miss.json", expects: "miss", encoding: "text", content: eventWith("a.exe nothing") },
];

export const yaraRule = (marker: string, name = `r_${marker}`): string => `rule ${name} {
  meta:
    description = "A test rule for ${marker}"
    author = "Awa"
    level = "high"
    version = "1"
  strings:
    $a = "${marker}"
  condition:
    $a
}
`;

export const yaraSamples = (marker: string): RuleSample[] => [
  { name: "hit.txt", expects: "hit", encoding: "text", content: `here is ${marker}` },
  { name: "miss.txt", expects: "miss", encoding: "text", content: "here is nothing" },
];

let marks = 0;
/** A word that stands in no other test. */
export const newMarker = (): string => `zmark${(marks += 1)}${crypto.randomUUID().slice(0, 8)}`;

export interface NewRule {
  kind?: RuleKind;
  source?: string;
  samples?: RuleSample[];
  marker?: string;
}

export const asSystem = (world: TestWorld): Context => world.context({ kind: "system", job: "test" });

/** A rule whose first version has passed form and samples. */
export async function addTestedRule(
  world: TestWorld,
  author: Person,
  { kind = "sigma", marker = newMarker(), source, samples }: NewRule = {},
): Promise<{ ruleId: string; marker: string }> {
  const ctx = world.context(author);
  const text = source ?? (kind === "yara" ? yaraRule(marker) : sigmaRule(marker));
  const all = samples ?? (kind === "yara" ? yaraSamples(marker) : sigmaSamples(marker));
  const { id, draftVersion } = await createRule(ctx, { kind, source: text, samples: all });
  const { version } = await submitRule(ctx, id, { version: draftVersion });
  await runSamples(asSystem(world), id, version);
  return { ruleId: id, marker };
}

/** Back-tests a version over everything, to its end. */
export async function backtest(world: TestWorld, person: Person, ruleId: string, version = 1): Promise<string> {
  const { trialId } = await startTrial(world.context(person), ruleId, { version, days: null });
  await runTrial(asSystem(world), trialId);
  return trialId;
}

/** A rule that has passed every gate. */
export async function addReadyRule(
  world: TestWorld,
  author: Person,
  rule: NewRule = {},
): Promise<{ ruleId: string; marker: string }> {
  const made = await addTestedRule(world, author, rule);
  await backtest(world, author, made.ruleId);
  return made;
}

/** What the passkey ceremony leaves behind: the person confirmed this act just now. */
export async function confirm(world: TestWorld, person: Person, binding: StepUpBinding): Promise<void> {
  const { owner } = world;
  await owner`insert into sessions (id, token_hash, person_id, idle_expires_at, expires_at)
    values (${person.sessionId}, ${Buffer.from(person.sessionId)}, ${person.personId}, now() + interval '1 hour', now() + interval '1 hour') on conflict do nothing`;
  await owner`insert into step_ups (id, session_id, person_id, act, object, version, created_at, expires_at)
    values (${newId()}, ${person.sessionId}, ${person.personId}, ${binding.act}, ${binding.object}, ${binding.version}, now(), now() + interval '5 minutes')`;
}
