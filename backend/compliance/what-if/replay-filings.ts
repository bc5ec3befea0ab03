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
  who: string;
  stage: string;
  awareAt: string | null;
  submittedAt: string;
}

/** Under the asker's own rows; nothing is written. @throws invalid_input for a draft or an incident that is not in form. */
export async function replayFilings(ctx: Context, input: TryDraft): Promise<TriedDraft> {
  requirePermission(ctx, "law.try");
  const { pack: spec, draft: given, incidents, source } = TryDraft.parse(input);
  const { pack, pin } = find(spec);
  const draft = Draft.safeParse(given);
  if (!draft.success)
    throw invalidInput(
      draft.error.issues.map(({ path, message }) => ({ path: ["draft", ...path].join("."), message })),
      "The draft is not in the expected form.",
    );
  const stages = pack.obligations
    .filter((it) => draft.data.clocks[it.id] ?? draft.data.clocks[it.stage])
    .map((it) => it.stage);
  const facts =
    incidents ??
    (source === "reports"
      ? await readReports(ctx, stages, pack.pack.jurisdiction)
      : await readIncidents(ctx, pin.id, pack.pack.jurisdiction));
  const now = Temporal.Instant.fromEpochMilliseconds(ctx.now().getTime());
  try {
    const report = replayUnderDraft(pack, draft.data, facts, loadLawWorld(), now);
    return { ...report, cases: report.cases.map((one, index) => ({ ...one, who: whoOf(facts[index]) })) };
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
        sql`select filing_reference as id, entity_name as who, stage, ${iso(sql`aware_at`)} as "awareAt", ${iso(sql`submitted_at`)} as "submittedAt" from filing_parts
          where pack_id = ${packId} and obligation_id is not null and replaces_id is null and organisation_id = (select toguna_organisation())
          order by submitted_at limit 5000`,
      ),
  );
  const incidents = new Map<
    string,
    {
      id: string;
      entity: { country: string; name: string };
      events: Record<string, string>;
      submitted: Record<string, string>;
    }
  >();
  for (const { id, who, stage, awareAt, submittedAt } of rows) {
    const known = incidents.get(id) ?? { id, entity: { country, name: who }, events: {}, submitted: {} };
    if (awareAt !== null) known.events["aware"] = awareAt;
    known.submitted[stage] ??= submittedAt;
    incidents.set(id, known);
  }
  return [...incidents.values()];
}

interface Reported extends Record<string, unknown> {
  id: string;
  who: string;
  classes: string[];
  occurredAt: string;
  receivedAt: string;
}

/**
 * Voluntary reports that concern entities of the register, as if their arrival had been the filing: from when it happened, by the reporter's word to
 * the hour at least. Under the asker's own rows: what is restricted, or hidden by a conflict of interest, is left out.
 */
async function readReports(ctx: Context, stages: readonly string[], country: string): Promise<unknown[]> {
  requirePermission(ctx, "report.read");
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<Reported>(
        sql`select distinct on (r.received_at, r.id) r.reference as id, c.name as who, c.classes, ${iso(sql`r.occurred_at`)} as "occurredAt", ${iso(sql`r.received_at`)} as "receivedAt"
          from reports r join report_constituents rc on rc.report_id = r.id join constituents c on c.id = rc.constituent_id
          where r.occurred_precision in ('instant', 'hour') and r.occurred_at <= r.received_at and r.status <> 'rejected' and not r.is_exercise
          order by r.received_at, r.id, c.name limit 5000`,
      ),
  );
  return rows.map(({ id, who, classes, occurredAt, receivedAt }) => ({
    id,
    entity: { country, classes, name: who },
    events: { aware: occurredAt, detected: occurredAt },
    submitted: Object.fromEntries(stages.map((stage) => [stage, receivedAt])),
  }));
}

/** The name that an incident says of its entity. */
function whoOf(given: unknown): string | null {
  const entity: unknown = typeof given === "object" && given !== null ? Reflect.get(given, "entity") : null;
  const name: unknown = typeof entity === "object" && entity !== null ? Reflect.get(entity, "name") : null;
  return typeof name === "string" && name !== "" ? name : null;
}
