// Matters as the database keeps them: the row is what the ladder folds from the steps, which are the truth.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import type { StepView } from "../offices/model.ts";
import { iso } from "../offices/store.ts";
import { type LadderStep, replay } from "./ladder.ts";
import type { Finding, Ladder, MatterState } from "./model.ts";

export interface MatterRow {
  id: string;
  reference: string;
  organisationId: string;
  authority: string;
  constituentId: string;
  entity: string;
  inspectionId: string | null;
  complaintId: string | null;
  title: string;
  findings: Finding[];
  isObstruction: boolean;
  packId: string;
  packVersion: string;
  packSha256: string;
  state: MatterState;
  dueOn: string | null;
  amount: number | null;
  currency: string | null;
  paid: number;
  isReferred: boolean;
  openedAt: string;
  version: number;
}

const columns = sql`m.id, m.reference, m.organisation_id as "organisationId", o.name as authority, m.constituent_id as "constituentId", c.name as entity,
  m.inspection_id as "inspectionId", m.complaint_id as "complaintId", m.title, m.findings, m.is_obstruction as "isObstruction", m.pack_id as "packId",
  m.pack_version as "packVersion", m.pack_sha256 as "packSha256", m.state, m.due_on::text as "dueOn", m.amount::float8 as amount, m.currency, m.paid::float8 as paid,
  m.is_referred as "isReferred", ${iso(sql`m.opened_at`)} as "openedAt", m.version`;
const tables = sql`matters m join constituents c on c.id = m.constituent_id join organisations o on o.id = m.organisation_id`;

/** @throws AppError not_found for what the asker is not shown. */
export async function loadMatter(tx: Tx, id: string, options: { forUpdate?: boolean } = {}): Promise<MatterRow> {
  if (options.forUpdate) await tx.execute(sql`select 1 from matters where id = ${id} for update`);
  const [row] = await tx.execute<MatterRow & Record<string, unknown>>(
    sql`select ${columns} from ${tables} where m.id = ${id}`,
  );
  if (!row) throw notFound("matter");
  return row;
}

export async function loadMatters(tx: Tx): Promise<MatterRow[]> {
  return await tx.execute<MatterRow & Record<string, unknown>>(
    sql`select ${columns} from ${tables} order by m.state = 'closed', m.due_on nulls last, m.reference desc limit 2000`,
  );
}

/** Where the matter stands by its steps. `steps` are those that the asker is shown; an entity is shown every step that moves the ladder once it was notified. */
export function foldSteps(steps: readonly StepView[], isObstruction: boolean): Ladder {
  return replay(steps.filter(({ kind }) => kind !== "open").map(toLadderStep), isObstruction);
}

export function toLadderStep(step: StepView): LadderStep {
  return { kind: step.kind, side: step.side, ...step.detail } as unknown as LadderStep;
}

/** Writes what the fold says. The entity's answers move state and time only: the rest of the row is not its own, and the database holds it to that. */
export async function saveLadder(
  tx: Tx,
  id: string,
  ladder: Ladder,
  side: "authority" | "entity",
  at: Date,
): Promise<void> {
  const own =
    side === "entity"
      ? sql``
      : sql`amount = ${ladder.amount}, currency = ${ladder.sanction?.currency ?? null}, paid = ${ladder.paid}, is_referred = ${ladder.isReferred}, is_notified = ${ladder.isNotified},`;
  await tx.execute(
    sql`update matters set state = ${ladder.state}, due_on = ${ladder.dueOn}, ${own} changed_at = ${at.toISOString()}::timestamptz, version = version + 1 where id = ${id}`,
  );
}
