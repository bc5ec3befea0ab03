// Lists leave as tables: the same rows as on the screen, in the reader's words, with a row in the log; what is for the team alone says no more than that.
import type { Hono } from "hono";
import { beforeAll, expect, test } from "vitest";
import { createApi } from "../../../backend/api.ts";
import type { HttpEnv } from "../../../backend/platform/http/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
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

beforeAll(async () => {
  world = await makeTestWorld();
  const cert = await addCert(world);
  senior = world.context(await addPerson(world, cert, "senior", "Awa"));
  api = createApi(world.services);
  await addConstituent(senior, { name: '=HYPERLINK("http://evil.example")', sector: "finance" });
  await addConstituent(senior, { name: "Банк", sector: "media" });
  await addReport(world, cert, { subject: "Ordinary", description: "Ordinary words" });
  const red = await addReport(world, cert, { subject: "For the team alone", description: "Secret" });
  await world.owner`update reports set marking = 'red' where id = ${red.id}`;
});

/** Asks a declared export as its route does, for a person. */
async function ask(name: string, query: Record<string, string>, ctx = senior): Promise<Response> {
  const declared = exportRoutes.find(({ path }) => path.endsWith(`/${name}`));
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

test("a TLP:RED report says only that it is there", async () => {
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
  expect(await (await ask("contacts", { format: "json" })).json()).toHaveLength(1203);
});

test("every export has its words, and refuses what it does not know by name", async () => {
  for (const declared of exportRoutes) {
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
  expect(() => exportRoutes[0]?.query?.parse({ format: "pdf" })).toThrow("Expected one of csv, xlsx, json.");
  expect(() => exportRoutes[0]?.query?.parse({ zone: "Mars" })).toThrow("Expected a time zone");
  expect(() => exportRoutes[0]?.query?.parse({ cursor: newId() })).toThrow("cursor");
  expect((await api.request("/api/v1/desk/exports/constituents")).status).toBe(401);
});
