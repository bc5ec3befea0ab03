// Every figure that Toguna counts about itself: a name, a unit, and the text of the query that is also shown beside the number. `:from` and `:to` are the year's first instant and the next year's.
export interface FigureQuery {
  /** Stable: reports, packs and exports cite it. */
  name: string;
  unit: string;
  query: string;
}

const inYear = (column: string): string => `${column} >= :from and ${column} < :to`;
const median = (from: string, until: string, where: string, table: string): string =>
  `select percentile_cont(0.5) within group (order by extract(epoch from ${until} - ${from}) / 3600) from ${table} where ${where}`;

/**
 * A vulnerability counts from its publication on, as a case and with its reports: a number that is in a public report and grew before would tell of it.
 * Once published it is work that was done in the year in which it began.
 */
const isKept = (caseId: string): string =>
  `exists (select 1 from disclosures d where d.case_id = ${caseId} and not exists (select 1 from disclosure_editions e where e.case_id = d.case_id and e.state = 'published'))`;
const isCase = `not is_exercise and kind <> 'advice' and not ${isKept("cases.id")}`;
const isReport = (table: string): string =>
  `not ${table}.is_exercise and not exists (select 1 from case_reports x where x.report_id = ${table}.id and ${isKept("x.case_id")})`;

/** Exercises count nowhere. Test data and what was marked as demonstration are left out where a table knows them. Reports, cases and mails are never added together. */
export const figureQueries: readonly FigureQuery[] = [
  {
    name: "reports.received",
    unit: "reports",
    query: `select count(*) from reports r where ${isReport("r")} and ${inYear("received_at")}`,
  },
  {
    name: "reports.anonymous",
    unit: "reports",
    query: `select count(*) from reports r where r.is_anonymous and ${isReport("r")} and ${inYear("received_at")}`,
  },
  {
    name: "reports.assisted",
    unit: "reports",
    query: `select count(*) from reports r where ${isReport("r")} and exists (select 1 from office_reports o where o.report_id = r.id) and ${inYear("r.received_at")}`,
  },
  {
    name: "reports.hours_to_first_assessment",
    unit: "hours_median",
    query: `select percentile_cont(0.5) within group (order by extract(epoch from a.at - r.received_at) / 3600) from reports r
      join lateral (select min(at) as at from assessments where report_id = r.id) a on a.at is not null where ${isReport("r")} and ${inYear("r.received_at")}`,
  },
  {
    name: "cases.opened",
    unit: "cases",
    query: `select count(*) from cases where ${isCase} and ${inYear("opened_at")}`,
  },
  {
    name: "cases.closed",
    unit: "cases",
    query: `select count(*) from cases where ${isCase} and ${inYear("closed_at")}`,
  },
  {
    name: "cases.hours_to_close",
    unit: "hours_median",
    query: median("opened_at", "closed_at", `${isCase} and ${inYear("closed_at")}`, "cases"),
  },
  {
    name: "advice.asked",
    unit: "requests",
    query: `select count(*) from advice_requests where ${inYear("received_at")}`,
  },
  {
    name: "advice.answered",
    unit: "requests",
    query: `select count(*) from advice_requests where state = 'answered' and ${inYear("answered_at")}`,
  },
  {
    name: "register.constituents",
    unit: "organisations",
    query:
      "select count(*) from constituents where not is_demo and created_at < :to and (ended_at is null or ended_at >= :to)",
  },
  {
    name: "register.constituents_with_contact",
    unit: "organisations",
    query: `select count(*) from constituents c where not c.is_demo and c.created_at < :to and (c.ended_at is null or c.ended_at >= :to)
      and exists (select 1 from contacts k where k.constituent_id = c.id and k.created_at < :to and (k.ended_at is null or k.ended_at >= :to))`,
  },
  {
    name: "awareness.people_reached",
    unit: "people",
    query: `select coalesce(sum(women + men + unsaid), 0) from campaign_attendances where ${inYear("held_on")}`,
  },
  {
    name: "awareness.women_reached",
    unit: "people",
    query: `select coalesce(sum(women), 0) from campaign_attendances where ${inYear("held_on")}`,
  },
  {
    name: "awareness.trainings_held",
    unit: "trainings",
    query: `select count(*) from campaigns c where c.kind = 'training' and exists
      (select 1 from campaign_attendances a where a.campaign_id = c.id and ${inYear("a.held_on")})`,
  },
  {
    name: "awareness.campaigns_run",
    unit: "campaigns",
    query: `select count(*) from campaigns where kind = 'campaign' and ended_at is null and starts_on < :to and ends_on >= :from`,
  },
  {
    name: "surveys.answers",
    unit: "answers",
    query: `select count(*) from survey_answers where ${inYear("answered_on")}`,
  },
  {
    name: "committee.reviews_signed",
    unit: "reviews_a_year",
    query: `select count(*) from reviews where signed_at is not null and ${inYear("signed_at")}`,
  },
  {
    name: "committee.laws_adopted",
    unit: "laws",
    query:
      "select count(*) from law_steps where step = 'adopted' and state = 'yes' and replaced_by is null and said_at < :to",
  },
  {
    name: "log.publications",
    unit: "publications",
    query: `select count(*) from log_publications where ${inYear("at")}`,
  },
  {
    name: "rules.active",
    unit: "rules",
    query: "select count(*) from rules where state = 'active'",
  },
];
