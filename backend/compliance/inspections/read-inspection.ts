// What officers see of inspections: the list with what is due, and the page of one with its list, evidence, minutes and history.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx } from "../../platform/db/index.ts";
import { loadPack } from "../law/index.ts";
import type { OfficeFileView, StepView } from "../offices/model.ts";
import { listOwnClocks, type OwnClock } from "../offices/own-clocks.ts";
import { dayOf, listFiles, listSteps } from "../offices/store.ts";
import { composeMinutes } from "./write-minutes.ts";
import {
  type EvidenceRow,
  type InspectionRow,
  type ItemRow,
  loadEvidence,
  loadInspection,
  loadInspections,
  loadItems,
} from "./store.ts";

export async function listInspections(ctx: Context): Promise<InspectionRow[]> {
  requirePermission(ctx, "authority.read");
  return await readOnly(ctx, async (tx) => await loadInspections(tx));
}

export interface InspectionPage extends InspectionRow {
  items: ItemRow[];
  evidence: EvidenceRow[];
  teamNames: { id: string; name: string }[];
  steps: StepView[];
  files: OfficeFileView[];
  /** The authority's own times: what its law gives it for minutes, or that it gives none. */
  clocks: OwnClock[];
  packTitle: Record<"fr" | "en" | "mn", string>;
  matters: { id: string; reference: string; state: string }[];
}

export async function readInspection(ctx: Context, id: string): Promise<InspectionPage> {
  requirePermission(ctx, "authority.read");
  return await readOnly(ctx, async (tx) => {
    const row = await loadInspection(tx, id);
    return {
      ...row,
      items: await loadItems(tx, id),
      evidence: await loadEvidence(tx, id),
      teamNames: await namesOf(tx, row.team),
      steps: await listSteps(tx, "inspection", id),
      files: await listFiles(tx, "inspection", id),
      clocks:
        row.openedAt === null
          ? []
          : listOwnClocks(ctx, [`${row.packId}@${row.packVersion}`], { "operation.done": row.openedAt }, row.closedAt),
      packTitle: loadPack(`${row.packId}@${row.packVersion}`).pack.pack.title,
      matters: await tx.execute<{ id: string; reference: string; state: string }>(
        sql`select id, reference, state from matters where inspection_id = ${id} order by reference`,
      ),
    };
  });
}

async function namesOf(tx: Tx, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  return await tx.execute<{ id: string; name: string }>(
    sql`select id, name from people where id = any(${sql.param(ids)}::uuid[]) order by name`,
  );
}

/** The minutes as they stand, to read over and to sign on paper; the closed version is the file of the inspection. */
export async function readDraftMinutes(ctx: Context, id: string): Promise<{ name: string; bytes: Uint8Array }> {
  requirePermission(ctx, "authority.read");
  return await readOnly(ctx, async (tx) => {
    const row = await loadInspection(tx, id);
    return {
      name: `${row.reference}-${dayOf(ctx)}.pdf`,
      bytes: await composeMinutes(tx, ctx, row, null),
    };
  });
}
