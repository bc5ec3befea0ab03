// One search over reports, cases, constituents and values, each hit with its reason. What the asker may not see is neither found nor counted.
import { sql, type SQL } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { titleOf } from "../rules.ts";
import {
  type FoundCase,
  type FoundConstituent,
  type FoundReport,
  type FoundValue,
  mostFound,
  SearchQuery,
  type SearchView,
  type Why,
} from "./model.ts";
import { findPlace, type Question, readQuestion } from "./rules.ts";

const shown = 20;
type Raw<Row> = Omit<Row, "why"> & Record<string, unknown>;
type Hits = { ids: string[]; isAlike: boolean };

/** The question as the database reads it. */
export function questionSql(question: Question): SQL {
  const phrases = sql.join(
    question.phrases.map((phrase) => sql`${phrase}`),
    sql`, `,
  );
  return sql`toguna_question(${question.words}, array[${phrases}]::text[])`;
}

/** @throws forbidden, invalid_input for less than two characters. */
export async function search(ctx: Context, input: SearchQuery): Promise<SearchView> {
  requirePermission(ctx, "report.read");
  const { text } = SearchQuery.parse(input);
  const question = readQuestion(text);
  return await readOnly(ctx, async (tx) => {
    const values = await findValues(tx, question);
    const kinds = {
      report: true,
      case: may(ctx, "case.read"),
      constituent: may(ctx, "registry.read"),
    };
    const asWritten = async (kind: Kind): Promise<Hits> =>
      kinds[kind] && question.range === null ? await find(tx, kind, question) : nothing;
    let reports = join(await asWritten("report"), [
      ...values.found.map((row) => row.reportId),
      ...(await findByFile(tx, question)),
    ]);
    let cases = await asWritten("case");
    let constituents = kinds.constituent
      ? join(await asWritten("constituent"), await findHolders(tx, question))
      : nothing;
    // In quotes one means what one typed; and what was found as it was written needs no guess.
    const isFound = [reports, cases, constituents].some((hits) => hits.ids.length > 0) || values.count > 0;
    if (!isFound && question.phrases.length === 0 && question.range === null) {
      reports = await findAlike(tx, "report", question);
      if (kinds.case) cases = await findAlike(tx, "case", question);
      if (kinds.constituent) constituents = await findAlike(tx, "constituent", question);
    }
    return {
      text,
      understood: question.range === null ? "words" : question.range.includes("/") ? "range" : "address",
      reports: groupOf(await readReports(tx, question, reports.ids, values.found), reports),
      cases: groupOf(await readCases(tx, question, cases), cases),
      constituents: groupOf(await readConstituents(tx, question, constituents), constituents),
      values: { rows: values.rows, count: values.count, isAlike: false },
    } satisfies SearchView;
  });
}

type Kind = "report" | "case" | "constituent";
const nothing: Hits = { ids: [], isAlike: false };

function groupOf<Row>(rows: Row[], hits: Hits): { rows: Row[]; count: number; isAlike: boolean } {
  return { rows, count: Math.min(hits.ids.length, mostFound + 1), isAlike: hits.isAlike };
}

function join(hits: Hits, more: readonly string[]): Hits {
  return { ids: [...new Set([...hits.ids, ...more])], isAlike: hits.isAlike };
}

async function find(tx: Tx, kind: Kind, question: Question): Promise<Hits> {
  const rows = await tx.execute<{ id: string }>(
    sql`select s.id from toguna_search(${kind}, ${questionSql(question)}, ${mostFound + 1}) s order by s.at desc, s.id desc`,
  );
  return { ids: rows.map((row) => row.id), isAlike: false };
}

async function findAlike(tx: Tx, kind: Kind, question: Question): Promise<Hits> {
  const rows = await tx.execute<{ id: string }>(
    sql`select s.id from toguna_search_alike(${kind}, ${question.words}, ${shown}) s order by s.likeness desc, s.at desc`,
  );
  return { ids: rows.map((row) => row.id), isAlike: rows.length > 0 };
}

interface ValueHit extends Record<string, unknown> {
  reportId: string;
  kind: string;
  value: string;
  how: FoundValue["how"];
}

async function findValues(
  tx: Tx,
  question: Question,
): Promise<{ rows: FoundValue[]; count: number; found: ValueHit[] }> {
  const found = await tx.execute<ValueHit>(sql`select v.report_id as "reportId", v.kind, v.value, v.how
    from toguna_search_values(${question.plain}, ${question.range}::inet, ${mostFound + 1}) v order by v.report_id desc`);
  const byValue = new Map<string, FoundValue & { of: Set<string> }>();
  for (const hit of found) {
    const key = `${hit.kind} ${hit.value}`;
    const known = byValue.get(key) ?? { kind: hit.kind, value: hit.value, how: hit.how, reports: 0, of: new Set() };
    byValue.set(key, known);
    known.of.add(hit.reportId);
  }
  const order: FoundValue["how"][] = ["exact", "begins", "in_range", "holds", "holds_text"];
  const rows = [...byValue.values()]
    .map(({ of, ...row }) => ({ ...row, reports: of.size }))
    .sort((one, other) => order.indexOf(one.how) - order.indexOf(other.how) || other.reports - one.reports);
  return { rows: rows.slice(0, shown), count: rows.length, found: [...found] };
}

async function findByFile(tx: Tx, question: Question): Promise<string[]> {
  if (question.range !== null || question.plain.length < 4) return [];
  const rows = await tx.execute<{ id: string }>(
    sql`select f.id from toguna_search_files(${question.plain}, ${mostFound + 1}) f (id)`,
  );
  return rows.map((row) => row.id);
}

const idList = (ids: readonly string[]): SQL =>
  sql`array[${sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  )}]::uuid[]`;

async function readReports(
  tx: Tx,
  question: Question,
  ids: readonly string[],
  values: readonly ValueHit[],
): Promise<FoundReport[]> {
  if (ids.length === 0) return [];
  const rows = await tx.execute<
    Raw<FoundReport> & { subject: string; description: string; files: string[] | null; place: number }
  >(
    sql`select r.id, r.reference, r.subject, left(r.description, 20000) as description, r.status, r.severity, r.language,
      ${iso(sql`r.received_at`)} as "receivedAt", (select array_agg(f.name) from report_files f where f.report_id = r.id) as files
      from reports r where r.id = any (${idList(ids.slice(0, shown * 3))}) order by array_position(${idList(ids.slice(0, shown * 3))}, r.id) limit ${shown}`,
  );
  const hitOf = new Map(values.map((hit) => [hit.reportId, hit]));
  return rows.map(({ subject, description, files, place: _place, ...row }) => {
    const hit = hitOf.get(row.id);
    const why =
      (hit && whole("value", hit.value)) ??
      findPlace("reference", row.reference, question) ??
      findPlace("title", subject, question) ??
      findPlace("text", description, question) ??
      (files ?? []).map((name) => findPlace("file", name, question)).find((one) => one !== null);
    return { ...row, title: titleOf(subject, description), why: why ?? whole("alike", titleOf(subject, description)) };
  });
}

async function readCases(tx: Tx, question: Question, hits: Hits): Promise<FoundCase[]> {
  if (hits.ids.length === 0) return [];
  const ids = idList(hits.ids.slice(0, shown));
  const rows = await tx.execute<Raw<FoundCase>>(
    sql`select k.id, k.reference, k.title, k.status, k.severity, ${iso(sql`k.opened_at`)} as "openedAt" from cases k
      where k.id = any (${ids}) order by array_position(${ids}, k.id)`,
  );
  return rows.map((row) => ({
    ...row,
    why:
      findPlace("reference", row.reference, question) ??
      findPlace("title", row.title, question) ??
      whole("alike", row.title),
  }));
}

/** Constituents by what they hold: a domain, an address inside their range, their ranges inside a range. */
async function findHolders(tx: Tx, question: Question): Promise<string[]> {
  const held = await tx.execute<{ id: string }>(sql`select distinct n.constituent_id as id from network_claims n
    where n.state in ('active', 'disputed') and ${
      question.range === null
        ? sql`n.kind <> 'prefix' and lower(n.value) = ${question.plain}`
        : sql`n.kind = 'prefix' and n.prefix && ${question.range}::inet`
    } limit ${mostFound + 1}`);
  return held.map((row) => row.id);
}

async function readConstituents(tx: Tx, question: Question, hits: Hits): Promise<FoundConstituent[]> {
  if (hits.ids.length === 0) return [];
  const ids = idList(hits.ids.slice(0, shown));
  const rows = await tx.execute<Raw<FoundConstituent> & { names: string[]; claim: string | null }>(
    sql`select c.id, c.reference, c.name as title, c.sector, c.other_names as names,
      (select n.value from network_claims n where n.constituent_id = c.id and n.state in ('active', 'disputed') and ${
        question.range === null
          ? sql`lower(n.value) = ${question.plain}`
          : sql`n.kind = 'prefix' and n.prefix && ${question.range}::inet`
      } order by n.value limit 1) as claim
      from constituents c where c.id = any (${ids}) order by array_position(${ids}, c.id)`,
  );
  return rows.map(({ names, claim, ...row }) => ({
    ...row,
    why:
      (claim !== null ? whole("network", claim) : null) ??
      findPlace("name", row.title, question) ??
      findPlace("reference", row.reference, question) ??
      names.map((name) => findPlace("name", name, question)).find((one) => one !== null) ??
      whole("alike", row.title),
  }));
}

const whole = (where: Why["in"], text: string): Why => ({ in: where, text, start: 0, end: text.length });
