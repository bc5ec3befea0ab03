// An authority's officer asks for other classes of an entity: the same pending change that its own people would ask for, decided by the desk.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { requireFacts } from "../profile/require-facts.ts";

/**
 * Writes the proposal in the caller's transaction, which also writes the log.
 * @throws AppError invalid_input for classes that nobody knows or that are those of today; conflict while another change of the entry is open.
 */
export async function askForClasses(
  tx: Tx,
  ctx: Context,
  asked: { entity: { id: string; classes: string[] }; classes: string[]; note: string; personId: string },
): Promise<string> {
  const { entity, note, personId } = asked;
  const classes = [...new Set(asked.classes)];
  await requireFacts(tx, { classes });
  if (classes.toSorted().join() === entity.classes.toSorted().join())
    throw invalidInput([{ path: "classes", message: "Expected other classes than those of today." }]);
  const id = newId(ctx.now());
  // The policies show an officer this row only once it is known whose request it is: so nothing is read back here.
  const made = await tx.execute(
    sql`insert into change_proposals (id, constituent_id, kind, record_id, before, after, note, state, proposed_by, proposed_at)
      values (${id}, ${entity.id}, 'facts', ${entity.id}, ${JSON.stringify({ classes: entity.classes })}::jsonb, ${JSON.stringify({ classes })}::jsonb, ${note.slice(0, 2000)}, 'pending',
        ${personId}, ${ctx.now().toISOString()}::timestamptz) on conflict do nothing`,
  );
  if (made.count === 0)
    throw new AppError("conflict", "A change of this entry waits for the desk already.", {
      words: "yearly.refusal.change_waits",
    });
  return id;
}
