// SQL of merging: both cases locked, rows moved in one statement a table with a digest of each, and what stands against moving them back.
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { list } from "../store.ts";
import type { Choice, PartName } from "./model.ts";
import { headsOf, type MovedTable, movedTables } from "./parts.ts";
import type { Side } from "./rules.ts";
import { withNeededTasks } from "./rules.ts";

export interface CaseSide extends Side {
  reference: string;
  title: string;
  severity: string;
  rsitClass: string | null;
  rsitType: string | null;
  isDemo: boolean;
  isExercise: boolean;
  version: number;
  mergedIntoId: string | null;
}

/** Reads cases with their members, locking them in the order of their ids. @throws not_found, also for one that the asker may not see. */
export async function sidesOf(tx: Tx, ids: readonly string[], lock: "for_update" | "for_reading"): Promise<CaseSide[]> {
  const wanted = [...new Set(ids)].sort();
  const rows = await tx.execute<CaseSide & Record<string, unknown>>(
    sql`select k.id, k.organisation_id as "organisationId", k.reference, k.title, k.kind, k.status, k.severity, k.rsit_class as "rsitClass", k.rsit_type as "rsitType",
      k.marking, k.pap, k.is_restricted as "isRestricted", k.owner_id as "ownerId", k.is_demo as "isDemo", k.is_exercise as "isExercise", k.version, k.merged_into_id as "mergedIntoId",
      exists (select 1 from disclosure_parties p where p.case_id = k.id and p.invited_at is not null and p.left_at is null)
        or exists (select 1 from disclosure_editions e where e.case_id = k.id and e.state <> 'withdrawn') as "hasDisclosure",
      exists (select 1 from advice_requests a where a.case_id = k.id and a.state = 'new') as "hasQuestion",
      array(select m.person_id::text from case_members m where m.case_id = k.id order by m.person_id) as members
      from cases k where k.id in (${list(wanted)}) order by k.id ${lock === "for_update" ? sql`for update of k` : sql``}`,
  );
  return ids.map((id) => {
    const row = rows.find((one) => one.id === id);
    if (!row) throw notFound("case");
    return row;
  });
}

const column = (name: string): SQL => sql.raw(`t.${name}`);

/** A row's name beside its case, as text. */
function keyOf(of: MovedTable): SQL {
  if (of.keyColumns.length === 0) return sql`''`;
  return sql.raw(of.keyColumns.map((name) => `t.${name}::text`).join(" || ' ' || "));
}

/** SHA-256 over everything that a row says beside the case it is in. */
function digestOf(of: MovedTable): SQL {
  const without = [of.caseColumn, ...of.ignores].map((name) => ` - '${name}'`).join("");
  return sql.raw(`sha256(convert_to((to_jsonb(t)${without})::text, 'UTF8'))`);
}

/** Rows of the source that were chosen. */
function isChosen(of: MovedTable, chosen: "all" | readonly string[]): SQL {
  const stays = of.staysWhen ? sql` and ${column(of.staysWhen.column)} <> ${of.staysWhen.value}` : sql``;
  const named = chosen === "all" ? sql`` : sql` and ${keyOf(of)} = any (${sql.param(chosen)}::text[])`;
  return sql`true${stays}${named}`;
}

/** Rows that have room in the case they go to: it has no other that is unique with them. */
function hasRoom(of: MovedTable, toId: string | null): SQL {
  if (toId === null) return sql`true`;
  const clashes = of.uniqueInCase.map((columns) => {
    const same = columns.map((name) => ` and o.${name} = t.${name}`).join("");
    return sql`not exists (select 1 from ${sql.raw(of.table)} o where o.${sql.raw(of.caseColumn)} = ${toId}${sql.raw(same)})`;
  });
  // A link whose two ends would be one case has no place there.
  const ends =
    of.table === "case_links" ? [sql`${column(of.caseColumn === "case_id" ? "other_id" : "case_id")} <> ${toId}`] : [];
  return [...clashes, ...ends].reduce((all, one) => sql`${all} and ${one}`, sql`true`);
}

/** The choice with tasks that hang together taken together. */
export async function completeChoice(tx: Tx, sourceId: string, choice: Choice): Promise<Choice> {
  if (!Array.isArray(choice.tasks) || choice.tasks.length === 0) return choice;
  const needs = await tx.execute<{ taskId: string; neededId: string }>(
    sql`select task_id::text as "taskId", needed_id::text as "neededId" from case_task_needs where case_id = ${sourceId}`,
  );
  return { ...choice, tasks: withNeededTasks(choice.tasks, needs) };
}

/** How many rows of a part the source has, and how many of them would move. */
export async function countPart(
  tx: Tx,
  part: PartName,
  sourceId: string,
  targetId: string | null,
  chosen: "all" | readonly string[] | undefined,
): Promise<{ all: number; moving: number }> {
  const total = { all: 0, moving: 0 };
  for (const of of headsOf(part)) {
    const moves = chosen === undefined ? sql`false` : sql`${isChosen(of, chosen)} and ${hasRoom(of, targetId)}`;
    const [row] = await tx.execute<{ all: number; moving: number }>(
      sql`select count(*) filter (where ${isChosen(of, "all")})::int as all, count(*) filter (where ${moves})::int as moving
        from ${sql.raw(of.table)} t where ${column(of.caseColumn)} = ${sourceId}`,
    );
    total.all += row?.all ?? 0;
    total.moving += row?.moving ?? 0;
  }
  return total;
}

/** Moves what was chosen, and what hangs on it, in one statement a table; each row is put down with its digest. */
export async function moveRows(
  tx: Tx,
  of: { mergeId: string; sourceId: string; targetId: string },
  chosenOf: (table: MovedTable) => "all" | readonly string[] | undefined,
): Promise<Map<string, number>> {
  const moved = new Map<string, number>();
  for (const table of movedTables) {
    const chosen = table.follows ? undefined : chosenOf(table);
    if (!table.follows && (chosen === undefined || (chosen !== "all" && chosen.length === 0))) continue;
    const which = table.follows
      ? sql`exists (select 1 from case_merge_rows h where h.merge_id = ${of.mergeId} and h.part = ${table.follows.name}
          and h.row_key = ${column(table.follows.column)}::text)`
      : sql`${isChosen(table, chosen ?? [])} and ${hasRoom(table, of.targetId)}`;
    const [count] = await tx.execute<{ n: number }>(
      sql`with moved as (update ${sql.raw(table.table)} t set ${sql.raw(table.caseColumn)} = ${of.targetId}
          where ${column(table.caseColumn)} = ${of.sourceId} and ${which} returning t.*),
        kept as (insert into case_merge_rows (merge_id, part, row_key, act, digest)
          select ${of.mergeId}::uuid, ${table.name}, ${keyOf(table)}, 'moved', ${digestOf(table)} from moved t returning 1)
        select count(*)::int as n from kept`,
    );
    if ((count?.n ?? 0) > 0) moved.set(table.name, count?.n ?? 0);
  }
  return moved;
}

/**
 * Rows are met by the text of their keys, which no index knows, and of which the planner expects few where there are thousands:
 * each would be sought among all. For as long as this lasts it hashes them instead.
 */
async function withHashing<Result>(tx: Tx, work: () => Promise<Result>): Promise<Result> {
  await tx.execute(sql`select set_config('enable_nestloop', 'off', true)`);
  const result = await work();
  await tx.execute(sql`select set_config('enable_nestloop', 'on', true)`);
  return result;
}

export interface Hindrance extends Record<string, unknown> {
  part: string;
  key: string;
  why: "gone" | "changed" | "taken" | "added";
}

/** Moved rows that are not where the merge put them, say something else now, or whose place was taken. At most 50 are told. */
export async function findHindrances(
  tx: Tx,
  of: { mergeId: string; sourceId: string; targetId: string },
): Promise<Hindrance[]> {
  return await withHashing(tx, async () => await hindrancesOf(tx, of));
}

async function hindrancesOf(tx: Tx, of: { mergeId: string; sourceId: string; targetId: string }): Promise<Hindrance[]> {
  const found: Hindrance[] = [];
  for (const table of movedTables) {
    const rows = await tx.execute<Hindrance>(
      sql`select ${table.name} as part, m.row_key as key, case when t.row_key is null then 'gone' when t.digest <> m.digest then 'changed' else 'taken' end as why
        from case_merge_rows m left join (
          select ${keyOf(table)} as row_key, ${digestOf(table)} as digest, (${hasRoom(table, of.sourceId)}) as has_room
          from ${sql.raw(table.table)} t where ${column(table.caseColumn)} = ${of.targetId}) t on t.row_key = m.row_key
        where m.merge_id = ${of.mergeId} and m.part = ${table.name} and m.act = 'moved'
          and (t.row_key is null or t.digest <> m.digest or not t.has_room) order by m.row_key limit 50`,
    );
    found.push(...rows);
    if (table.follows) found.push(...(await cameSince(tx, of, table, table.follows)));
  }
  return found.slice(0, 50);
}

/** What came to hang on a moved row since: it would be left in the other case. */
async function cameSince(
  tx: Tx,
  of: { mergeId: string; targetId: string },
  table: MovedTable,
  follows: NonNullable<MovedTable["follows"]>,
): Promise<Hindrance[]> {
  return await tx.execute<Hindrance>(
    sql`select ${table.name} as part, ${keyOf(table)} as key, 'added' as why from ${sql.raw(table.table)} t
      where ${column(table.caseColumn)} = ${of.targetId}
        and exists (select 1 from case_merge_rows h where h.merge_id = ${of.mergeId} and h.part = ${follows.name} and h.row_key = ${column(follows.column)}::text)
        and not exists (select 1 from case_merge_rows m where m.merge_id = ${of.mergeId} and m.part = ${table.name} and m.row_key = ${keyOf(table)})
      limit 50`,
  );
}

/** Moves every row of the merge back to where it was. */
export async function moveBack(tx: Tx, of: { mergeId: string; sourceId: string; targetId: string }): Promise<void> {
  await withHashing(tx, async () => {
    for (const table of movedTables)
      await tx.execute(
        sql`update ${sql.raw(table.table)} t set ${sql.raw(table.caseColumn)} = ${of.sourceId} from case_merge_rows m
          where m.merge_id = ${of.mergeId} and m.part = ${table.name} and m.act = 'moved'
            and ${column(table.caseColumn)} = ${of.targetId} and m.row_key = ${keyOf(table)}`,
      );
  });
}
