// One hand that evidence goes through, after those before it.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { askerOf } from "../offices/store.ts";

export interface NewMove {
  kind: "taken" | "handed_over" | "acknowledged" | "sealed" | "unsealed" | "read";
  toPersonId?: string | undefined;
  note: string;
}

/** The row of the evidence is held, so that two moves at once stand one after the other. */
export async function writeMove(
  tx: Tx,
  ctx: Context,
  item: { organisationId: string; constituentId: string; id: string },
  move: NewMove,
): Promise<void> {
  await tx.execute(sql`select 1 from custody_items where id = ${item.id} for update`);
  await tx.execute(sql`insert into custody_moves (id, organisation_id, constituent_id, custody_item_id, position, kind, person_id, to_person_id, note, at)
    select ${newId(ctx.now())}, ${item.organisationId}, ${item.constituentId}, ${item.id}, coalesce(max(position), 0) + 1, ${move.kind}, ${askerOf(ctx).personId},
      ${move.toPersonId ?? null}, ${move.note}, ${ctx.now().toISOString()}::timestamptz from custody_moves where custody_item_id = ${item.id}`);
}
