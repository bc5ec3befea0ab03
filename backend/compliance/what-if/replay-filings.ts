// Replays what was filed with the asker's own organisation under a draft of the law: who would have been late.
import { sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { Draft, loadLawWorld, loadPack, type LoadedPack, replayUnderDraft } from "../law/index.ts";
import { type TriedDraft, TryDraft } from "./model.ts";

interface Filed extends Record<string, unknown> {
  id: string;
  stage: string;
  awareAt: string | null;
  submittedAt: string;
}

/** Under the asker's own rows; nothing is written. @throws invalid_input for a draft or an incident that is not in form. */
export async function replayFilings(ctx: Context, input: TryDraft): Promise<TriedDraft> {
  requirePermission(ctx, "law.try");
  const { pack: spec, draft: given, incidents } = TryDraft.parse(input);
  const { pack, pin } = find(spec);
  const draft = Draft.safeParse(given);
  if (!draft.success)
    throw invalidInput(
      draft.error.issues.map(({ path, message }) => ({ path: ["draft", ...path].join("."), message })),
      "The draft is not in the expected form.",
    );
  const facts = incidents ?? (await readIncidents(ctx, pin.id, pack.pack.jurisdiction));
  const now = Temporal.Instant.fromEpochMilliseconds(ctx.now().getTime());
  try {
    return replayUnderDraft(pack, draft.data, facts, loadLawWorld(), now);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw invalidInput([
      { path: "draft", message: error instanceof Error ? error.message : "Expected another draft." },
    ]);
  }
}

function find(spec: string): LoadedPack {
  try {
    return loadPack(spec);
  } catch (error) {
    throw invalidInput([{ path: "pack", message: error instanceof Error ? error.message : "Expected a pack." }]);
  }
}

async function readIncidents(ctx: Context, packId: string, country: string): Promise<unknown[]> {
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<Filed>(
        sql`select filing_reference as id, stage, ${iso(sql`aware_at`)} as "awareAt", ${iso(sql`submitted_at`)} as "submittedAt" from filing_parts
          where pack_id = ${packId} and obligation_id is not null and replaces_id is null and organisation_id = (select toguna_organisation())
          order by submitted_at limit 5000`,
      ),
  );
  const incidents = new Map<
    string,
    { id: string; entity: object; events: Record<string, string>; submitted: Record<string, string> }
  >();
  for (const { id, stage, awareAt, submittedAt } of rows) {
    const known = incidents.get(id) ?? { id, entity: { country }, events: {}, submitted: {} };
    if (awareAt !== null) known.events["aware"] = awareAt;
    known.submitted[stage] ??= submittedAt;
    incidents.set(id, known);
  }
  return [...incidents.values()];
}
