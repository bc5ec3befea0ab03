// How artefacts, old work and hand-overs are asked for by the access matrix.
import { askAnalysis } from "../../backend/cases/artefacts/ask-analysis.ts";
import { previewTransfer } from "../../backend/coordination/transfer/hand-over.ts";
import type { PreviewTransfer } from "../../backend/coordination/transfer/model.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { House } from "./access-matrix.ts";
import { makeCase, makePerson } from "./access-objects.ts";
import { missing, onMissable, reason, type Recipe, recipe } from "./access-recipe.ts";
import { addFile } from "./desk-world.ts";

const all = "/api/v1/desk/artefacts";
const one = `${all}/:artefactId`;
const ofCase = "/api/v1/desk/cases/:caseId/artefacts";

const bytes = Buffer.from("bytes");

async function makeFile(house: House): Promise<{ caseId: string; fileId: string }> {
  const { caseId, reportId } = await makeCase(house);
  const file = { name: "a.bin", mediaType: "application/octet-stream", bytes };
  return { caseId, fileId: await addFile(house.world, reportId, file) };
}

async function makeArtefact(house: House): Promise<string> {
  const { caseId, fileId } = await makeFile(house);
  const personId = await makePerson(house);
  const actor = {
    kind: "person" as const,
    personId,
    organisationId: house.cert,
    roles: ["analyst"],
    sessionId: newId(),
  };
  const source = { kind: "report_file" as const, fileId };
  return (await askAnalysis(house.world.context(actor), caseId, { source, question: "What is it?" })).id;
}

async function makeRun(house: House): Promise<string> {
  const [id, artefactId, asker] = [newId(), await makeArtefact(house), await makePerson(house)];
  await house.world
    .owner`insert into sandbox_runs (id, artefact_id, sandbox, address, marking, pap, sha256, needs_second, state, asked_by, asked_at)
    values (${id}, ${artefactId}, 'A', 'https://sandbox.example', 'green', 'green', ${Buffer.alloc(32)}, true, 'waiting', ${asker}, now())`;
  return id;
}

const work = "/api/v1/desk/old-work";
const ofImport = `${work}/:importId`;

async function makeImport(house: House, state = "preview"): Promise<string> {
  const id = newId();
  const choices = { columns: {}, zone: "UTC", rest: "closed" };
  const preview = { total: 1, refused: 0, samples: [], tickets: [] };
  await house.world
    .owner`insert into old_imports (id, kind, system, file_name, sha256, size, marking, mapping, preview, state, created_at)
    values (${id}, 'table', ${id}, 'a.csv', ${Buffer.alloc(32)}, 1, 'amber', ${house.world.owner.json(choices)}, ${house.world.owner.json(preview)}, ${state}, now())`;
  return id;
}

async function makeOldMail(house: House): Promise<string> {
  const [id, importId, { caseId }] = [newId(), await makeImport(house, "done"), await makeCase(house)];
  await house.world.owner`insert into old_messages (id, case_id, import_id, kind, position, body, raw)
    values (${id}, ${caseId}, ${importId}, 'mail', 1, 'x', ${Buffer.from("bytes of a mail")})`;
  return id;
}

const transfersOf = "/api/v1/desk/cases/:caseId/transfers";
const transfer = "/api/v1/desk/transfers/:transferId";

async function makeBody(house: House): Promise<string> {
  const id = newId();
  await house.world.owner`insert into correspondents (id, kind, name, email, added_at)
    values (${id}, 'authority', ${id}, ${`${id}@authority.example`}, now())`;
  return id;
}

async function makeTransfer(house: House, state: string, hasNames: boolean): Promise<string> {
  const [id, { caseId }, asker, party] = [
    newId(),
    await makeCase(house),
    await makePerson(house),
    await makeBody(house),
  ];
  await house.world
    .owner`insert into case_transfers (id, case_id, reference, correspondent_id, body_kind, to_name, way, language, list_version, fields, has_names, marking,
      document, mail_text, sha256, state, asked_by, asked_at, expires_at)
    values (${id}, ${caseId}, ${id}, ${party}, 'authority', 'An authority', 'file', 'en', 1, '{}', ${hasNames}, 'amber', '{}', '', ${Buffer.alloc(32)}, ${state}, ${asker}, now(), now())`;
  return id;
}

const handed = (correspondentId: string) => ({ correspondentId, way: "mail", language: "en", fields: ["title"] });
/** Green, so that a mail in clear may bear it. */
async function makeGreenCase(house: House): Promise<string> {
  const { caseId, reportId } = await makeCase(house);
  await house.world.owner`update cases set marking = 'green', pap = 'green' where id = ${caseId}`;
  await house.world.owner`update reports set marking = 'green', pap = 'green' where id = ${reportId}`;
  return caseId;
}

export const artefactRecipes: Record<string, Recipe> = {
  [`get ${all}`]: recipe(async (house) => ({ shows: await makeArtefact(house) })),
  [`get ${ofCase}`]: onMissable(
    "caseId",
    async (house) => (await makeFile(house)).caseId,
    () => ({ shows: '"candidates"' }),
  ),
  [`post ${ofCase}`]: recipe(
    async (house, _asker, target) => {
      const { caseId, fileId } = await makeFile(house);
      const body = { source: { kind: "report_file", fileId }, question: "What is it?" };
      return { params: { caseId: target === "missing" ? newId() : caseId }, body };
    },
    { also: missing },
  ),
  [`get ${one}`]: onMissable("artefactId", makeArtefact, (id) => ({ shows: id })),
  [`post ${one}/steps`]: onMissable("artefactId", makeArtefact, () => ({ body: { step: "take", version: 1 } })),
  [`post ${one}/results`]: onMissable("artefactId", makeArtefact, () => ({
    body: { version: 1, verdict: "harmless", what: "A text", confidence: "high", tools: "Eyes" },
  })),
  [`post ${one}/archive`]: onMissable("artefactId", makeArtefact, () => ({ body: { reason } })),
  // No sandbox is set up where the matrix asks.
  [`post ${one}/sandbox`]: recipe(
    async (house, _asker, target) => ({
      params: { artefactId: target === "missing" ? newId() : await makeArtefact(house) },
    }),
    { also: missing, answers: 422 },
  ),
  "post /api/v1/desk/sandbox-runs/:runId/decision": recipe(
    async (house, _asker, target) => {
      const id = target === "missing" ? newId() : await makeRun(house);
      return { params: { runId: id }, body: { decision: "refuse", reason } };
    },
    { also: missing },
  ),
  [`get ${work}`]: recipe(async (house) => ({ shows: await makeImport(house) })),
  [`post ${work}`]: recipe(
    async () =>
      await Promise.resolve({
        query: { name: "a.csv", system: newId() },
        mediaType: "application/octet-stream",
        body: "id,title,created\n1,A ticket,2019-01-01\n",
      }),
  ),
  [`get ${ofImport}`]: onMissable("importId", makeImport, (id) => ({ shows: id })),
  [`put ${ofImport}`]: onMissable("importId", makeImport, () => ({
    body: { version: 1, system: "RTIR", marking: "green", choices: {} },
  })),
  [`delete ${ofImport}`]: onMissable("importId", makeImport),
  [`post ${ofImport}/start`]: onMissable("importId", makeImport, () => ({ body: { version: 1 } })),
  [`get ${ofImport}/rows`]: onMissable("importId", makeImport, () => ({ shows: '"rows"' })),
  [`post ${ofImport}/undo`]: onMissable(
    "importId",
    async (house) => await makeImport(house, "done"),
    () => ({ body: { version: 1, reason } }),
  ),
  "get /api/v1/desk/cases/:caseId/old-work": onMissable(
    "caseId",
    async (house) => (await makeCase(house)).caseId,
    () => ({ shows: '"numbers"' }),
  ),
  "post /api/v1/desk/old-messages/:messageId/mail": onMissable("messageId", makeOldMail, () => ({
    shows: "bytes of a mail",
  })),
  [`get ${transfersOf}`]: onMissable(
    "caseId",
    async (house) => (await makeCase(house)).caseId,
    () => ({ shows: '"transfers"' }),
  ),
  [`post ${transfersOf}/preview`]: recipe(
    async (house, _asker, target) => ({
      params: { caseId: target === "missing" ? newId() : await makeGreenCase(house) },
      body: handed(await makeBody(house)),
      shows: '"document"',
    }),
    { also: missing },
  ),
  [`post ${transfersOf}`]: recipe(
    async (house, _asker, target) => {
      const [caseId, body] = [await makeGreenCase(house), handed(await makeBody(house))];
      const personId = await makePerson(house, "senior");
      const actor = {
        kind: "person" as const,
        personId,
        organisationId: house.cert,
        roles: ["senior"],
        sessionId: newId(),
      };
      const { sha256 } = await previewTransfer(house.world.context(actor), caseId, body as PreviewTransfer);
      return { params: { caseId: target === "missing" ? newId() : caseId }, body: { ...body, sha256 } };
    },
    { also: missing },
  ),
  [`post ${transfer}/decision`]: onMissable(
    "transferId",
    async (house) => await makeTransfer(house, "waiting", true),
    () => ({ body: { decision: "refuse", reason } }),
  ),
  [`post ${transfer}/reference`]: onMissable(
    "transferId",
    async (house) => await makeTransfer(house, "sent", false),
    () => ({ body: { theirReference: "INC-1" } }),
  ),
  // There is no key of the team where the matrix asks.
  [`post ${transfer}/file`]: recipe(
    async (house, _asker, target) => ({
      params: { transferId: target === "missing" ? newId() : await makeTransfer(house, "sent", false) },
    }),
    { also: missing, answers: 422 },
  ),
};
