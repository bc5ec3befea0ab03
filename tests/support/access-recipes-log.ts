// How the valid requests of the log's routes are made: rows with their proofs, the published log, alarms, destructions.
import { publishLog, writeAudit } from "../../backend/platform/audit/index.ts";
import { withTransaction } from "../../backend/platform/db/index.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import { bindExport, bindShredding } from "../../backend/reporting/log/model.ts";
import type { House } from "./access-matrix.ts";
import { makePerson } from "./access-objects.ts";
import { makeOrganisation, makeShared } from "./access-recipes-sharing.ts";
import { missing, nothing, onMissable, reason, type Recipe, recipe } from "./access-recipe.ts";
import { sealAll } from "./seal-all.ts";

/** A proof brings the salt of its own row: that is what it is checked with. */
export const saltedRoutes: ReadonlySet<string> = new Set([
  "get /api/v1/desk/log/rows/:auditId/proof",
  "post /api/v1/desk/log/histories",
  "post /api/v1/desk/log/export",
  "get /api/v1/receipts/proof",
  "get /api/v1/shared/reports/:reportId/filings/:authorityId/proof",
  "get /api/v1/filing-parts/:partId/proof",
]);

/** A sealed row about something that is neither report nor case, so that everybody who reads the log may see it. */
async function makeRow(house: House): Promise<{ id: string; objectId: string }> {
  const ctx = house.world.context({ kind: "system", job: "test" });
  const objectId = newId();
  const { id } = await withTransaction(
    ctx,
    async (tx) => await writeAudit(tx, ctx, { action: "test.act", objectType: "test", objectId }),
  );
  await sealAll(ctx);
  return { id, objectId };
}

async function publishWithStamp(house: House): Promise<void> {
  const known = await house.world.owner`select 1 from log_publications`;
  if (known.length > 0) return;
  await publishLog(house.world.context({ kind: "system", job: "test" }));
  await house.world.owner`update log_publications set timestamp_answer = ${Buffer.from("stamp")}`;
}

const published = (shows: string): Recipe =>
  recipe(async (house) => {
    await publishWithStamp(house);
    return { shows };
  });

export const logRecipes: Record<string, Recipe> = {
  "get /api/v1/receipts/proof": recipe(async (house) => {
    await sealAll(house.world.context({ kind: "system", job: "test" }));
    return { shows: "c2sp.org/tlog-proof@v1" };
  }),
  "get /log/checkpoint": published("cert.example/log\n"),
  "get /log/key": published("cert.example/log+"),
  "get /log/policy": published("quorum none"),
  "get /log/checkpoint.tsr": published("stamp"),
  "get /log/tile/:tile{.+}": recipe(
    async (house, _asker, target) => {
      await publishWithStamp(house);
      return { params: { tile: target === "missing" ? "0/999" : "0/000" } };
    },
    { also: missing },
  ),
  "get /log/consistency/:size": recipe(
    async (house, _asker, target) => {
      await publishWithStamp(house);
      return target === "missing" ? { params: { size: "999999999" } } : { params: { size: "1" }, shows: "old 1\n" };
    },
    { also: missing },
  ),
  "get /api/v1/shared/reports/:reportId/filings/:authorityId/proof": recipe(
    async (house, asker, target) => {
      const reportId = target === "missing" ? newId() : await makeShared(house, asker, target === "foreign");
      const authorityId = await makeOrganisation(house, "authority");
      if (target === "own") await makeFiling(house, reportId, authorityId);
      return { params: { reportId, authorityId }, ...(target === "own" ? { shows: "c2sp.org/tlog-proof@v1" } : {}) };
    },
    { also: ["foreign", "missing"] },
  ),
  "get /api/v1/desk/log/state": recipe(nothing),
  "get /api/v1/desk/log/rows/:auditId/proof": recipe(
    async (house, _asker, target) => ({
      params: { auditId: target === "missing" ? newId() : (await makeRow(house)).id },
      ...(target === "missing" ? {} : { shows: "c2sp.org/tlog-proof@v1" }),
    }),
    { also: missing },
  ),
  "post /api/v1/desk/log/histories": recipe(
    async (house, _asker, target) => {
      const { objectId } = await makeRow(house);
      return { body: { objectType: "test", objectId: target === "missing" ? newId() : objectId } };
    },
    { also: missing },
  ),
  // A key was made for taking the log out; a person confirms it with the passkey.
  "post /api/v1/desk/log/export": recipe(async (house, { caller }) => {
    await makeRow(house);
    return { body: {}, shows: "toguna-log-export/1", ...(caller.kind === "person" ? { binding: bindExport } : {}) };
  }),
  "get /api/v1/desk/log/alarms": recipe(nothing),
  "post /api/v1/desk/log/alarms/:alarmId/close": onMissable("alarmId", makeAlarm, () => ({ body: { reason } })),
  "get /api/v1/desk/log/shreddings": recipe(nothing),
  "post /api/v1/desk/log/shreddings": recipe(
    async (house, _asker, target) => {
      const { objectId } = await makeRow(house);
      return { body: { objectType: "test", objectId: target === "missing" ? newId() : objectId, reason } };
    },
    { also: missing },
  ),
  "post /api/v1/desk/log/shreddings/:shreddingId/approve": recipe(
    async (house, _asker, target) => {
      const { objectId } = await makeRow(house);
      const id = newId();
      await house.world.owner`insert into log_shreddings (id, object_type, object_id, reason, asked_by, asked_at)
        values (${id}, 'test', ${objectId}, ${reason}, ${await makePerson(house, "administrator")}, now())`;
      return { params: { shreddingId: target === "missing" ? newId() : id }, body: {}, binding: bindShredding(id) };
    },
    { also: missing },
  ),
};

async function makeAlarm(house: House): Promise<string> {
  const id = newId();
  await house.world.owner`insert into log_alarms (id, kind, key, raised_at) values (${id}, 'late', ${id}, now())`;
  return id;
}

/** As filing leaves it: the share under the entity's own rows, and its row in the log. */
async function makeFiling(house: House, reportId: string, authorityId: string): Promise<void> {
  const { owner } = house.world;
  const shareId = newId();
  await owner.begin(async (sql) => {
    await sql`select set_config('toguna.scope', 'constituent', true), set_config('toguna.organisation',
      (select filed_by_organisation_id::text from reports where id = ${reportId}), true)`;
    await sql`insert into shares (id, report_id, organisation_id, basis, reason, shared_at)
      values (${shareId}, ${reportId}, ${authorityId}, 'filing', ${reason}, now())`;
  });
  const ctx = house.world.context({ kind: "system", job: "test" });
  await withTransaction(
    ctx,
    async (tx) =>
      await writeAudit(tx, ctx, {
        action: "report.file",
        objectType: "report",
        objectId: reportId,
        detail: { shareId },
      }),
  );
  await sealAll(ctx);
}
