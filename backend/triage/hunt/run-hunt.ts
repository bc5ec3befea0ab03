// Runs a hunt: one walk over what is stored, with progress that people see, a stop when they ask for it, and results kept as they come.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { type HolderFinder, openHolderFinder } from "../../registry/index.ts";
import { foldText } from "../assessment/index.ts";
import { holderQuestions } from "../holder-questions.ts";
import type { Hunter, Tally } from "./make-hunter.ts";
import { type HuntMatch, huntLimits, type HuntState } from "./model.ts";
import { openHunter } from "./open-hunter.ts";
import { countStored, type StoredReport, walkStored } from "./walk-stored.ts";

interface HuntRow extends Record<string, unknown> {
  id: string;
  kind: "value" | "list" | "rule";
  subject: unknown;
  title: string;
  sinceAt: string | null;
  untilAt: string;
  state: HuntState;
}

interface Progress extends Tally {
  total: number;
  reports: number;
  matches: number;
  kept: number;
  problems: { reportId: string; text: string }[];
}

/** How often progress is written and a wish to stop is looked for. */
const progressEveryMs = 700;

/** Does nothing for a hunt that has ended; one that was broken off begins anew. */
export async function runHunt(ctx: Context, huntId: string): Promise<void> {
  requirePermission(ctx, "hunt.start");
  const hunt = await begin(ctx, huntId);
  if (hunt === undefined) return;
  const progress = newProgress();
  let hunter: Hunter | undefined;
  try {
    hunter = await openHunter(ctx, hunt);
    const isCancelled = await walk(ctx, hunt, hunter, progress);
    await end(ctx, huntId, progress, isCancelled ? "cancelled" : "done", "");
  } catch (error) {
    ctx.log.warn({ err: error, huntId }, "a hunt failed");
    await end(ctx, huntId, progress, "failed", error instanceof Error ? error.message : String(error));
  } finally {
    await hunter?.close();
  }
}

async function walk(ctx: Context, hunt: HuntRow, hunter: Hunter, progress: Progress): Promise<boolean> {
  const range = { until: new Date(hunt.untilAt), ...(hunt.sinceAt === null ? {} : { since: new Date(hunt.sinceAt) }) };
  progress.total = await countStored(ctx, range);
  let isStopped = await writeProgress(ctx, hunt.id, progress);
  let writtenAt = performance.now();
  // While one report with a large log is looked at, people see the numbers move and can stop it.
  const holders = openHolderFinder();
  const timer = setInterval(() => {
    if (performance.now() - writtenAt < progressEveryMs) return;
    writtenAt = performance.now();
    void writeProgress(ctx, hunt.id, progress).then(
      (asked) => (isStopped ||= asked),
      (error: unknown) => ctx.log.warn({ err: error }, "a hunt's progress was not written"),
    );
  }, progressEveryMs);
  try {
    for await (const report of walkStored(ctx, range)) {
      if (isStopped) break;
      const matches = await hunter.look(report, progress, () => isStopped);
      progress.reports += 1;
      progress.matches += matches.length;
      const kept = matches.slice(0, huntLimits.matches - progress.kept);
      progress.kept += kept.length;
      if (kept.length > 0) await keep(ctx, hunt.id, report, kept, holders);
    }
  } finally {
    clearInterval(timer);
  }
  return isStopped;
}

function newProgress(): Progress {
  const problems: Progress["problems"] = [];
  return {
    total: 0,
    reports: 0,
    files: 0,
    events: 0,
    values: 0,
    matches: 0,
    kept: 0,
    problems,
    problem: (report, text) => {
      const said = clean(`${report.reference} ${text}`).slice(0, 300);
      if (problems.length < huntLimits.problems) problems.push({ reportId: report.id, text: said });
    },
  };
}

async function begin(ctx: Context, huntId: string): Promise<HuntRow | undefined> {
  requirePermission(ctx, "hunt.start");
  // oxlint-disable-next-line toguna/mutation-guards -- that it was asked for is in the log, and its end will be
  return await withTransaction(ctx, async (tx) => {
    const [hunt] =
      await tx.execute<HuntRow>(sql`update hunts set state = 'running', started_at = ${ctx.now().toISOString()}::timestamptz
      where id = ${huntId} and state in ('waiting', 'running')
      returning id, kind, subject, title, to_char(since_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "sinceAt",
        to_char(until_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "untilAt", state`);
    await tx.execute(sql`delete from hunt_matches where hunt_id = ${huntId} and ${hunt !== undefined}`);
    await tx.execute(sql`delete from hunt_holders where hunt_id = ${huntId} and ${hunt !== undefined}`);
    return hunt;
  });
}

async function keep(
  ctx: Context,
  huntId: string,
  report: StoredReport,
  matches: HuntMatch[],
  holders: HolderFinder,
): Promise<void> {
  requirePermission(ctx, "hunt.start");
  // oxlint-disable-next-line toguna/mutation-guards -- results of an act that is in the log
  await withTransaction(ctx, async (tx) => {
    for (const match of matches)
      await tx.execute(sql`insert into hunt_matches (id, hunt_id, report_id, kind, title, level, source, at, matched, why, locations)
        values (${newId(ctx.now())}, ${huntId}, ${report.id}, ${match.kind}, ${clean(match.title)}, ${match.level}, ${clean(match.source)}, ${match.at},
          ${clean(match.matched)}, ${clean(match.why).slice(0, 4_000)}, ${cleanJson(match.locations)}::jsonb)`);
    await keepHolders(tx, huntId, report, holders);
  });
}

/** Whose it was when it happened: the register knows from when until when each claim was held. */
async function keepHolders(tx: Tx, huntId: string, report: StoredReport, holders: HolderFinder): Promise<void> {
  const asked = holderQuestions(report.observables);
  const text = foldText(`${report.subject} ${report.description}`);
  for (const { constituentId, via, value } of await holders.find(tx, {
    ...asked,
    foldedText: text,
    at: report.happenedAt,
  }))
    await tx.execute(sql`insert into hunt_holders (hunt_id, report_id, constituent_id, via, value)
      values (${huntId}, ${report.id}, ${constituentId}, ${via}, ${clean(value)}) on conflict do nothing`);
}

/** @returns whether somebody asked to stop */
async function writeProgress(ctx: Context, huntId: string, progress: Progress): Promise<boolean> {
  requirePermission(ctx, "hunt.start");
  // oxlint-disable-next-line toguna/mutation-guards -- how far a job is, is no act of anybody
  return await withTransaction(ctx, async (tx) => {
    const [row] = await tx.execute<{ isCancelAsked: boolean }>(
      sql`update hunts set ${numbers(progress)} where id = ${huntId} returning is_cancel_asked as "isCancelAsked"`,
    );
    return row?.isCancelAsked ?? true;
  });
}

async function end(ctx: Context, huntId: string, progress: Progress, state: HuntState, error: string): Promise<void> {
  requirePermission(ctx, "hunt.start");
  await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`update hunts set ${numbers(progress)}, state = ${state}, error = ${clean(error).slice(0, 2_000)},
      finished_at = ${ctx.now().toISOString()}::timestamptz where id = ${huntId}`);
    await writeAudit(tx, ctx, {
      action: "hunt.end",
      objectType: "hunt",
      objectId: huntId,
      detail: { state, reports: progress.reports, matches: progress.matches },
    });
  });
}

function numbers(progress: Progress) {
  return sql`reports_total = ${progress.total}, reports_done = ${progress.reports}, files_done = ${progress.files}, events_done = ${progress.events},
    values_done = ${progress.values}, matches = ${progress.matches}, problems = ${JSON.stringify(progress.problems)}::jsonb`;
}

/** PostgreSQL holds no NUL and no half surrogate. */
function clean(text: string): string {
  return text.replaceAll("\0", "\uFFFD").toWellFormed();
}

function cleanJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "string" ? clean(inner) : inner));
}
