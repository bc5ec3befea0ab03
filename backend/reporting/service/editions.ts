// What the team set for itself, edition by edition: the newest is in force, the earlier ones stay for what began under them.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import { iso, type Tx } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";

type EditionKind = "levels" | "ladder";
export interface Edition<Definition> {
  id: string;
  number: number;
  definition: Definition;
  setAt: string;
  setBy: string | null;
  note: string;
}

/** The newest first, at most fifty. `read` judges what the database holds. */
export async function editionsOf<Definition>(
  tx: Tx,
  kind: EditionKind,
  read: (definition: unknown) => Definition,
  most = 50,
): Promise<Edition<Definition>[]> {
  const rows = await tx.execute<
    Edition<unknown> & Record<string, unknown>
  >(sql`select e.id, e.number, e.definition, e.note,
      ${iso(sql`e.set_at`)} as "setAt", p.name as "setBy"
    from service_editions e left join people p on p.id = e.set_by where e.kind = ${kind} order by e.number desc limit ${most}`);
  return rows.map((row) => ({ ...row, definition: read(row.definition) }));
}

/** @throws conflict when somebody set another one since. The caller asks permission and writes the log. */
export async function addEdition(
  tx: Tx,
  ctx: Context,
  edition: { kind: EditionKind; definition: unknown; note: string; seen: number },
): Promise<{ id: string; number: number }> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`service-edition:${edition.kind}`}, 0))`);
  const [last] = await tx.execute<{ number: number }>(
    sql`select coalesce(max(number), 0)::int as number from service_editions where kind = ${edition.kind}`,
  );
  const number = last?.number ?? 0;
  if (number !== edition.seen)
    throw new AppError("conflict", "Somebody set this meanwhile. Read it again.", {
      fields: [{ path: "seen", message: `Expected ${number}.` }],
      words: "service.refused.changed",
    });
  const id = newId(ctx.now());
  const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  await tx.execute(sql`insert into service_editions (id, kind, number, definition, note, set_by, set_at) values (${id}, ${edition.kind}, ${number + 1},
    ${JSON.stringify(edition.definition)}::jsonb, ${edition.note}, ${by}, ${ctx.now().toISOString()}::timestamptz)`);
  return { id, number: number + 1 };
}
