// Complaints as officers read them, and as an entity reads those that it is heard in.
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import type { OfficeFileView, StepView } from "../offices/model.ts";
import { listOwnClocks, type OwnClock } from "../offices/own-clocks.ts";
import { listFiles, listSteps, readProfileOf } from "../offices/store.ts";
import { type ComplaintRow, type ComplaintText, loadComplaint, loadComplaints, loadText } from "./store.ts";

export async function listComplaints(ctx: Context): Promise<ComplaintRow[]> {
  requirePermission(ctx, "authority.read");
  return await readOnly(ctx, async (tx) => await loadComplaints(tx));
}

export interface ComplaintPage extends ComplaintRow {
  text: ComplaintText;
  steps: StepView[];
  files: OfficeFileView[];
  /** Empty: the laws that this authority enforces set it no time for complaints. */
  clocks: OwnClock[];
}

export async function readComplaint(ctx: Context, id: string): Promise<ComplaintPage> {
  requirePermission(ctx, "authority.read");
  return await readOnly(ctx, async (tx) => {
    const row = await loadComplaint(tx, id);
    const { packs } = await readProfileOf(tx, row.organisationId);
    return {
      ...row,
      text: await loadText(tx, id),
      steps: sortByTime(await listSteps(tx, "complaint", id)),
      files: await listFiles(tx, "complaint", id),
      clocks: listOwnClocks(ctx, packs, { "complaint.submitted": row.receivedAt }, row.decidedAt),
    };
  });
}

export interface HearingPage {
  id: string;
  reference: string;
  authority: string;
  respondent: string;
  state: string;
  steps: StepView[];
  files: OfficeFileView[];
}

/** What the entity sees: the questions put to it, its answers and files; nothing of who complained. */
export async function readHearing(ctx: Context, id: string): Promise<HearingPage> {
  requirePermission(ctx, "shared.read");
  return await readOnly(ctx, async (tx) => {
    const { reference, authority, respondent, state } = await loadComplaint(tx, id);
    return {
      id,
      reference,
      authority,
      respondent,
      state,
      steps: sortByTime(await listSteps(tx, "complaint", id)),
      files: await listFiles(tx, "complaint", id),
    };
  });
}

/** Words of the other sides stand at places of their own: people read in the order of time. */
function sortByTime(steps: readonly StepView[]): StepView[] {
  return steps.toSorted((a, b) => a.at.localeCompare(b.at));
}
