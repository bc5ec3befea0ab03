// Every figure of an authority's annual report: its name, unit and the text of the query that is shown beside the number. `:office` is the authority, `:from` and `:to` the year's first instant there and the next year's.

export interface ReportQuery {
  /** Stable: exports, the portal and translations cite it. */
  name: string;
  unit: string;
  /** Gives rows of `key`, `value` and `size`; a figure that is one number has the key "all". */
  query: string;
  /** Of a figure by groups: the number that its rows add up to. */
  total?: { figure: string; key: string };
  /** Of a figure worked out of another: hidden in public wherever a row of that one is. */
  follows?: string;
}

const inYear = (column: string): string => `${column} >= :from and ${column} < :to`;
/** Without corrections, which repeat, and without what nobody owns. The yearly record is no incident. */
const filed = `filing_parts p where p.organisation_id = :office and p.standing <> 'disowned' and p.replaces_id is null and p.stage <> 'yearly_record'`;
const filedInYear = `${filed} and ${inYear("p.submitted_at")}`;
/** Incidents whose first part came in the year, each with its first part and its last word. */
const incidents = `(select f.filing_reference as reference, f.id, f.submitted_at, f.aware_at, f.channel, f.constituent_id,
    (select l.fields from filing_parts l where l.organisation_id = :office and l.filing_reference = f.filing_reference and l.standing <> 'disowned' order by l.submitted_at desc, l.number desc limit 1) as fields
  from (select distinct on (p.filing_reference) p.* from ${filed} order by p.filing_reference, p.submitted_at, p.id) f where ${inYear("f.submitted_at")}) i`;
const said = (field: string): string =>
  `(select x ->> 'value' from jsonb_array_elements(i.fields) x where x ->> 'id' = '${field}' limit 1)`;
const count = (from: string, size = "count(*)"): string =>
  `select 'all' as key, ${size}::numeric as value, ${size} as size from ${from}`;
const by = (key: string, from: string, size = "count(*)"): string =>
  `select ${key} as key, ${size}::numeric as value, ${size} as size from ${from} group by 1 order by 1`;
const median = (hours: string, from: string): string =>
  `select 'all' as key, percentile_cont(0.5) within group (order by h)::numeric as value, count(h) as size from (select ${hours} as h from ${from}) m where h is null or h >= 0`;
const hoursBetween = (from: string, until: string): string => `extract(epoch from ${until} - ${from}) / 3600`;
const steps = (kind: string, subject: string): string =>
  `office_steps s where s.organisation_id = :office and s.subject_kind = '${subject}' and s.kind = '${kind}' and ${inYear("s.at")}`;

/** In the order of the report. A total stands before what adds up to it. */
export const reportQueries: readonly ReportQuery[] = [
  { name: "filings.received", unit: "filings", query: count(filedInYear) },
  {
    name: "filings.by_lateness",
    unit: "filings",
    query: by("p.lateness", filedInYear),
    total: { figure: "filings.received", key: "all" },
  },
  {
    name: "filings.in_time",
    unit: "percent",
    query: `select 'all' as key, round(100.0 * count(*) filter (where p.lateness = 'on_time') / nullif(count(*), 0), 1) as value, count(*) as size from ${filedInYear} and p.lateness <> 'no_time'`,
    follows: "filings.by_lateness",
  },
  {
    name: "filings.by_law",
    unit: "filings",
    query: by("p.pack_id || ' ' || p.pack_version", filedInYear),
    total: { figure: "filings.received", key: "all" },
  },
  {
    name: "filings.late_by_law",
    unit: "filings",
    query: by("p.pack_id || ' ' || p.pack_version", `${filedInYear} and p.lateness = 'late'`),
    total: { figure: "filings.by_lateness", key: "late" },
  },
  { name: "incidents.notified", unit: "incidents", query: count(incidents) },
  {
    name: "incidents.by_cause",
    unit: "incidents",
    query: by(
      "coalesce(c.cause, 'not_judged')",
      `${incidents} left join lateral (select k.cause from filing_causes k join filing_parts q on q.id = k.part_id
        where q.filing_reference = i.reference and k.organisation_id = :office order by k.judged_at desc limit 1) c on true`,
    ),
    total: { figure: "incidents.notified", key: "all" },
  },
  {
    name: "incidents.cross_border",
    unit: "incidents",
    query: by(
      `case when ${said("cross_border")} in ('yes', 'no', 'unknown') then ${said("cross_border")} else 'not_said' end`,
      incidents,
    ),
    total: { figure: "incidents.notified", key: "all" },
  },
  {
    name: "incidents.by_sector",
    unit: "incidents",
    query: by(
      "coalesce(o.sector, 'not_in_register')",
      `${incidents} left join constituents o on o.id = i.constituent_id`,
    ),
    total: { figure: "incidents.notified", key: "all" },
  },
  {
    name: "incidents.by_channel",
    unit: "incidents",
    query: by("i.channel", incidents),
    total: { figure: "incidents.notified", key: "all" },
  },
  {
    name: "times.detected_to_aware",
    unit: "hours_median",
    query: median(hoursBetween(`toguna_instant_of(${said("time_detected")})`, "i.aware_at"), incidents),
  },
  {
    name: "times.aware_to_filed",
    unit: "hours_median",
    query: median(hoursBetween("i.aware_at", "i.submitted_at"), incidents),
  },
  {
    name: "times.detected_to_final",
    unit: "hours_median",
    query: median(
      hoursBetween(
        `toguna_instant_of(${said("time_detected")})`,
        "(select min(z.submitted_at) from filing_parts z where z.organisation_id = :office and z.filing_reference = i.reference and z.stage = 'final' and z.standing <> 'disowned')",
      ),
      incidents,
    ),
  },
  {
    name: "times.filed_to_acknowledged",
    unit: "hours_median",
    query: median(
      hoursBetween("i.submitted_at", "h.acknowledged_at"),
      `${incidents} join filing_handlings h on h.part_id = i.id`,
    ),
  },
  {
    name: "times.filed_to_closed",
    unit: "hours_median",
    query: median(
      hoursBetween("i.submitted_at", "h.closed_at"),
      `${incidents} join filing_handlings h on h.part_id = i.id`,
    ),
  },
  {
    name: "filings.disowned",
    unit: "filings",
    query: count(
      `filing_parts p where p.organisation_id = :office and p.standing = 'disowned' and ${inYear("p.submitted_at")}`,
    ),
  },
  {
    name: "records.filed",
    unit: "entities",
    query: count(
      `(select constituent_id from yearly_records where organisation_id = :office and ${inYear("submitted_at")}
        union select constituent_id from filing_parts where organisation_id = :office and stage = 'yearly_record' and standing <> 'disowned' and ${inYear("submitted_at")}) r`,
    ),
  },
  {
    name: "records.violations",
    unit: "violations",
    query: `select 'all' as key, coalesce(sum((r.record ->> 'violations')::numeric), 0) as value, count(*) as size from (
      select distinct on (constituent_id, obligation_id, year) record from yearly_records where organisation_id = :office and ${inYear("submitted_at")}
      order by constituent_id, obligation_id, year, number desc) r`,
  },
  {
    name: "inspections.closed",
    unit: "inspections",
    query: count(`inspections n where n.organisation_id = :office and n.state = 'closed' and ${inYear("n.closed_at")}`),
  },
  {
    name: "inspections.findings",
    unit: "findings",
    query: by(
      "case when t.result = 'obstruction' then 'obstruction' else t.severity end",
      `inspection_items t join inspections n on n.id = t.inspection_id where t.organisation_id = :office and t.result in ('finding', 'obstruction') and n.state = 'closed' and ${inYear("n.closed_at")}`,
    ),
  },
  { name: "notices.given", unit: "notices", query: count(steps("notify", "matter")) },
  { name: "sanctions.decided", unit: "sanctions", query: count(steps("sanction", "matter")) },
  {
    name: "sanctions.by_kind",
    unit: "sanctions",
    query: by("coalesce(s.detail -> 'decided' ->> 'kind', 'other')", steps("sanction", "matter")),
    total: { figure: "sanctions.decided", key: "all" },
  },
  {
    name: "sanctions.amounts",
    unit: "money",
    query: `select coalesce(s.detail -> 'decided' ->> 'currency', m.currency) as key, sum((s.detail ->> 'amount')::numeric) as value, count(*) as size
      from office_steps s join matters m on m.id = s.subject_id where s.organisation_id = :office and s.subject_kind = 'matter' and s.kind = 'sanction'
        and s.detail ->> 'amount' is not null and ${inYear("s.at")} group by 1 order by 1`,
  },
  { name: "sanctions.appealed", unit: "appeals", query: count(steps("appeal", "matter")) },
  { name: "referrals.made", unit: "referrals", query: count(steps("refer", "matter")) },
  {
    name: "complaints.received",
    unit: "complaints",
    query: count(`complaints k where k.organisation_id = :office and ${inYear("k.received_at")}`),
  },
  {
    name: "complaints.by_outcome",
    unit: "complaints",
    query: by(
      "coalesce(k.outcome, case when k.state in ('inadmissible', 'withdrawn') then k.state else 'open' end)",
      `complaints k where k.organisation_id = :office and ${inYear("k.received_at")}`,
    ),
    total: { figure: "complaints.received", key: "all" },
  },
  {
    name: "deliberations.adopted",
    unit: "deliberations",
    query: count(
      `agenda_items a where a.organisation_id = :office and a.result = 'adopted' and ${inYear("a.decided_at")}`,
    ),
  },
];
