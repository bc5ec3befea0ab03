// How the work inside a case is asked for by the access matrix.
import { newId } from "../../backend/platform/ids/index.ts";
import type { House } from "./access-matrix.ts";
import { makeCase, makePerson } from "./access-objects.ts";
import { type Asked, missing, onMissable, reason, type Recipe, recipe } from "./access-recipe.ts";
import { addCaseworkRows } from "./rows-of-casework.ts";

type Made = Awaited<ReturnType<typeof addCaseworkRows>> & {
  caseId: string;
  reportId: string;
  personId: string;
  noteId: string;
};

/** A case with one row of each kind of work. */
async function makeWork(house: House): Promise<Made> {
  const { owner } = house.world;
  const { caseId, reportId } = await makeCase(house);
  const [noteId, personId] = [newId(), await makePerson(house)];
  await owner`insert into case_notes (id, case_id, body, at) values (${noteId}, ${caseId}, 'note', now())`;
  const rows = await addCaseworkRows(house.world, {
    caseId,
    reportId,
    personId,
    noteId,
    bytes: Buffer.alloc(32, newId()),
  });
  return { ...rows, caseId, reportId, personId, noteId };
}

type Key = "taskId" | "eventId" | "assetId" | "measureId" | "noteId" | "improvementId" | "fileId";
/** A route whose address names one part. */
const onPart = (key: Key, more: Partial<Asked>): Recipe =>
  onMissable(
    key,
    async (house) => (await makeWork(house))[key],
    () => more,
  );

/** A route whose address names the case. */
const onCase = (more: (made: Made, house: House) => Promise<Partial<Asked>> | Partial<Asked>): Recipe =>
  recipe(
    async (house, _asker, target) => {
      const made = await makeWork(house);
      const caseId = target === "missing" ? newId() : made.caseId;
      return { params: { caseId }, ...(await more(made, house)) };
    },
    { also: missing },
  );

const later = "2027-01-31T12:00:00Z";
const csv = { body: "time,title\n2026-11-20 10:00:00,It began\n", mediaType: "application/octet-stream" };
const outcome = {
  version: 1,
  restoredAt: null,
  verifiedBy: "",
  isFunctionAffected: null,
  functionId: null,
  functionNote: "",
  publicUpdate: "",
  publicUpdateAt: null,
  rootCause: "unknown",
  rootCauseNote: "",
};
const review = {
  version: 1,
  heldAt: null,
  participants: "",
  wentWell: "",
  wentBadly: "",
  conclusion: "",
  isWithoutImprovements: false,
  isFinished: false,
};

/** Another case, to be linked with. */
async function otherReference(house: House): Promise<string> {
  return `TG-C-${(await makeCase(house)).caseId}`;
}

export const caseworkRecipes: Record<string, Recipe> = {
  "get /api/v1/desk/my-work": recipe(async () => await Promise.resolve({})),
  "get /api/v1/desk/cases/:caseId/work": onCase((made) => ({ shows: made.caseId })),
  "post /api/v1/desk/cases/:caseId/presence": onCase(() => ({ body: { doing: "looking" } })),
  "delete /api/v1/desk/cases/:caseId/presence": onCase(() => ({})),
  "put /api/v1/desk/cases/:caseId/people": onCase(({ personId }) => ({ body: { personId, part: "follower" } })),
  "post /api/v1/desk/cases/:caseId/assets": onCase(() => ({ body: { name: "Server", kind: "server" } })),
  "patch /api/v1/desk/case-parts/assets/:assetId": onPart("assetId", { body: { version: 1, compromise: "clean" } }),
  "post /api/v1/desk/cases/:caseId/events": onCase(() => ({
    body: { happenedAt: "2026-11-20T10:00:00Z", title: "It began" },
  })),
  "patch /api/v1/desk/case-parts/events/:eventId": onPart("eventId", { body: { version: 1, title: "It began" } }),
  "post /api/v1/desk/cases/:caseId/events/import": onCase(() => csv),
  "get /api/v1/desk/cases/:caseId/timeline.svg": onCase(() => ({ query: { language: "en" }, shows: "<svg" })),
  "patch /api/v1/desk/case-parts/notes/:noteId": onPart("noteId", { body: { version: 1, body: "Another text" } }),
  "post /api/v1/desk/case-parts/notes/:noteId/comments": onPart("noteId", { body: { body: "Agreed." } }),
  "post /api/v1/desk/cases/:caseId/measures": onCase(() => ({
    body: { kind: "block_domain", target: "bad.example", askedOf: "A provider", reason },
  })),
  "patch /api/v1/desk/case-parts/measures/:measureId": onPart("measureId", { body: { version: 1, untilAt: later } }),
  "post /api/v1/desk/case-parts/measures/:measureId/steps": onPart("measureId", {
    body: { version: 1, state: "active" },
  }),
  "post /api/v1/desk/cases/:caseId/links": onCase(async (_made, house) => ({
    body: { reference: await otherReference(house), kind: "related" },
  })),
  "delete /api/v1/desk/cases/:caseId/links/:linkId": recipe(
    async (house, _asker, target) => {
      const [made, other, linkId] = [await makeWork(house), await makeCase(house), newId()];
      await house.world.owner`insert into case_links (id, case_id, other_id, kind, created_at)
        values (${linkId}, ${made.caseId}, ${other.caseId}, 'caused_by', now())`;
      return { params: { caseId: made.caseId, linkId: target === "missing" ? newId() : linkId } };
    },
    { also: missing },
  ),
  "put /api/v1/desk/cases/:caseId/fields/:fieldId": recipe(
    async (house, _asker, target) => {
      const { caseId, fieldId } = await makeWork(house);
      return {
        params: { caseId, fieldId: target === "missing" ? newId() : fieldId },
        body: { version: 1, value: "a value" },
      };
    },
    { also: missing },
  ),
  "put /api/v1/desk/cases/:caseId/outcome": onCase(() => ({ body: outcome })),
  "put /api/v1/desk/cases/:caseId/review": onCase(() => ({ body: review })),
  "post /api/v1/desk/cases/:caseId/improvements": onCase(({ personId }) => ({
    body: { title: "Filter mails", ownerId: personId, dueAt: later },
  })),
  "patch /api/v1/desk/case-parts/improvements/:improvementId": onPart("improvementId", {
    body: { version: 1, state: "done", outcome: "It is in place." },
  }),
  "post /api/v1/desk/cases/:caseId/tasks": onCase(({ personId }) => ({
    body: { title: "Call the provider", ownerId: personId, dueAt: later },
  })),
  "patch /api/v1/desk/case-parts/tasks/:taskId": onPart("taskId", { body: { version: 1, state: "doing" } }),
  "get /api/v1/desk/case-parts/tasks/:taskId/logs": onPart("taskId", { shows: "looked" }),
  "post /api/v1/desk/case-parts/tasks/:taskId/logs": onPart("taskId", { body: { body: "Called." } }),
  "post /api/v1/desk/case-parts/tasks/:taskId/files": onPart("taskId", {
    body: "a file",
    mediaType: "application/octet-stream",
    headers: { "file-name": "a.txt" },
  }),
  "get /api/v1/desk/case-parts/files/:fileId": onMissable("fileId", async (house) => {
    const made = await makeWork(house);
    // Its bytes really lie in the store.
    const stored = await house.world.services.objects.put([Buffer.from("a file")] as never, 1000);
    const { owner } = house.world;
    await owner`insert into objects (id, sha256, size, media_type) values (${stored.id}, ${stored.sha256}, ${stored.size}, 'text/plain')`;
    await owner`update case_task_files set object_id = ${stored.id}, size = ${stored.size} where id = ${made.fileId}`;
    return made.fileId;
  }),
  "get /api/v1/desk/case-fields": recipe(async (house) => ({ shows: (await makeWork(house)).fieldId })),
  "post /api/v1/desk/case-fields": recipe(async (house) => {
    // There may be fifty: those of other requests make room.
    await house.world.owner`update case_fields set retired_at = now() where retired_at is null`;
    const names = { fr: "Rançon", en: "Ransom", mn: "Золиос" };
    return { body: { key: `f${newId().replaceAll("-", "").slice(-20)}`, names, kind: "number" } };
  }),
  "patch /api/v1/desk/case-fields/:fieldId": onMissable(
    "fieldId",
    async (house) => (await makeWork(house)).fieldId,
    () => ({ body: { version: 1, isRetired: true } }),
  ),
  "get /api/v1/desk/case-reference-format": recipe(async () => await Promise.resolve({})),
  "put /api/v1/desk/case-reference-format": recipe(
    async () => await Promise.resolve({ body: { format: "{prefix}-C-{year}-{number:4}" } }),
  ),
};
