// Recipes of the access matrix for authorities' years: reports, yearly records, requalifications, filings that nobody owns. Where its house stands no law asks for a yearly record.
import { randomBytes } from "node:crypto";
import { stepUpForReport } from "../../backend/compliance/yearly/model.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { Asker, House } from "./access-matrix.ts";
import { type Asked, missing, type Recipe, recipe, reason } from "./access-recipe.ts";
import { makeAuthorityRows, organisationOf, type OwnRows } from "./access-recipes-authority.ts";
import { addYearlyRows, type YearlyRows } from "./rows-of-yearly.ts";

type Rows = OwnRows & YearlyRows;

async function makeYear(house: House, asker: Asker): Promise<Rows> {
  const rows = await makeAuthorityRows(house, asker);
  const entityOrganisationId = await organisationOf(house, "constituent");
  const year = await addYearlyRows(house.world, {
    personId: asker.personId,
    authorityId: rows.authority,
    addressee: "apdp",
    constituentId: rows.constituentId,
    entityOrganisationId,
    partId: rows.part,
    complaintId: rows.complaint,
    bytes: randomBytes(32),
  });
  return { ...rows, ...year };
}

/** A guest's filing with the house's authority; in the name of the house's entity where `reference` is that of one. */
async function makeGuest(house: House, asker: Asker, isDisowned = false): Promise<{ part: string; filing: string }> {
  const rows = await makeYear(house, asker);
  const [part, filing] = [newId(), newId()];
  const { owner } = house.world;
  // The entry that the person's organisation is asked as: the first of its own.
  const [entry] = await owner<{ reference: string }[]>`select reference from constituents
    where organisation_id = ${await organisationOf(house, "constituent")} order by ended_at nulls first, created_at, id limit 1`;
  const guest = owner.json({ organisation: "x", reference: entry?.reference ?? "x", contact: "x" });
  await owner`insert into filings (id, reference, entity_name, channel, language, profile, events, pins, opened_at)
    values (${filing}, ${filing}, 'x', 'guest', 'fr', '{}', '{}', '[]', now())`;
  await owner`insert into filing_parts (id, filing_id, number, filing_reference, receipt_number, organisation_id, addressee, entity_name, channel, language, pack_id, pack_version, pack_sha256, stage,
      fields, content_sha256, submitted_at, entered_at, clock_kind, lateness, standing, delivery, guest)
    values (${part}, ${filing}, 1, ${filing}, ${part}, ${rows.authority}, 'apdp', 'x', 'guest', 'fr', 'ml.data-protection', '1.0.0', ${"0".repeat(64)}, 'authority',
      '[]', ${"0".repeat(64)}, now(), now(), 'none_in_law', 'no_time', ${isDisowned ? "disowned" : "unconfirmed"}, 'platform', ${guest})`;
  if (isDisowned)
    await owner`insert into filing_disownings (id, part_id, organisation_id, side, said_by, said_by_name, said_at, reason)
      values (${newId()}, ${part}, ${rows.authority}, 'authority', ${asker.personId}, 'Oumar', now(), 'A joke')`;
  return { part, filing };
}

const one = (key: keyof Rows, more: (rows: Rows) => Partial<Asked> = () => ({})): Recipe =>
  recipe(
    async (house, asker, target) => {
      const rows = await makeYear(house, asker);
      return { params: { id: target === "missing" ? newId() : rows[key] }, ...more(rows) };
    },
    { also: missing },
  );
const guest = (key: "part" | "filing", name: string, isDisowned = false): Recipe =>
  recipe(
    async (house, asker, target) => {
      const made = await makeGuest(house, asker, isDisowned);
      return { params: { [name]: target === "missing" ? newId() : made[key] }, body: { reason } };
    },
    { also: missing },
  );
const ofYear = (more: Partial<Asked> = {}): Recipe =>
  recipe(
    async (house, asker, target) => {
      await makeYear(house, asker);
      return { params: { year: target === "missing" ? "1999" : "2025" }, ...more };
    },
    { also: missing },
  );
const list = (query: Record<string, string>): Recipe =>
  recipe(async (house, asker) => {
    await makeYear(house, asker);
    return { query };
  });

const noLaw = "xx.none";
const office = "/api/v1/office";
const own = "/api/v1/console";

export const yearlyRecipes: Record<string, Recipe> = {
  [`get ${office}/reports/export`]: list({ year: "2025", format: "csv" }),
  [`get ${office}/reports/:year`]: ofYear(),
  [`get ${office}/reports/:year/print`]: ofYear({ query: { language: "en" } }),
  [`post ${office}/reports/:year/freeze`]: ofYear({ body: { reason } }),
  [`post ${office}/report-revisions/:id/publish`]: recipe(
    async (house, asker, target) => {
      const { report, authority } = await makeYear(house, asker);
      // Of the rows that were made, this one is not public yet.
      const fresh = newId();
      await house.world
        .owner`insert into authority_reports (id, organisation_id, year, revision, reason, report, sha256, frozen_by, frozen_at)
        select ${fresh}, ${authority}, year, revision + 100000, 'Again', report, sha256, frozen_by, frozen_at from authority_reports where id = ${report}`;
      const id = target === "missing" ? newId() : fresh;
      return { params: { id }, body: {}, binding: stepUpForReport.publish(id, "0".repeat(64)) };
    },
    { also: missing },
  ),
  [`put ${office}/filings/:id/cause`]: one("part", () => ({ body: { cause: "human_error" } })),
  [`get ${office}/filings/:id/standing`]: one("part"),
  [`post ${office}/filings/:id/disown`]: guest("part", "id"),
  [`post ${office}/filings/:id/own-again`]: guest("part", "id", true),
  [`get ${own}/filings-in-name`]: recipe(async (house, asker) => {
    await makeGuest(house, asker);
    return { query: { language: "en" } };
  }),
  [`post ${own}/filings-in-name/:filingId/disown`]: guest("filing", "filingId"),
  [`get ${own}/yearly-records`]: list({ language: "en" }),
  [`get ${own}/yearly-records/prepared`]: recipe(
    async () => await Promise.resolve({ query: { obligationId: noLaw, year: "2025" } }),
    { answers: 404 },
  ),
  [`post ${own}/yearly-records`]: recipe(
    async () =>
      await Promise.resolve({
        body: {
          obligationId: noLaw,
          year: 2025,
          basedOn: 0,
          violations: 0,
          lines: [],
          measures: "",
          contact: "Awa, 20 00",
          language: "fr",
        },
      }),
    { answers: 404 },
  ),
  [`get ${own}/yearly-records/:id/receipt`]: one("record", () => ({ query: { language: "en" } })),
  [`get ${office}/yearly-records`]: list({ year: "2025" }),
  [`get ${office}/yearly-records/export`]: list({ year: "2025", format: "csv" }),
  [`post ${office}/yearly-records`]: recipe(
    async (house, asker) => {
      const { constituentId } = await makeYear(house, asker);
      return {
        body: { constituentId, obligationId: noLaw, year: 2025, arrivedOn: "2025-12-01", violations: 0 },
      };
    },
    { answers: 404 },
  ),
  [`get ${office}/yearly-records/:id`]: one("record", ({ record }) => ({ shows: record })),
  [`get ${office}/yearly-records/:id/print`]: one("record", () => ({ query: { language: "en" } })),
  [`get ${office}/entities/export`]: list({ format: "csv" }),
  [`get ${office}/entities/:id`]: one("constituentId", ({ constituentId }) => ({ shows: constituentId })),
  [`post ${office}/entities/:id/requalifications`]: one("constituentId", () => ({
    body: { classes: ["bank"], packId: "ml.data-protection", articles: "2", reason },
  })),
};
