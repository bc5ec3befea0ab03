// Lists leave as tables: the same rows as on the screen, in the reader's words, with a row in the log; what is for the team alone says no more than that.
import type { Hono } from "hono";
import { beforeAll, expect, test } from "vitest";
import { createApi } from "../../../backend/api.ts";
import type { HttpEnv } from "../../../backend/platform/http/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { approveRelease, releaseAlone } from "../../../backend/coordination/four-eyes/decide-release.ts";
import { bindFourEyes } from "../../../backend/coordination/four-eyes/model.ts";
import { plainFilter } from "../../../backend/reporting/exports/ask-export.ts";
import { CasesQuery, QueueQuery } from "../../../backend/reporting/lists/model.ts";
import { allowStepUp } from "../../support/allow-step-up.ts";
import { exportRoutes } from "../../../backend/reporting/exports/routes.ts";
import { readSheet } from "../../../backend/platform/sheets/index.ts";
import { wordsIn, wordsLanguages } from "../../../backend/platform/words/index.ts";
import { addConstituent } from "../../../backend/registry/add-constituent.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson, addReport } from "../../support/desk-world.ts";
import type { Context } from "../../../backend/platform/context/index.ts";

let world: TestWorld;
let senior: Context;
let api: Hono<HttpEnv>;
let lead: Context;
let other: string;

beforeAll(async () => {
  world = await makeTestWorld();
  const cert = await addCert(world);
  senior = world.context(await addPerson(world, cert, "senior", "Awa"));
  const lea = await addPerson(world, cert, "lead", "Lea");
  lead = world.context(lea);
  other = lea.personId;
  api = createApi(world.services);
  await addConstituent(senior, { name: '=HYPERLINK("http://evil.example")', sector: "finance" });
  await addConstituent(senior, { name: "Банк", sector: "media" });
  await addReport(world, cert, { subject: "Ordinary", description: "Ordinary words" });
  const red = await addReport(world, cert, { subject: "For the team alone", description: "Secret" });
  await world.owner`update reports set marking = 'red' where id = ${red.id}`;
});

/** The word of a second person for this asker, list and filter. */
async function agree(list: string, filter: Record<string, unknown>, at = new Date()): Promise<string> {
  const [id, eyes] = [newId(), newId()];
  const by = senior.actor.kind === "person" ? senior.actor.personId : "";
  await world.owner`insert into export_requests (id, list, filter, reason, asked_by, asked_at) values (${id}, ${list}, ${world.owner.json(filter as never)}, 'For the ministry', ${by}, ${at})`;
  await world.owner`insert into four_eyes (id, kind, subject_id, version, title, asked_by, asked_at, state, decided_by, decided_at)
    values (${eyes}, 'export', ${id}, 1, 'reports', ${by}, ${at}, 'approved', ${other}, ${at})`;
  return id;
}

/** Asks a declared export as its route does, for a person. */
async function ask(name: string, query: Record<string, string>, ctx = senior): Promise<Response> {
  const declared = exportRoutes.find(({ path, method }) => method === "get" && path.endsWith(`/${name}`));
  if (!declared) throw new Error(`no export ${name}`);
  return (await declared.handle({
    ctx,
    query: declared.query?.parse(query),
    params: {},
    body: undefined,
    c: {} as never,
  })) as Response;
}

test("the register leaves as CSV, XLSX and JSON with the list's filter, in words and without formulas", async () => {
  const csv = await ask("constituents", { language: "fr", sector: "finance" });
  expect(csv.headers.get("content-disposition")).toMatch(/^attachment; filename="constituents-\d{4}-\d\d-\d\d\.csv"$/);
  const text = await csv.text();
  expect(text).toContain("Référence,Nom,Secteur");
  expect(text).toContain("'=HYPERLINK");
  expect(text).toContain(wordsIn("fr")("desk.directory.sector.finance"));
  expect(text).not.toContain("Банк");
  const xlsx = await readSheet(
    new Uint8Array(await (await ask("constituents", { format: "xlsx", language: "mn" })).arrayBuffer()),
  );
  expect(xlsx.header.slice(0, 3)).toEqual(["Лавлах дугаар", "Нэр", "Салбар"]);
  expect(xlsx.rows.map(({ cells }) => cells[1])).toEqual(['=HYPERLINK("http://evil.example")', "Банк"]);
  const json = (await (await ask("constituents", { format: "json" })).json()) as { sector: string }[];
  expect(json.map(({ sector }) => sector)).toEqual(["finance", "media"]);
  const acts = await world.owner`select object_id, detail from audit_log where action = 'list.export' order by at, id`;
  expect(acts).toEqual([
    { object_id: "constituents", detail: { format: "csv", rows: 1, filter: { sector: "finance" } } },
    { object_id: "constituents", detail: { format: "xlsx", rows: 2, filter: {} } },
    { object_id: "constituents", detail: { format: "json", rows: 2, filter: {} } },
  ]);
});

test("reports, cases, people and contacts leave after a second person's word: for its asker, its filter and a day", async () => {
  for (const list of ["reports", "cases", "people", "contacts"])
    await expect(ask(list, {}, list === "people" ? lead : senior)).rejects.toMatchObject({
      words: "exports.second_person",
    });
  const asking = exportRoutes.find(({ path }) => path.endsWith("/exports/reports/requests"))!;
  const asked = (await asking.handle({
    ctx: senior,
    query: undefined,
    params: {},
    body: { filter: { severity: "high" }, reason: "For the ministry" },
    c: {} as never,
  })) as { requestId: string };
  const filter = { severity: "high" };
  await expect(ask("reports", filter)).rejects.toMatchObject({ words: "exports.second_person" });
  await expect(approveRelease(senior, asked.requestId)).rejects.toMatchObject({ code: "refused" });
  await allowStepUp(world, lead, bindFourEyes.approve(asked.requestId));
  await approveRelease(lead, asked.requestId);
  expect((await ask("reports", filter)).headers.get("content-disposition")).toContain("reports-");
  // Another filter, another person, and a day later: a word of its own.
  await expect(ask("reports", { severity: "critical" })).rejects.toMatchObject({ words: "exports.second_person" });
  await expect(ask("reports", filter, lead)).rejects.toMatchObject({ words: "exports.second_person" });
  await world.owner`update four_eyes set decided_at = now() - interval '25 hours' where id = ${asked.requestId}`;
  await expect(ask("reports", filter)).rejects.toMatchObject({ words: "exports.second_person" });
});

test("in an emergency a lead releases the own export alone, and the others are told", async () => {
  const asking = exportRoutes.find(({ path }) => path.endsWith("/exports/people/requests"))!;
  const body = { reason: "The ministry is on the line" };
  const { requestId } = (await asking.handle({ ctx: lead, query: undefined, params: {}, body, c: {} as never })) as {
    requestId: string;
  };
  await allowStepUp(world, lead, bindFourEyes.alone(requestId));
  await releaseAlone(lead, requestId, { reason: "Nobody else is in the house" });
  expect(await (await ask("people", {}, lead)).text()).toContain("Lea");
  const told =
    await world.owner`select subject, body from outgoing_mails where cause like ${`four-eyes:${requestId}:%`}`;
  expect(told).toMatchObject([{ body: expect.stringContaining("Lea") }]);
});

test("a TLP:RED report says only that it is there", async () => {
  await agree("reports", plainFilter(QueueQuery, {}));
  const rows = (await (await ask("reports", { format: "json" })).json()) as { title: string }[];
  expect(rows.map(({ title }) => title).sort()).toEqual(["Ordinary", "TLP:RED"]);
});

test("a table is as long as its list, page by page", async () => {
  const kept = await world.owner<{ id: string }[]>`select id from constituents limit 1`;
  const contacts = Array.from({ length: 1203 }, () => ({
    id: newId(),
    constituent_id: kept[0]?.id ?? "",
    name: "Somebody",
    role: "other",
  }));
  await world.owner`insert into contacts ${world.owner(contacts)}`;
  await agree("contacts", {});
  expect(await (await ask("contacts", { format: "json" })).json()).toHaveLength(1203);
});

test("every export has its words, and refuses what it does not know by name", async () => {
  await agree("reports", plainFilter(QueueQuery, {}));
  await agree("cases", plainFilter(CasesQuery, {}));
  await agree("people", {});
  await agree("contacts", {});
  for (const declared of exportRoutes.filter(({ method }) => method === "get")) {
    const text = await (
      await ask(
        declared.path.split("/").at(-1) ?? "",
        {},
        {
          ...senior,
          actor: {
            kind: "person",
            personId: senior.actor.kind === "person" ? senior.actor.personId : "",
            organisationId: newId(),
            sessionId: newId(),
            roles: ["lead", "administrator", "auditor"],
          },
        },
      )
    ).text();
    expect(text.slice(1).split("\r\n")[0], declared.path).not.toMatch(/exports\./);
  }
  for (const language of wordsLanguages) expect(wordsIn(language)("exports.act")).not.toBe("");
  const someExport = exportRoutes.find(({ method }) => method === "get");
  expect(() => someExport?.query?.parse({ format: "pdf" })).toThrow("Expected one of csv, xlsx, json.");
  expect(() => someExport?.query?.parse({ zone: "Mars" })).toThrow("Expected a time zone");
  expect(() => someExport?.query?.parse({ cursor: newId() })).toThrow("cursor");
  expect((await api.request("/api/v1/desk/exports/constituents")).status).toBe(401);
});
