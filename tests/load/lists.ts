// What the desk's lists cost over a million reports and a hundred thousand cases, as an analyst asks: every view, filters, numbers and a page deep inside, beside a bare read of the primary key.
import { sql } from "drizzle-orm";
import { readOnly } from "../../backend/platform/db/index.ts";
import { countQueue } from "../../backend/reporting/count-queue.ts";
import { listCases } from "../../backend/reporting/list-cases.ts";
import { listQueue } from "../../backend/reporting/list-queue.ts";
import { CasesQuery, QueueQuery } from "../../backend/reporting/lists/model.ts";
import { listViews } from "../../backend/reporting/views/keep-views.ts";
import { listMatchingReports } from "../../backend/reporting/views/list-matching.ts";
import { type ListsWorld, withListsWorld } from "./lists-world.ts";

const rounds = 15;
/** The desk's promise, at the server. */
const mostMs = 200;

export async function benchLists(print: (line: string) => void): Promise<void> {
  await withListsWorld(print, async (world) => await measureLists(world, print));
}

async function measureLists({ ctx, size }: ListsWorld, print: (line: string) => void): Promise<void> {
  const queue = (query: Record<string, unknown>) => async () => await listQueue(ctx, QueueQuery.parse(query));
  const cases = (query: Record<string, unknown>) => async () => await listCases(ctx, CasesQuery.parse(query));
  let cursor = "";
  for (let page = 0; page < 20; page++)
    cursor =
      (await listQueue(ctx, QueueQuery.parse({ view: "all", limit: 200, ...(cursor ? { cursor } : {}) }))).next ?? "";
  const asked: Record<string, () => Promise<unknown>> = {
    "reports, to triage": queue({}),
    "reports, mine": queue({ view: "mine" }),
    "reports, answers to read": queue({ view: "answers" }),
    "reports, waiting": queue({ view: "waiting" }),
    "reports, snoozed": queue({ view: "snoozed" }),
    "reports, held": queue({ view: "held" }),
    "reports, in a case": queue({ view: "in_case" }),
    "reports, ended": queue({ view: "closed" }),
    "reports, all": queue({ view: "all" }),
    "reports, all, page 21": queue({ view: "all", cursor }),
    "reports, all, newest": queue({ view: "all", sort: "newest" }),
    "reports, all, high and more, one class": queue({ view: "all", severity: "high", class: "fraud" }),
    "reports, all, Mongolian by mail": queue({ view: "all", language: "mn", source: "mail" }),
    "reports, to triage, nobody's, regulated": queue({ assigned: "nobody", flow: "regulated" }),
    "cases, open": cases({}),
    "cases, mine": cases({ mine: "true" }),
    "cases, all": cases({ status: "all" }),
    "cases, closed, newest": cases({ status: "closed", sort: "newest" }),
    "numbers of the navigation": async () => await countQueue(ctx),
    "saved views with their numbers": async () => await listViews(ctx),
    "all that match, to mark": async () => await listMatchingReports(ctx, QueueQuery.parse({ view: "new" })),
  };
  const bare = await measure(
    async () => await readOnly(ctx, async (tx) => await tx.execute(sql`select id from reports order by id limit 61`)),
  );
  print(
    `${size.reports} reports, ${size.cases} cases; a bare page of the primary key: p50 ${ms(bare.p50)}, p95 ${ms(bare.p95)}`,
  );
  const late: string[] = [];
  for (const [name, work] of Object.entries(asked)) {
    const took = await measure(work);
    print(`${name}: p50 ${ms(took.p50)}, p95 ${ms(took.p95)}, ${(took.p50 / bare.p50).toFixed(1)} times the bare page`);
    if (took.p50 > mostMs) late.push(`${name} (${ms(took.p50)})`);
  }
  if (late.length > 0) throw new Error(`over ${mostMs} ms: ${late.join(", ")}`);
}

/** Milliseconds; the first call warms up and is not counted. */
export async function measure(work: () => Promise<unknown>): Promise<{ p50: number; p95: number }> {
  await work();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  times.sort((one, other) => one - other);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}

export const ms = (value: number): string => `${value.toFixed(1)} ms`;
