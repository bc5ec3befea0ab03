// Charts against data that was counted by hand: what is a report, an incident and a case, what is kept apart, who sees which, and what an authority's own rows give.
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type Context } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { readOnly, withTransaction } from "../../../backend/platform/db/index.ts";
import { importAreaFile, previewAreaImport } from "../../../backend/registry/index.ts";
import { countChart } from "../../../backend/reporting/charts/count/index.ts";
import { keepFigures } from "../../../backend/reporting/charts/keep-figures.ts";
import { askNow, keepCubes } from "../../../backend/reporting/charts/keep-cubes.ts";
import type { ShownChart } from "../../../backend/reporting/charts/model.ts";
import { exportChart, listCharts, readChart } from "../../../backend/reporting/charts/read-charts.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addObservable, addPerson, addReport } from "../../support/desk-world.ts";
import { addEntity } from "../../support/filings-world.ts";

let world: TestWorld;
let cert: string;
let analyst: Context;
let conflicted: Context;
let member: Context;
let officer: Context;
let foreign: Context;
const ids: Record<string, string> = {};

const at = (day: string): Date => new Date(`${day}T09:00:00Z`);
async function addCase(of: {
  reports?: string[];
  openedAt: string;
  closedAt?: string;
  outcome?: string;
  class?: string;
  isRestricted?: boolean;
}): Promise<string> {
  const id = newId();
  const { owner } = world;
  await owner`insert into cases (id, reference, organisation_id, title, severity, rsit_class, opened_at, closed_at, status, close_outcome, is_restricted)
    values (${id}, ${id}, ${cert}, 'A case', 'high', ${of.class ?? "fraud"}, ${at(of.openedAt)}, ${of.closedAt ? at(of.closedAt) : null}, ${of.closedAt ? "closed" : "open"}, ${of.outcome ?? null}, ${of.isRestricted ?? false})`;
  for (const report of of.reports ?? [])
    await owner`insert into case_reports (case_id, report_id, joined_at) values (${id}, ${report}, ${at(of.openedAt)})`;
  return id;
}
const report = async (day: string, more: Parameters<typeof addReport>[2] = {}): Promise<string> =>
  (await addReport(world, cert, { receivedAt: at(day), ...more })).id;
const cell = (chart: ShownChart, panel: string, row: string, series = 0): string | undefined =>
  chart.panels.find(({ id }) => id === panel)?.table.rows.find(({ label }) => label.startsWith(row))?.cells[series];

beforeAll(async () => {
  world = await makeTestWorld({ startAt: at("2026-11-22") });
  cert = await addCert(world);
  analyst = world.context(await addPerson(world, cert, "analyst", "Awa"));
  conflicted = world.context(await addPerson(world, cert, "analyst", "Binta"));
  const { owner } = world;
  const [office, authority, other] = [newId(), newId(), newId()];
  await owner`insert into organisations (id, kind, name) values (${office}, 'office', 'Comité'), (${authority}, 'authority', 'APDP'), (${other}, 'authority', 'Banque centrale')`;
  member = world.context(await addPerson(world, office, "committee_member", "Moussa"));
  officer = world.context(await addPerson(world, authority, "officer", "Oumar"));
  foreign = world.context(await addPerson(world, other, "officer", "Issa"));
  ids["authority"] = authority;

  // March: three reports, two in one case (one incident), one by itself (one incident); one case.
  const [a, b] = [await report("2026-03-02"), await report("2026-03-03")];
  ids["single"] = await report("2026-03-10", { rsitClass: "intrusions", rsitType: "system-compromise" });
  ids["case"] = await addCase({ reports: [a, b], openedAt: "2026-03-04", closedAt: "2026-03-06", outcome: "resolved" });
  // April: a rejected one, a test, an exercise, one whose case was no incident, one that a restricted case keeps apart, and a case without a report.
  await report("2026-04-01", { status: "rejected" });
  await report("2026-04-02", { rsitClass: "test", rsitType: "test" });
  const drill = await report("2026-04-03");
  await owner`update reports set is_exercise = true where id = ${drill}`;
  await addCase({
    reports: [await report("2026-04-04")],
    openedAt: "2026-04-05",
    closedAt: "2026-04-06",
    outcome: "false_positive",
  });
  await addCase({ reports: [await report("2026-04-07")], openedAt: "2026-04-07", isRestricted: true });
  await addCase({ openedAt: "2026-04-08", class: "availability" });
  // Two kinds of case that are no incidents: a vulnerability under embargo with its report, and a request for advice.
  const flaw = await addCase({ reports: [await report("2026-04-09")], openedAt: "2026-04-09" });
  const advice = await addCase({ openedAt: "2026-04-10" });
  await owner`update cases set kind = case when id = ${flaw} then 'vulnerability' else 'advice' end where id in (${flaw}, ${advice})`;
  // A constituent, and somebody who must not work on it.
  const { constituentId } = await addEntity(world, "Banque", ["bank"]);
  await owner`insert into report_constituents (report_id, constituent_id) values (${ids["single"] ?? ""}, ${constituentId})`;
  const { actor } = conflicted;
  const personId = actor.kind === "person" ? actor.personId : "";
  await owner`insert into conflicts (id, person_id, constituent_id, reason, declared_by, declared_at) values (${newId()}, ${personId}, ${constituentId}, 'A cousin', ${personId}, now())`;
  await addObservable(world, a, { kind: "url", value: "https://Faux-Banque.example/login" });
  await addObservable(world, b, { kind: "domain", value: "faux-banque.example" });
  await owner`insert into messages (id, report_id, direction, channel, author_id, body, at) values (${newId()}, ${a}, 'to_reporter', 'receipt', ${personId}, 'Bonjour', '2026-03-02T15:00:00Z')`;
  ids["constituent"] = constituentId;
});

describe("reports, incidents and cases", () => {
  test("are counted each by itself: one case of two reports is one incident; what is no incident, an exercise or kept apart is none", async () => {
    const chart = await readChart(analyst, "volume", "en");
    // 3 reports, 2 incidents, 1 case in March.
    expect([0, 1, 2].map((one) => cell(chart, "months", "March 2026", one))).toEqual(["3", "2", "1"]);
    // In April: all but the exercise and the one kept apart were reported; one incident is the case without a report; two cases are not kept apart.
    expect([0, 1, 2].map((one) => cell(chart, "months", "April 2026", one))).toEqual(["3", "1", "2"]);
    expect(chart.panels[0]?.n).toContain("Reports 2026 6");
    expect(chart.panels[0]?.notes[0]).toContain("22 November 2026");
  });

  test("incidents have the class of their case, else of their report", async () => {
    const chart = await readChart(analyst, "classes", "en");
    expect(["Fraud", "Intrusion", "Availability", "Abusive content"].map((name) => cell(chart, "years", name))).toEqual(
      ["1", "0", "1", "0"],
    );
    expect(chart.panels[0]?.table.rows.map(({ cells }) => Number(cells[0])).reduce((so, one) => so + one, 0)).toBe(3);
  });

  test("the same once the job has kept them; who has a conflict of interest counts without what it concerns", async () => {
    const live = await readChart(analyst, "volume", "en");
    await keepCubes(world.context({ kind: "system", job: "charts.count" }));
    const [kept] = await world.owner<
      { n: number }[]
    >`select count(*)::int as n from chart_cubes where audience = 'desk'`;
    expect(kept?.n).toBe(9);
    const again = await readChart(analyst, "volume", "en");
    expect(again.panels[0]?.table).toEqual(live.panels[0]?.table);
    const without = await readChart(conflicted, "volume", "en");
    expect([0, 1, 2].map((one) => cell(without, "months", "March 2026", one))).toEqual(["2", "1", "1"]);
    const sectors = await readChart(conflicted, "sectors", "en");
    expect(
      sectors.panels[0]?.table.rows.flatMap(({ cells }) => cells).filter((text) => text !== "0").length,
    ).toBeLessThan(3);
  });
});

test("times are from receipt to the first act of a person, and to the close, by the month of the beginning", async () => {
  const chart = await readChart(analyst, "times", "en");
  // One was answered after six hours, one joined its case after a day; the case was closed after two days.
  expect(cell(chart, "acknowledge", "March 2026")).toBe("15");
  expect(cell(chart, "close", "March 2026")).toBe("48");
  expect(cell(chart, "contain", "March 2026")).toBe("–");
});

test("a phishing name counts once, on the day it was first seen, however it was written; takedowns by how long they took", async () => {
  const { owner } = world;
  const { actor } = analyst;
  const by = actor.kind === "person" ? actor.personId : "";
  for (const days of [0.5, 2, 40])
    await owner`insert into takedowns (id, reference, kind, target, to_role, to_name, language, reason, marking, state, asked_by, asked_at, down_at)
      values (${newId()}, ${newId()}, 'takedown', 'x.example', 'host', 'A host', 'fr', 'Fraud', 'green', 'down', ${by}, '2026-06-01T00:00:00Z', '2026-06-01T00:00:00Z'::timestamptz + make_interval(secs => ${days * 86_400}))`;
  const first = await addReport(world, cert, { receivedAt: at("2026-11-15") });
  await addObservable(world, first.id, { kind: "url", value: "http://www.Paiement.example:8080/a" });
  await addObservable(world, first.id, { kind: "domain", value: "www.paiement.example" });
  const chart = await readChart(conflicted, "phishing", "en");
  expect(cell(chart, "domains", "15 November 2026")).toBe("1");
  expect(chart.panels[1]?.table.rows.map(({ cells }) => cells[0])).toEqual(["1", "1", "0", "0", "1", "0"]);
});

test("notifications go through steps, and findings are counted once for an address, port and day", async () => {
  const { owner } = world;
  const [run, list] = [newId(), newId()];
  await owner`insert into notification_runs (id, reference, title, marking, filter, texts, roles, state, created_at) values (${run}, 'N-1', 'RDP', 'green', '{}', '{}', '{security}', 'draft', now())`;
  await owner`insert into notification_targets (run_id, constituent_id, row_count, state, asked_at, first_answered_at, closed_at)
    values (${run}, ${ids["constituent"] ?? ""}, 1, 'fixed', '2026-05-01', '2026-05-02', '2026-05-03')`;
  await owner`insert into findings_lists (id, title, file_name, sha256, header, mapping, row_count, state, created_at) values (${list}, 'RDP', 'a.csv', ${Buffer.alloc(32)}, '{ip}', '{}', 3, 'done', now())`;
  for (const [line, address] of [
    [1, "192.0.2.1"],
    [2, "192.0.2.1"],
    [3, "192.0.2.2"],
  ] as const)
    await owner`insert into findings_rows (list_id, line, outcome, address, port, at, what, attribution) values (${list}, ${line}, 'kept', ${address}, 3389, '2026-05-01T10:00:00Z', 'accessible-rdp', 'nobody')`;
  const notified = await readChart(conflicted, "notified", "en");
  expect(notified.panels[0]?.table.rows[0]?.cells).toEqual(["1", "1", "1"]);
  const exposure = await readChart(conflicted, "exposure", "en");
  expect(cell(exposure, "kinds", "accessible-rdp")).toBe("2");
  expect(cell(exposure, "months", "May 2026")).toBe("2");
});

describe("who sees which", () => {
  test("the desk, the committee and an authority have their own; another's chart is not there", async () => {
    expect(listCharts(analyst)).not.toContain("causes");
    expect(listCharts(officer)).toEqual(["causes", "clocks", "formalities", "maturity", "losses"]);
    await expect(readChart(officer, "volume", "en")).rejects.toMatchObject({ code: "not_found" });
    await expect(readChart(analyst, "clocks", "en")).rejects.toMatchObject({ code: "not_found" });
  });

  test("the committee is shown no small number", async () => {
    const chart = await readChart(member, "volume", "en");
    expect(cell(chart, "months", "March 2026")).toBe("fewer than 5");
    const sectors = await readChart(member, "sectors", "en");
    expect(
      sectors.panels
        .flatMap(({ table }) => table.rows.flatMap(({ cells }) => cells))
        .filter((text) => /^[1-4]$/.test(text)),
    ).toEqual([]);
  });

  test("what is exported is stamped with who took it", async () => {
    const rows = await exportChart(analyst, "volume", "en");
    expect(rows.find(({ row, series }) => row === "March 2026" && series === "Reports")?.value).toBe("3");
    expect(rows.at(-1)?.panel).toContain("Internal");
    expect(rows.at(-1)?.panel).toContain(analyst.actor.kind === "person" ? analyst.actor.personId : "");
  });
});

test("an authority's charts are of what was filed with it: causes, user-hours, times, losses, formalities, inspections; another authority's are empty", async () => {
  const { owner } = world;
  const { authority = "", constituent = "" } = ids;
  const file = async (
    reference: string,
    lateness: string,
    fields: Record<string, string>,
    expects: unknown[] = [],
  ): Promise<string> => {
    const [id, filing] = [newId(), newId()];
    const [entity] = await owner<
      { organisation_id: string }[]
    >`select organisation_id from constituents where id = ${constituent}`;
    await owner`insert into filings (id, reference, organisation_id, constituent_id, entity_name, channel, language, profile, events, pins, opened_at)
      values (${filing}, ${reference}, ${entity?.organisation_id ?? ""}, ${constituent}, 'Banque', 'console', 'fr', '{}', '{}', '[]', now())`;
    await owner`insert into filing_versions (filing_id, number, organisation_id, kind, answers, submitted_at) values (${filing}, 1, ${entity?.organisation_id ?? ""}, 'first', '{}', now())`;
    await owner`insert into filing_parts (id, filing_id, number, filing_reference, receipt_number, organisation_id, addressee, entity_organisation_id, constituent_id, entity_name, entity_reference, channel, language, pack_id, pack_version, pack_sha256,
        stage, fields, content_sha256, submitted_at, entered_at, clock_kind, due_at, lateness, expects, standing, delivery)
      values (${id}, ${filing}, 1, ${reference}, ${newId()}, ${authority}, 'ml-apdp', ${entity?.organisation_id ?? ""}, ${constituent}, 'Banque', 'C-1', 'console', 'fr', 'zz.gone', '1.0.0', ${"0".repeat(64)},
        'initial', ${owner.json(Object.entries(fields).map(([key, value]) => ({ id: key, value, pack: "zz.gone" })))}, ${"0".repeat(64)}, '2026-05-05', '2026-05-05', 'duration', '2026-05-06', ${lateness}, ${owner.json(expects as never)}, 'confirmed', 'platform')`;
    return id;
  };
  const one = await file(
    "F-1",
    "on_time",
    { users_affected: "12 000 clients", duration: "2 heures", loss_amount: "2 000 000 F CFA" },
    [{ stage: "final", due: null }],
  );
  await file("F-2", "late", { users_affected: "many", loss_amount: "unknown" });
  await owner`insert into filing_causes (part_id, organisation_id, constituent_id, cause, judged_by, judged_at)
    select ${one}, ${authority}, ${constituent}, 'human_error', p.id, now() from people p limit 1`;
  const causes = await readChart(officer, "causes", "en");
  expect(cell(causes, "incidents", "Human error")).toBe("1");
  expect(cell(causes, "user_hours", "Human error")).toBe("24,000");
  expect(causes.panels[1]?.notes).toContain("Incidents without users or duration: 1");
  const clocks = await readChart(officer, "clocks", "en");
  expect(clocks.panels[0]?.table.rows.map(({ label, cells }) => [label, ...cells])).toEqual([
    ["zz.gone 1.0.0: final", "0", "0", "1", "0"],
    ["zz.gone 1.0.0: initial", "1", "1", "0", "0"],
  ]);
  const losses = await readChart(officer, "losses", "en");
  expect(losses.panels.map(({ title }) => title)).toEqual(["Losses in XOF"]);
  expect(cell(losses, "XOF", "Below 10 million")).toBe("1");
  expect(losses.panels[0]?.notes).toEqual([
    "Median: 2,000,000",
    "Declared in words that could not be read as a number: 1",
  ]);
  for (const chart of listCharts(foreign)) expect((await readChart(foreign, chart, "fr")).isEmpty, chart).toBe(true);
});

describe("figures by day", () => {
  const charts = ["volume", "classes", "sectors"] as const;
  /** Both ways of counting, of one moment. */
  const countBoth = async (): Promise<{ direct: unknown[]; kept: unknown[] }> =>
    await withTransaction(
      world.context({ kind: "system", job: "charts.count" }),
      async (tx) => {
        const asked = askNow(tx, analyst, null);
        await keepFigures(tx, asked);
        const count = async (hasFigures: boolean): Promise<unknown[]> => {
          const cubes: unknown[] = [];
          for (const chart of charts) cubes.push((await countChart(chart, { ...asked, hasFigures })).panels);
          return cubes;
        };
        return { direct: await count(false), kept: await count(true) };
      },
      "system",
      { isOneMoment: true },
    );
  const anewOf = async (): Promise<unknown> => {
    const { owner } = world;
    const days = async () => [
      ...(await owner`select kind, day::text, class, sector, entity, n from chart_days order by 1, 2, 3, 4, 5`),
    ];
    const before = await days();
    await owner`delete from chart_figures`;
    await countBoth();
    expect(await days()).toEqual(before);
    return before;
  };

  test("kept day by day they are what counting everything gives, whatever became of reports and cases meanwhile: also what is restricted, under embargo, rejected, merged, an exercise", async () => {
    const { owner } = world;
    const classes = ["fraud", "intrusions", "availability", "test"];
    const day = (n: number) => new Date(Date.UTC(2025, 0, 1 + n, n % 24)).toISOString();
    const act: Record<string, (a: number, b: number) => Promise<unknown>> = {
      report: async (a, b) =>
        await report(day(a % 690).slice(0, 10), { rsitClass: classes[b % 4] ?? "fraud", rsitType: "phishing" }),
      case: async (a, b) => await addCase({ openedAt: day(a % 690).slice(0, 10), class: classes[b % 4] ?? "fraud" }),
      join: async (a, b) =>
        await owner`insert into case_reports (case_id, report_id, joined_at) select k.id, r.id, now() from
          (select id from cases order by id offset ${a} % (select count(*) from cases) limit 1) k, (select r.id from reports r where not exists (select 1 from case_reports c where c.report_id = r.id)
            order by r.id offset ${b} % greatest(1, (select count(*) from reports r where not exists (select 1 from case_reports c where c.report_id = r.id))) limit 1) r`,
      leave: async (a) =>
        await owner`delete from case_reports where report_id in (select report_id from case_reports order by report_id offset ${a % 7} limit 1)`,
      concern: async (a, b) =>
        await owner`insert into report_constituents (report_id, constituent_id) select r.id, n.id from (select id from reports order by id offset ${a} % (select count(*) from reports) limit 1) r,
          (select id from constituents order by id offset ${b} % (select count(*) from constituents) limit 1) n on conflict do nothing`,
      sector: async (a) =>
        await owner`update constituents set sector = ${a % 2 ? "finance" : "health"} where id = (select id from constituents order by id offset ${a} % (select count(*) from constituents) limit 1)`,
      reportChange: async (a, b) =>
        await owner`update reports set status = ${b % 3 === 0 ? "rejected" : "triaged"}, is_exercise = ${b % 5 === 0}, rsit_class = ${classes[b % 4] ?? "fraud"}
          where id = (select id from reports order by id offset ${a} % (select count(*) from reports) limit 1)`,
      caseChange: async (a, b) =>
        await owner`update cases set is_restricted = ${b % 4 === 0}, kind = ${b % 3 === 0 ? "vulnerability" : "incident"}, rsit_class = ${b % 2 ? "availability" : null}, is_exercise = ${b % 7 === 0},
            close_outcome = ${b % 5 === 0 ? "false_positive" : "resolved"}, closed_at = now(), status = 'closed' where id = (select id from cases order by id offset ${a} % (select count(*) from cases) limit 1)`,
    };
    const number = fc.nat({ max: 2000 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...Object.keys(act)), number, number), { minLength: 5, maxLength: 25 }),
        async (acts) => {
          for (const [name, a, b] of acts)
            await act[name]?.(a, b).catch((error: unknown) => {
              // What the database refuses (an exercise beside real work) did not happen.
              if (!(error instanceof Error && "code" in error && error.code === "42501")) throw error;
            });
          const { direct, kept } = await countBoth();
          expect(kept).toEqual(direct);
        },
      ),
      { numRuns: 12 },
    );
    // Nothing was touched that was not counted anew: all of it once more gives the same rows.
    expect(await anewOf()).not.toEqual([]);
    expect(await owner`select 1 from chart_touched`).toHaveLength(0);
  });

  test("nobody but the worker sees them", async () => {
    for (const asker of [analyst, member, officer])
      for (const table of ["chart_facts", "chart_days", "chart_figures"])
        expect(await readOnly(asker, async (tx) => [...(await tx.execute(sql.raw(`select 1 from ${table}`)))])).toEqual(
          [],
        );
  });
});

test("regions are drawn as tiles until a map file gave each its shape, found by id or by name; then as a map", async () => {
  const console = world.context({ kind: "system", job: "areas.import_at_console" });
  const bring = async (name: string, text: string) =>
    await importAreaFile(console, { name, bytes: Buffer.from(text) }, undefined);
  await bring(
    "areas.csv",
    "id,parent,level,name_fr,population,tile_column,tile_row\nZZ,,country,Pays,,,\nZZ-1,ZZ,region,Ségou,100000,0,0\nZZ-2,ZZ,region,Gao,200000,1,0\n",
  );
  await report("2026-05-05");
  await world.owner`update reports set area_id = 'ZZ-1' where received_at = ${at("2026-05-05")}`;
  const tiles = await readChart(conflicted, "areas", "en");
  expect(tiles.panels[0]?.wide).not.toContain('<path d="M0 0L');
  const square = (x: number) => [
    [
      [x, 10],
      [x + 1, 10],
      [x + 1, 11],
      [x, 11],
      [x, 10],
    ],
  ];
  const feature = (x: number, properties: Record<string, string>) => ({
    type: "Feature",
    properties,
    geometry: { type: "Polygon", coordinates: square(x) },
  });
  const file = (...features: unknown[]) => JSON.stringify({ type: "FeatureCollection", features });
  const lost = { name: "lost.geojson", bytes: Buffer.from(file(feature(0, { shapeName: "Nowhere" }))) };
  expect((await previewAreaImport(console, lost)).problems).toMatchObject([{ line: 1, code: "shape_unknown" }]);
  const whole = file(feature(0, { shapeName: "SEGOU" }), feature(1, { id: "ZZ-2" }));
  const looked = await previewAreaImport(console, { name: "map.geojson", bytes: Buffer.from(whole) });
  expect(looked.changes.map(({ id, fields }) => [id, fields])).toEqual([
    ["ZZ-1", ["shape"]],
    ["ZZ-2", ["shape"]],
  ]);
  await bring("map.geojson", whole);
  const map = await readChart(conflicted, "areas", "en");
  expect(map.panels[0]?.wide.match(/<path d="M[\d. L]+Z"/g)).toHaveLength(2);
  expect(map.panels[0]?.wide).toContain("<title>Ségou: 1</title>");
  expect(cell(map, "rates", "Ségou")).toBe("1");
});
