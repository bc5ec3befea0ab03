// SQL of labels and releases that their verbs share.
import { type SQL, sql } from "drizzle-orm";
import type { Marking } from "../../intake/model.ts";
import type { Pap } from "../../intake/marking/model.ts";
import type { Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";

export type Marked = "report" | "case";
export interface Labels {
  marking: Marking;
  pap: Pap;
}

const tableOf = (object: Marked): SQL => (object === "case" ? sql`cases` : sql`reports`);

/** Locks the object. @throws not_found, also for one that the asker may not see. */
export async function labelsOf(tx: Tx, object: Marked, id: string): Promise<Labels> {
  const [row] = await tx.execute<Labels & Record<string, unknown>>(
    sql`select marking, pap from ${tableOf(object)} where id = ${id} for update`,
  );
  if (!row) throw notFound(object);
  return row;
}

export async function writeLabels(tx: Tx, object: Marked, id: string, labels: Labels): Promise<void> {
  await tx.execute(
    sql`update ${tableOf(object)} set marking = ${labels.marking}, pap = ${labels.pap}, version = version + 1 where id = ${id}`,
  );
}

export interface Release {
  id: string;
  objectType: Marked;
  objectId: string;
  detail: { from: Labels; to: Labels };
  askedBy: string;
  way: "two_persons" | "alone";
  state: string;
  isCountersigned: boolean;
}

/** Locks the release. @throws not_found */
export async function releaseForUpdate(tx: Tx, id: string): Promise<Release> {
  const [row] = await tx.execute<Release & Record<string, unknown>>(
    sql`select id, object_type as "objectType", object_id as "objectId", detail, asked_by as "askedBy", way, state,
      countersigned_by is not null as "isCountersigned" from releases where id = ${id} for update`,
  );
  if (!row) throw notFound("release");
  return row;
}
