// What an entity sees of an inspection of itself: the order that announced it, and the minutes once they are closed.
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import type { OfficeFileView } from "../offices/model.ts";
import { listFiles } from "../offices/store.ts";
import { type ItemRow, loadInspection, loadItems } from "./store.ts";

export interface OwnInspection {
  id: string;
  reference: string;
  state: string;
  isAnnounced: boolean | null;
  scope: string;
  legalBasis: string;
  place: string;
  openedAt: string | null;
  closedAt: string | null;
  remarks: string;
  signature: string | null;
  minutesLeaf: string | null;
  items: ItemRow[];
  files: OfficeFileView[];
}

export async function readOwnInspection(ctx: Context, id: string): Promise<OwnInspection> {
  requirePermission(ctx, "shared.read");
  return await readOnly(ctx, async (tx) => {
    const {
      reference,
      state,
      isAnnounced,
      scope,
      legalBasis,
      place,
      openedAt,
      closedAt,
      remarks,
      signature,
      minutesLeaf,
    } = await loadInspection(tx, id);
    return {
      id,
      reference,
      state,
      isAnnounced,
      scope,
      legalBasis,
      place,
      openedAt,
      closedAt,
      remarks,
      signature,
      minutesLeaf,
      items: await loadItems(tx, id),
      files: await listFiles(tx, "inspection", id),
    };
  });
}
