// Puts a draft to the test: its form is checked, it becomes a version for good, and its samples are run.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { checkSource } from "./check-source.ts";
import { holdDraft } from "./change-draft.ts";
import { type RuleSample, type SourceCheck } from "./model.ts";
import { OnDraft } from "./requests/model.ts";
import { missingSamples } from "./rules.ts";
import { endPublication, holdPublicationOf, holdRule, insertVersion, moveTo } from "./store.ts";

export const samplesJob = "rules.run_samples";

/** @throws invalid_input with line and column of what is wrong; conflict when the draft was changed meanwhile. */
export async function submitRule(
  ctx: Context,
  ruleId: string,
  input: { version: number },
): Promise<{ version: number }> {
  requirePermission(ctx, "rule.write");
  const { version } = OnDraft.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const rule = await holdRule(tx, ruleId);
    const draft = await holdDraft(tx, ruleId, version);
    const facts = requireForm(checkSource(rule.kind, draft.source, ruleId));
    const samples = (draft.samples ?? []) as RuleSample[];
    if (rule.kind !== "indicator") requireSamples(samples);
    const next = (rule.latestVersion ?? 0) + 1;
    const at = ctx.now();
    await insertVersion(tx, {
      ruleId,
      version: next,
      origin: "desk",
      source: draft.source,
      samples,
      facts,
      note: draft.note,
      writtenBy: draft.writtenBy,
      at,
    });
    await tx.execute(sql`delete from rule_drafts where rule_id = ${ruleId}`);
    const waiting = await holdPublicationOf(tx, ruleId, "waiting");
    // What waits for a second person is of an older text now; what is in force stays so.
    if (waiting)
      await endPublication(tx, waiting.id, { state: "ended", by: null, reason: `version ${next} took its place`, at });
    if (rule.state !== "active") await moveTo(tx, rule, "test", { reason: "", at });
    await tx.execute(sql`update rules set title = ${facts.title} where id = ${ruleId} and state <> 'active'`);
    await addJob(tx, samplesJob, { ruleId, version: next }, { key: `samples:${ruleId}:${next}`, maxAttempts: 5 });
    const detail = { version: next, title: facts.title, samples: samples.length };
    await writeAudit(tx, ctx, { action: "rule.submit", objectType: "rule", objectId: ruleId, detail });
    return { version: next };
  });
}

/** @throws invalid_input: each problem names its place ("source:3:7"). */
export function requireForm({ problems, facts }: SourceCheck): NonNullable<SourceCheck["facts"]> {
  if (facts === null || problems.length > 0)
    throw invalidInput(
      problems.map(({ line, column, reason }) => ({
        path: ["source", line, column].filter((step) => step !== null).join(":"),
        message: reason,
      })),
      "The rule cannot be read.",
    );
  if (facts.names.length === 0)
    throw new AppError("invalid_input", "The rule has nothing that fires.", {
      fields: [{ path: "source", message: "Expected at least one rule." }],
    });
  return facts;
}

function requireSamples(samples: readonly RuleSample[]): void {
  const missing = missingSamples(samples);
  if (missing.length > 0)
    throw invalidInput(
      missing.map((expects) => ({
        path: "samples",
        message: expects === "hit" ? "Expected a sample that must hit." : "Expected a sample that must not hit.",
      })),
      "A rule brings samples: one that it must hit, one that it must not.",
    );
}
