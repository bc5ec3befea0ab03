// Reads the graph of links around a case under the policies of who asks: what that person may not see is neither a node nor counted.
import { sql } from "drizzle-orm";
import { commonAt } from "../../cases/correlation/model.ts";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { type CaseGraph, type GraphEdge, type GraphNode, keepWithin } from "./model.ts";

/** So many of each are read; the rest is counted. */
const most = { reports: 500, values: 500, hits: 3000 } as const;

interface Head extends Record<string, unknown> {
  id: string;
  reference: string;
  title: string;
  severity: string | null;
}

/** @throws not_found, forbidden. */
export async function readCaseGraph(ctx: Context, caseId: string): Promise<CaseGraph> {
  requirePermission(ctx, "case.read");
  if (!isId(caseId)) throw notFound("case");
  return await readOnly(ctx, async (tx) => {
    const [head] = await tx.execute<Head & { isExercise: boolean }>(
      sql`select id, reference, title, severity, is_exercise as "isExercise" from cases where id = ${caseId}`,
    );
    if (!head) throw notFound("case");
    const graph = new Collected();
    const own = graph.add({ ...nodeOf("case", head), kind: "case" });
    await addReports(tx, graph, caseId, own);
    await addAssets(tx, graph, caseId, own);
    await addLinkedCases(tx, graph, caseId, own);
    await addShared(tx, graph, { caseId, isExercise: head.isExercise });
    return keepWithin(graph.whole());
  });
}

/** Nodes and lines, each once. */
class Collected {
  readonly nodes = new Map<string, GraphNode>();
  readonly edges = new Map<string, GraphEdge>();
  readonly left: CaseGraph["left"] = [];
  add(node: GraphNode): string {
    if (!this.nodes.has(node.id)) this.nodes.set(node.id, node);
    return node.id;
  }
  join(from: string, to: string, kind: GraphEdge["kind"]): void {
    this.edges.set(`${from} ${to}`, { from, to, kind });
  }
  whole(): CaseGraph {
    return { nodes: [...this.nodes.values()], edges: [...this.edges.values()], left: this.left };
  }
}

const nodeOf = (kind: GraphNode["kind"], { id, reference, title, severity }: Head): GraphNode => ({
  id: `${kind === "other_case" ? "case" : kind === "other_report" ? "report" : kind}:${id}`,
  kind,
  label: reference,
  detail: title,
  target: id,
  severity,
});
const valueId = (kind: string, value: string): string => `value:${kind}:${value}`;
const constituentNode = (id: string, name: string): GraphNode => ({
  id: `constituent:${id}`,
  kind: "constituent",
  label: name,
  detail: "",
  target: id,
  severity: null,
});

/** The case's reports, the constituents that they concern, and the values that were seen in them; a victim's own value is none that links. */
async function addReports(tx: Tx, graph: Collected, caseId: string, own: string): Promise<void> {
  const mine = sql`select report_id from case_reports where case_id = ${caseId}`;
  const reports = await tx.execute<Head & { total: number }>(
    sql`select r.id, r.reference, left(coalesce(nullif(r.subject, ''), r.description), 120) as title, r.severity, count(*) over ()::int as total
      from reports r where r.id in (${mine}) order by r.received_at desc, r.id limit ${most.reports}`,
  );
  for (const report of reports) graph.join(graph.add(nodeOf("report", report)), own, "is_in");
  const unread = (reports[0]?.total ?? 0) - reports.length;
  if (unread > 0) graph.left.push({ kind: "report", count: unread });
  const concerned = await tx.execute<{ report: string; id: string; name: string }>(
    sql`select x.report_id as report, n.id, n.name from report_constituents x join constituents n on n.id = x.constituent_id where x.report_id in (${mine})`,
  );
  for (const { report, id, name } of concerned)
    if (graph.nodes.has(`report:${report}`))
      graph.join(`report:${report}`, graph.add(constituentNode(id, name)), "concerns");
  const values = await tx.execute<{ kind: string; value: string; reports: string[]; total: number }>(
    sql`select o.kind, o.value, array_agg(distinct o.report_id::text) as reports, count(*) over ()::int as total from observables o
      where o.report_id in (${mine}) and o.role <> 'victim' group by o.kind, o.value order by count(distinct o.report_id) desc, o.kind, o.value limit ${most.values}`,
  );
  for (const { kind, value, reports: seenIn } of values) {
    const id = graph.add({
      id: valueId(kind, value),
      kind: "value",
      label: value,
      detail: kind,
      target: null,
      severity: null,
    });
    for (const report of seenIn) if (graph.nodes.has(`report:${report}`)) graph.join(`report:${report}`, id, "has");
  }
  const unseen = (values[0]?.total ?? 0) - values.length;
  if (unseen > 0) graph.left.push({ kind: "value", count: unseen });
}

async function addAssets(tx: Tx, graph: Collected, caseId: string, own: string): Promise<void> {
  const assets = await tx.execute<{
    id: string;
    name: string;
    kind: string;
    addresses: string;
    constituent: string | null;
    constituentName: string | null;
  }>(
    sql`select a.id, a.name, a.kind, a.addresses, n.id as constituent, n.name as "constituentName" from case_assets a
      left join constituents n on n.id = a.constituent_id where a.case_id = ${caseId} and a.removed_at is null order by a.created_at, a.id`,
  );
  const byValue = new Map<string, string[]>();
  for (const { id, kind, label } of graph.nodes.values())
    if (kind === "value") byValue.set(label.toLowerCase(), [...(byValue.get(label.toLowerCase()) ?? []), id]);
  for (const one of assets) {
    const id = graph.add({
      id: `asset:${one.id}`,
      kind: "asset",
      label: one.name,
      detail: one.kind,
      target: null,
      severity: null,
    });
    graph.join(id, own, "about");
    if (one.constituent !== null)
      graph.join(id, graph.add(constituentNode(one.constituent, one.constituentName ?? "")), "concerns");
    for (const line of one.addresses.split("\n"))
      for (const value of byValue.get(line.trim().toLowerCase()) ?? []) graph.join(id, value, "has");
  }
}

async function addLinkedCases(tx: Tx, graph: Collected, caseId: string, own: string): Promise<void> {
  const cases = await tx.execute<Head>(
    sql`select k.id, k.reference, k.title, k.severity from case_links l join cases k on k.id = case when l.case_id = ${caseId} then l.other_id else l.case_id end
      where l.case_id = ${caseId} or l.other_id = ${caseId}`,
  );
  for (const one of cases) graph.join(graph.add(nodeOf("other_case", one)), own, "linked");
}

/** Other cases, and reports in no case, that have a value of this one; a value that everybody has, or that the team does not take for a link, joins nothing. */
async function addShared(tx: Tx, graph: Collected, of: { caseId: string; isExercise: boolean }): Promise<void> {
  const rows = await tx.execute<
    Head & {
      kind: string;
      value: string;
      caseId: string | null;
      caseReference: string;
      caseTitle: string;
      caseSeverity: string | null;
    }
  >(
    sql`with mine as materialized (
        select o.kind, o.value from observables o join case_reports c on c.report_id = o.report_id where c.case_id = ${of.caseId} and o.role <> 'victim'
          and not exists (select 1 from ignored_values i where i.kind = o.kind and md5(i.value) = md5(o.value) and i.value = o.value and i.ended_at is null)
        group by o.kind, o.value order by count(distinct o.report_id) desc, o.kind, o.value limit ${most.values}),
      seen as materialized (
        select m.kind, m.value, s.report_id from mine m cross join lateral (
          select distinct o.report_id from observables o where o.kind = m.kind and o.value = m.value and o.role <> 'victim' limit ${commonAt + 1}) s),
      rare as (select kind, value from seen group by kind, value having count(*) <= ${commonAt})
      select s.kind, s.value, r.id, r.reference, left(coalesce(nullif(r.subject, ''), r.description), 120) as title, r.severity,
        k.id as "caseId", k.reference as "caseReference", k.title as "caseTitle", k.severity as "caseSeverity"
      from seen s join rare using (kind, value) join reports r on r.id = s.report_id and r.is_exercise = ${of.isExercise}
        left join case_reports c on c.report_id = r.id left join cases k on k.id = c.case_id
      where c.case_id is distinct from ${of.caseId} order by r.received_at desc, r.id, s.kind, s.value limit ${most.hits}`,
  );
  for (const row of rows) {
    const id = valueId(row.kind, row.value);
    if (!graph.nodes.has(id)) continue;
    const other =
      row.caseId === null
        ? nodeOf("other_report", row)
        : nodeOf("other_case", {
            id: row.caseId,
            reference: row.caseReference,
            title: row.caseTitle,
            severity: row.caseSeverity,
          });
    graph.join(graph.add(other), id, "has");
  }
}
