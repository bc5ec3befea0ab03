// What was done in an exercise, read from what stands in the database, against what its scenario expects.
import { type SQL, sql } from "drizzle-orm";
import { iso, type Tx } from "../../platform/db/index.ts";
import { levels } from "../../triage/model.ts";
import type { Expectation, MeasuredView } from "./model.ts";
import { measure } from "./rules.ts";
import type { ExerciseRow } from "./store.ts";

interface Played extends Record<string, unknown> {
  injectId: string;
  playedAt: string | null;
  reportId: string | null;
}

/** Each expectation with how it stands at `now`; of an exercise that has ended, what was frozen then. */
export async function measureAll(tx: Tx, exercise: ExerciseRow, now: Date): Promise<MeasuredView[]> {
  if (exercise.measured) return exercise.measured;
  const played =
    await tx.execute<Played>(sql`select i.inject_id as "injectId", case when i.state = 'played' then ${iso(sql`i.played_at`)} end as "playedAt",
      coalesce(i.report_id, m.report_id) as "reportId" from exercise_injects i left join incoming_mails m on m.id = i.incoming_id where i.exercise_id = ${exercise.id}`);
  const sightings = await tx.execute<{ expectationId: string; seenAt: string; note: string }>(
    sql`select expectation_id as "expectationId", ${iso(sql`seen_at`)} as "seenAt", note from exercise_sightings where exercise_id = ${exercise.id}`,
  );
  const measured: MeasuredView[] = [];
  for (const expected of exercise.definition.expects) {
    const inject = played.find(({ injectId }) => injectId === expected.after);
    const sighting = sightings.find(({ expectationId }) => expectationId === expected.id);
    const playedAt = inject?.playedAt ?? null;
    const found =
      playedAt === null
        ? null
        : await firstSeen(tx, exercise, expected, { playedAt, reportId: inject?.reportId ?? null });
    const seenAt = found ?? sighting?.seenAt ?? null;
    measured.push({
      expectationId: expected.id,
      kind: expected.kind,
      title: expected.titles[exercise.language],
      injectId: expected.after,
      withinMinutes: expected.within,
      ...measure(expected, { playedAt }, seenAt, exercise, now),
      seenAt,
      note: sighting?.note ?? "",
    });
  }
  return measured;
}

async function firstSeen(
  tx: Tx,
  { id }: ExerciseRow,
  expected: Expectation,
  { playedAt, reportId }: { playedAt: string; reportId: string | null },
): Promise<string | null> {
  const from = sql`${playedAt}::timestamptz`;
  const query = queryOf(expected, id, reportId, from);
  if (query === null) return null;
  const [row] = await tx.execute<{ at: string | null }>(
    sql`select ${iso(sql`min(x.at)`)} as at from (${query}) as x where x.at >= ${from}`,
  );
  return row?.at ?? null;
}

/** Rows with one column `at`; null where only an observer can see it. */
function queryOf(expected: Expectation, exerciseId: string, reportId: string | null, from: SQL): SQL | null {
  const ofExercise = sql`exercise_id = ${exerciseId}`;
  switch (expected.kind) {
    case "taken":
      return sql`select at from audit_log where action in ('report.assign', 'report.join') and object_type = 'report' and object_id = ${reportId ?? ""}`;
    case "in_case":
      return sql`select joined_at as at from case_reports where report_id = ${reportId}::uuid`;
    case "answered":
      return sql`select at from messages where report_id = ${reportId}::uuid and direction = 'to_reporter' and kind = 'message'`;
    case "severity":
      return sql`select at from assessments where report_id = ${reportId}::uuid and kind = 'changed' and severity_rank(severity) >= ${levels.indexOf(expected.least) + 1}
        union all select k.opened_at from cases k join case_reports c on c.case_id = k.id where c.report_id = ${reportId}::uuid
          and severity_rank(k.severity) >= ${levels.indexOf(expected.least) + 1}`;
    case "party_told":
      return sql`select m.release_at as at from conversation_messages m join conversations v on v.id = m.conversation_id join correspondents p on p.id = v.correspondent_id
        where m.${ofExercise} and m.direction = 'to_party' and m.state = 'released' and p.kind = ${expected.party}`;
    case "many_told":
      return sql`select released_at as at from notification_runs where ${ofExercise} and released_at is not null`;
    case "takedown_asked":
      return sql`select asked_at as at from takedowns where ${ofExercise}`;
    case "case_closed":
      return sql`select closed_at as at from cases where ${ofExercise} and closed_at is not null and opened_at >= ${from}`;
    case "by_hand":
      return null;
  }
}
