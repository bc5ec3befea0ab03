// What the register says today of one report's values at its time, beside what its latest assessment says.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import { type HolderFinder, isByClaim } from "../../registry/index.ts";
import { holderQuestions } from "../holder-questions.ts";

/** A constituent as an assessment keeps it. */
export interface Concerned {
  constituentId?: string;
  name?: string;
  via?: string;
  value?: string;
  isDisputed?: true;
}

export interface Attribution {
  at: Date;
  latestId: string;
  /** All of the latest assessment's. */
  before: Concerned[];
  /** The same with those by claims in the register's words of today. */
  after: Concerned[];
  isSame: boolean;
}

/** What an analyst must see again: who it is. That a dispute began or ended over the same holder changes nobody's attribution. */
const keyOf = (one: Concerned): string => one.constituentId ?? "";

/**
 * Undefined for a report without an assessment, or that is not there for the asker.
 * @param holders one for all reports that are asked in a row
 */
export async function findAttribution(
  tx: Tx,
  reportId: string,
  holders: HolderFinder,
): Promise<Attribution | undefined> {
  const [report] = await tx.execute<{ at: string; latestId: string; before: Concerned[] }>(sql`
    select coalesce(r.occurred_at, r.received_at) as at, a.id as "latestId", a.constituents as before
    from reports r cross join lateral (select a.id, a.constituents from assessments a where a.report_id = r.id order by a.at desc, a.id desc limit 1) a
    where r.id = ${reportId}`);
  if (!report) return undefined;
  const values = await tx.execute<{ kind: string; value: string; role: string }>(sql`
    select distinct kind, value, role from observables where report_id = ${reportId} limit 5000`);
  const at = new Date(report.at);
  const found = await holders.find(tx, { ...holderQuestions(values), foldedText: "", at });
  // A constituent that the text names, or that an analyst put there, stays as it is.
  const others = report.before.filter((one) => !isByClaim(one.via));
  const known = new Set(others.map(keyOf));
  const fresh = [...new Map(found.toReversed().map((one) => [one.constituentId, one])).values()]
    .toReversed()
    .filter((one) => !known.has(one.constituentId));
  const after = [
    ...fresh.map(({ constituentId, name, via, value, isDisputed }) => ({
      constituentId,
      name,
      via,
      value,
      ...(isDisputed ? { isDisputed } : {}),
    })),
    ...others,
  ];
  const ids = (list: Concerned[]): string => [...new Set(list.map(keyOf))].sort().join(" ");
  return { at, latestId: report.latestId, before: report.before, after, isSame: ids(report.before) === ids(after) };
}
