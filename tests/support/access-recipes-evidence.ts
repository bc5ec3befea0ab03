// How evidence, suggestions, ignored values and merges are asked for by the access matrix.
import { takeEvidence } from "../../backend/cases/evidence/take-evidence.ts";
import { mergeCase } from "../../backend/cases/merging/merge-case.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { House } from "./access-matrix.ts";
import { makeCase, makePerson } from "./access-objects.ts";
import { missing, onMissable, reason, type Recipe, recipe } from "./access-recipe.ts";
import { addReport } from "./desk-world.ts";
import { sealAll } from "./seal-all.ts";

const said = { label: "Disk", takenFrom: "The owner", place: "Safe", takenAt: "2026-01-01T00:00:00Z" };

const contextOf = (house: House, personId: string) =>
  house.world.context({ kind: "person", personId, organisationId: house.cert, roles: ["analyst"], sessionId: newId() });

async function makeEvidence(house: House, takenBy?: string): Promise<string> {
  const { caseId } = await makeCase(house);
  const ctx = contextOf(house, takenBy ?? (await makePerson(house)));
  return (await takeEvidence(ctx, caseId, said, null)).id;
}

/** A piece that is a file, with its bytes. */
async function makeFile(house: House): Promise<string> {
  const { caseId } = await makeCase(house);
  const ctx = contextOf(house, await makePerson(house));
  const bytes = Buffer.from("bytes");
  const stored = await ctx.objects.put([bytes] as unknown as AsyncIterable<Uint8Array>, 100);
  const file = { objectId: stored.id, name: "a.bin", mediaType: "application/octet-stream", size: bytes.length };
  const hashes = { sha256: stored.sha256.toString("hex"), blake3: "ab".repeat(32) };
  return (await takeEvidence(ctx, caseId, said, { ...file, ...hashes })).id;
}

async function makeTwo(house: House): Promise<{ source: string; target: string }> {
  const [source, target] = [await makeCase(house), await makeCase(house)];
  return { source: source.caseId, target: target.caseId };
}

async function makeMerge(house: House): Promise<string> {
  const { source, target } = await makeTwo(house);
  const ctx = contextOf(house, await makePerson(house));
  const asked = { targetId: target, parts: { reports: "all" as const }, reason, sourceVersion: 1, targetVersion: 1 };
  return (await mergeCase(ctx, source, asked)).mergeId;
}

async function makeIgnored(house: House): Promise<string> {
  const id = newId();
  await house.world.owner`insert into ignored_values (id, kind, value, reason, added_at)
    values (${id}, 'domain', ${`${id}.example`}, 'A large mail house', now())`;
  return id;
}

const ofCase = "/api/v1/desk/cases/:caseId";
const one = "/api/v1/desk/evidence/:evidenceId";
const caseOf = async (house: House): Promise<string> => (await makeCase(house)).caseId;

export const evidenceRecipes: Record<string, Recipe> = {
  [`get ${ofCase}/evidence`]: onMissable("caseId", caseOf, () => ({ shows: '"evidence"' })),
  [`post ${ofCase}/evidence`]: onMissable("caseId", caseOf, () => ({ query: said })),
  [`get ${one}`]: onMissable("evidenceId", makeEvidence, (id) => ({ shows: id })),
  [`post ${one}/custody`]: recipe(
    async (house, asker, target) => ({
      params: { evidenceId: target === "missing" ? newId() : await makeEvidence(house, asker.personId) },
      body: { kind: "stored", place: "Safe 2" },
    }),
    { also: missing },
  ),
  [`post ${one}/disposal`]: onMissable("evidenceId", makeEvidence, () => ({ body: { step: "ask", reason } })),
  [`post ${one}/file`]: onMissable("evidenceId", makeFile, () => ({ shows: "bytes" })),
  [`post ${one}/bundle`]: recipe(
    async (house, _asker, target) => {
      const id = target === "missing" ? newId() : await makeEvidence(house);
      await sealAll(house.world.context({ kind: "system", job: "test" }));
      return { params: { evidenceId: id } };
    },
    { also: missing },
  ),
  "get /api/v1/desk/reports/:reportId/similar": onMissable(
    "reportId",
    async (house) => (await addReport(house.world, house.cert)).id,
    () => ({ shows: '"suggestions"' }),
  ),
  [`get ${ofCase}/graph`]: onMissable("caseId", caseOf, (id) => ({ shows: id })),
  [`get ${ofCase}/similar`]: onMissable("caseId", caseOf, () => ({ shows: '"suggestions"' })),
  "get /api/v1/desk/ignored-values": recipe(async (house) => ({ shows: await makeIgnored(house) })),
  "post /api/v1/desk/ignored-values": recipe(
    async () => await Promise.resolve({ body: { value: `${newId()}.example`, reason } }),
  ),
  "post /api/v1/desk/ignored-values/:valueId/end": onMissable("valueId", makeIgnored, () => ({ body: {} })),
  [`get ${ofCase}/parts`]: onMissable("caseId", caseOf, (id) => ({ shows: id })),
  [`post ${ofCase}/merge-preview`]: recipe(
    async (house, _asker, target) => {
      const two = await makeTwo(house);
      const params = { caseId: target === "missing" ? newId() : two.source };
      return { params, body: { targetId: two.target, parts: { reports: "all" } }, shows: two.source };
    },
    { also: missing },
  ),
  [`post ${ofCase}/merge`]: recipe(
    async (house, _asker, target) => {
      const two = await makeTwo(house);
      const params = { caseId: target === "missing" ? newId() : two.source };
      const body = { targetId: two.target, parts: { reports: "all" }, reason, sourceVersion: 1, targetVersion: 1 };
      return { params, body };
    },
    { also: missing },
  ),
  [`post ${ofCase}/split`]: onMissable("caseId", caseOf, () => ({
    body: { title: "Another", parts: { reports: "all" }, reason, sourceVersion: 1 },
  })),
  [`get ${ofCase}/merges`]: onMissable("caseId", caseOf, () => ({ shows: '"merges"' })),
  "get /api/v1/desk/merges/:mergeId": onMissable("mergeId", makeMerge, (id) => ({ shows: id })),
  "post /api/v1/desk/merges/:mergeId/undo": onMissable("mergeId", makeMerge, () => ({ body: { reason } })),
};
