// Exercises as the desk reads them. Whoever plays is shown what was played; what is to come and what is expected, only once it has ended.
import { type SQL, sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { measureAll } from "./measure-all.ts";
import type { ExerciseHead, ExerciseLanguage, ExerciseList, ExerciseView, InjectView, ScenarioHead } from "./model.ts";
import { readScenarios } from "./read-scenarios.ts";
import { dueAt, playedMs } from "./rules.ts";
import { canLead, type ExerciseRow, loadExercise, partOf } from "./store.ts";

const person = (column: SQL): SQL =>
  sql`(select json_build_object('id', p.id, 'name', p.name) from people p where p.id = ${column})`;

/** The newest first, at most 200. */
export async function listExercises(ctx: Context): Promise<ExerciseList> {
  requirePermission(ctx, "case.read");
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<ExerciseHead & Record<string, unknown>>(sql`
        select e.id, e.title, e.definition #>> array['titles', e.language] as scenario, e.state, ${iso(sql`e.planned_at`)} as "plannedAt",
          ${iso(sql`e.started_at`)} as "startedAt", ${iso(sql`e.ended_at`)} as "endedAt", ${iso(sql`e.wiped_at`)} as "wipedAt",
          (select x.part from exercise_people x where x.exercise_id = e.id and x.person_id = ${me}) as part,
          (select count(*)::int from jsonb_array_elements(e.measured) m where m ->> 'outcome' = 'met') as met,
          coalesce(jsonb_array_length(e.measured), 0) as expected
        from exercises e order by e.state = 'ended', e.planned_at desc, e.id limit 200`),
  );
  return { rows: [...rows], canRun: may(ctx, "exercise.run") };
}

export async function listScenarios(ctx: Context, language: ExerciseLanguage): Promise<ScenarioHead[]> {
  requirePermission(ctx, "exercise.run");
  return await Promise.resolve(
    readScenarios().map(({ scenario }) => ({
      id: scenario.id,
      title: scenario.titles[language],
      about: scenario.about[language],
      minutes: scenario.minutes,
      injects: scenario.injects.length,
      expects: scenario.expects.length,
      source: scenario.source.kind,
      sourceText: scenario.source.text,
    })),
  );
}

/** @throws not_found. */
export async function readExercise(ctx: Context, exerciseId: string): Promise<ExerciseView> {
  requirePermission(ctx, "case.read");
  return await readOnly(ctx, async (tx) => {
    const exercise = await loadExercise(tx, exerciseId, "for_reading");
    const part = await partOf(tx, ctx, exerciseId);
    const leads = canLead(ctx, part);
    const seesAll = leads || part === "observer" || exercise.state === "ended";
    const { id, title, aim, definition, language, state, plannedAt, startedAt, endedAt, wipedAt, version } = exercise;
    return {
      id,
      title,
      aim,
      about: seesAll ? definition.about[language] : "",
      scenario: definition.titles[language],
      state,
      plannedAt,
      startedAt,
      endedAt,
      wipedAt,
      version,
      part,
      people: await peopleOf(tx, id),
      minutes: Math.floor(playedMs(exercise, ctx.now()) / 60_000),
      plannedMinutes: definition.minutes,
      injects: await injectsOf(tx, exercise, ctx.now(), seesAll),
      measured: seesAll ? await measureAll(tx, exercise, ctx.now()) : [],
      made: await madeIn(tx, id),
      ...(await reviewOf(tx, id)),
      can: {
        lead: leads,
        observe: leads || part === "observer",
        review: state === "ended" && may(ctx, "case.change"),
      },
    };
  });
}

async function peopleOf(tx: Tx, id: string): Promise<ExerciseView["people"]> {
  const rows = await tx.execute<ExerciseView["people"][number] & Record<string, unknown>>(
    sql`select ${person(sql`x.person_id`)} as person, x.part from exercise_people x join people n on n.id = x.person_id where x.exercise_id = ${id} order by x.part, n.name`,
  );
  return [...rows];
}

async function injectsOf(tx: Tx, exercise: ExerciseRow, now: Date, seesAll: boolean): Promise<InjectView[]> {
  const rows = await tx.execute<Omit<InjectView, "kind" | "title" | "dueAt"> & Record<string, unknown>>(sql`
    select i.id, i.inject_id as "injectId", i.due_minutes as "dueMinutes", i.state, ${iso(sql`i.played_at`)} as "playedAt", ${person(sql`i.played_by`)} as "playedBy", i.note,
      (select json_build_object('id', r.id, 'reference', r.reference) from reports r where r.id = coalesce(i.report_id, m.report_id)) as report, i.list_id as "listId"
    from exercise_injects i left join incoming_mails m on m.id = i.incoming_id
    where i.exercise_id = ${exercise.id} and (${seesAll} or i.state = 'played') order by coalesce(i.played_at, 'infinity'), i.due_minutes, i.position`);
  return rows.flatMap((row) => {
    const inject = exercise.definition.injects.find(({ id }) => id === row.injectId);
    if (!inject) return [];
    const due = row.state === "waiting" ? dueAt(exercise, row.dueMinutes, now) : null;
    return [{ ...row, kind: inject.kind, title: inject.titles[exercise.language], dueAt: due?.toISOString() ?? null }];
  });
}

async function madeIn(tx: Tx, id: string): Promise<ExerciseView["made"]> {
  const [made] = await tx.execute<ExerciseView["made"] & Record<string, unknown>>(sql`select
    (select count(*)::int from reports where exercise_id = ${id}) as reports, (select count(*)::int from cases where exercise_id = ${id}) as cases,
    (select count(*)::int from outgoing_mails where exercise_id = ${id}) as mails`);
  return made ?? { reports: 0, cases: 0, mails: 0 };
}

async function reviewOf(tx: Tx, id: string): Promise<Pick<ExerciseView, "review" | "improvements">> {
  const [review] = await tx.execute<NonNullable<ExerciseView["review"]> & Record<string, unknown>>(sql`
    select ${iso(sql`v.held_at`)} as "heldAt", v.participants, v.went_well as "wentWell", v.went_badly as "wentBadly", v.conclusion,
      v.is_without_improvements as "isWithoutImprovements", ${iso(sql`v.finished_at`)} as "finishedAt", ${person(sql`v.finished_by`)} as "finishedBy",
      ${person(sql`v.changed_by`)} as "changedBy", ${iso(sql`v.changed_at`)} as "changedAt", v.version from exercise_reviews v where v.exercise_id = ${id}`);
  const improvements = await tx.execute<ExerciseView["improvements"][number] & Record<string, unknown>>(sql`
    select i.id, i.title, ${person(sql`i.owner_id`)} as owner, ${iso(sql`i.due_at`)} as "dueAt", i.state, i.outcome, i.version
    from case_improvements i where i.exercise_id = ${id} order by i.ended_at is not null, i.due_at, i.id`);
  return { review: review ?? null, improvements: [...improvements] };
}
