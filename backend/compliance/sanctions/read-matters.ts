// Matters as officers and entities see them: the list, the page with the ladder, what may come next, what the law allows.
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx } from "../../platform/db/index.ts";
import { loadPack } from "../law/index.ts";
import type { OfficeFileView, StepView } from "../offices/model.ts";
import { dayOf, listFiles, listSteps } from "../offices/store.ts";
import { listSanctions, type SanctionOffer } from "./judge-bounds.ts";
import { nextSteps } from "./ladder.ts";
import type { Ladder } from "./model.ts";
import { foldSteps, loadMatter, loadMatters, type MatterRow } from "./store.ts";

export async function listMatters(ctx: Context): Promise<(MatterRow & { isOverdue: boolean })[]> {
  requirePermission(ctx, "authority.read");
  return await readOnly(ctx, async (tx) => markOverdue(await loadMatters(tx), dayOf(ctx)));
}

function markOverdue(rows: readonly MatterRow[], today: string): (MatterRow & { isOverdue: boolean })[] {
  return rows.map((row) => ({ ...row, isOverdue: row.dueOn !== null && row.dueOn < today && row.state !== "closed" }));
}

export interface MatterPage extends MatterRow {
  ladder: Ladder;
  isOverdue: boolean;
  steps: StepView[];
  files: OfficeFileView[];
  next: string[];
  sanctions: SanctionOffer[];
  lawTitle: Record<"fr" | "en" | "mn", string>;
}

async function readPage(tx: Tx, ctx: Context, id: string, side: "authority" | "entity"): Promise<MatterPage> {
  const row = await loadMatter(tx, id);
  const steps = await listSteps(tx, "matter", id);
  const ladder = foldSteps(steps, row.isObstruction);
  const { pack } = loadPack(`${row.packId}@${row.packVersion}`);
  const [marked] = markOverdue([row], dayOf(ctx));
  return {
    ...row,
    isOverdue: marked?.isOverdue ?? false,
    ladder,
    steps,
    files: await listFiles(tx, "matter", id),
    next: nextSteps(ladder, side, row.isObstruction),
    sanctions: side === "authority" ? listSanctions(pack) : [],
    lawTitle: pack.pack.title,
  };
}

export async function readMatter(ctx: Context, id: string): Promise<MatterPage> {
  requirePermission(ctx, "authority.read");
  return await readOnly(ctx, async (tx) => await readPage(tx, ctx, id, "authority"));
}

/** The entity's page: only what was notified to it. */
export async function readOwnMatter(ctx: Context, id: string): Promise<MatterPage> {
  requirePermission(ctx, "shared.read");
  return await readOnly(ctx, async (tx) => await readPage(tx, ctx, id, "entity"));
}
