// Asks for a second person, in the transaction of the thing that is to leave.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import type { FourEyesKind } from "./model.ts";

/** @throws AppError refused for a machine; conflict while somebody is asked already. The caller writes the log. */
export async function askForRelease(
  tx: Tx,
  ctx: Context,
  subject: { kind: FourEyesKind; id: string; version: number; title: string; caseId?: string },
): Promise<string> {
  if (ctx.actor.kind !== "person")
    throw new AppError("refused", "A person asks for a second one.", { words: "refusals.person_only" });
  const id = newId(ctx.now());
  const made =
    await tx.execute(sql`insert into four_eyes (id, kind, subject_id, version, title, asked_by, asked_at, state, case_id)
    values (${id}, ${subject.kind}, ${subject.id}, ${subject.version}, ${subject.title.slice(0, 300)}, ${ctx.actor.personId}, ${ctx.now().toISOString()}::timestamptz, 'waiting', ${subject.caseId ?? null})
    on conflict (kind, subject_id) where state = 'waiting' do nothing returning id`);
  if (made.length === 0)
    throw new AppError("conflict", "A second person is asked already.", { words: "notify.refused.waiting" });
  return id;
}
