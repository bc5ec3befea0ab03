// Recipes of the access matrix for an authority's office and for what entities hear from authorities.
import { bindComplaint } from "../../backend/compliance/complaints/model.ts";
import { bindSession } from "../../backend/compliance/decisions/model.ts";
import { bindPlan } from "../../backend/compliance/inspections/model.ts";
import { bindProfile } from "../../backend/compliance/offices/model.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { Asker, House } from "./access-matrix.ts";
import { makePerson } from "./access-objects.ts";
import { type Asked, missing, type Recipe, recipe, reason } from "./access-recipe.ts";
import { addOfficeRows, type OfficeRows } from "./rows-of-office.ts";

/** The organisation of a kind in the house. */
export async function organisationOf(house: House, kind: string): Promise<string> {
  const [row] = await house.world.owner<{ id: string }[]>`select id from organisations where name = ${`The ${kind}`}`;
  return row?.id ?? "";
}

export interface OwnRows extends OfficeRows {
  constituentId: string;
}

/** Rows of the house's authority about the house's entity: the asker's on both sides. Another authority's for "foreign". */
export async function makeAuthorityRows(house: House, asker: Asker): Promise<OwnRows> {
  const { owner } = house.world;
  const [authorityId, entityOrganisationId] = [
    await organisationOf(house, "authority"),
    await organisationOf(house, "constituent"),
  ];
  await owner`insert into authority_profiles (organisation_id, packs, is_remit_everybody, takes_complaints, quorum_least, quorum_percent, changed_at)
    values (${authorityId}, '{ml.data-protection}', true, true, 1, 0, now()) on conflict do nothing`;
  const constituentId = newId();
  await owner`insert into constituents (id, reference, organisation_id, name, sector) values (${constituentId}, ${constituentId}, ${entityOrganisationId}, 'Bank', 'finance')`;
  return {
    ...(await addOfficeRows(house.world, {
      personId: asker.personId,
      constituentId,
      authorityId,
      entityOrganisationId,
    })),
    constituentId,
  };
}

type More = (rows: OwnRows, house: House, asker: Asker) => Partial<Asked> | Promise<Partial<Asked>>;
/** A list, or something made: no id in the address. */
const plain = (more: More = () => ({})): Recipe =>
  recipe(async (house, asker) => ({ ...(await more(await makeAuthorityRows(house, asker), house, asker)) }));
/** One thing by its id. */
const one = (key: keyof OfficeRows, more: More = () => ({})): Recipe =>
  recipe(
    async (house, asker, target) => {
      const rows = await makeAuthorityRows(house, asker);
      return { params: { id: target === "missing" ? newId() : rows[key] }, ...(await more(rows, house, asker)) };
    },
    { also: missing },
  );
const file = (): Partial<Asked> => ({
  body: "some words",
  mediaType: "application/octet-stream",
  headers: { "file-name": "a.txt" },
});
const set = async (house: House, table: "complaints" | "inspections", id: string, state: string): Promise<void> => {
  if (table === "complaints")
    await house.world
      .owner`update complaints set state = ${state}, is_entity_heard = ${state === "heard"} where id = ${id}`;
  else await house.world.owner`update inspections set state = ${state} where id = ${id}`;
};
const stepOf = async (house: House, matter: string): Promise<string> => {
  const [row] = await house.world.owner<{ id: string }[]>`select id from office_steps where subject_id = ${matter}`;
  return row?.id ?? "";
};
const letter = recipe(
  async (house, asker, target) => {
    const rows = await makeAuthorityRows(house, asker);
    return { params: { id: target === "missing" ? newId() : rows.matter, stepId: await stepOf(house, rows.matter) } };
  },
  { also: missing },
);

export const authorityRecipes: Record<string, Recipe> = {
  "get /api/v1/office/home": plain(),
  "get /api/v1/office/profile": plain(),
  "put /api/v1/office/profile": recipe(async (house, asker) => {
    await makeAuthorityRows(house, asker);
    const organisationId = await organisationOf(house, "authority");
    const [row] = await house.world.owner<
      { version: number }[]
    >`select version from authority_profiles where organisation_id = ${organisationId}`;
    const version = row?.version ?? 0;
    const body = {
      version,
      packs: ["ml.data-protection"],
      isRemitEverybody: true,
      remitClasses: [],
      remitSectors: [],
      deliberationFormat: "D-{year}-{n}",
      quorumPercent: 0,
      quorumLeast: 1,
      needsDeliberation: true,
      takesComplaints: true,
      takesAnonymousComplaints: false,
    };
    return { body, binding: bindProfile(organisationId, version) };
  }),
  "post /api/v1/office/members": plain(() => ({ body: { name: "Drissa", sinceDay: "2026-01-01" } })),
  "post /api/v1/office/members/:id/end": one("member", () => ({ body: { untilDay: "2026-12-31" } })),
  "post /api/v1/office/conflicts": plain(({ constituentId }) => ({ body: { constituentId, reason } })),
  "post /api/v1/office/conflicts/:id/end": one("conflict", () => ({ body: {} })),
  "get /api/v1/office/entities": plain(({ constituentId }) => ({ shows: constituentId })),
  "post /api/v1/office/matters/:id/files": one("matter", file),
  "post /api/v1/office/complaints/:id/files": one("complaint", file),
  "post /api/v1/console/authority/matters/:id/files": one("matter", file),
  "post /api/v1/console/authority/complaints/:id/files": one("complaint", file),
  "post /api/v1/office/files/:id/open": one("file", async ({ file: id }, house) => {
    await keepBytes(house, id);
    return { body: {} };
  }),
  "get /api/v1/console/authority/files/:id": one("file", async ({ file: id }, house) => {
    await keepBytes(house, id);
    return {};
  }),
  "get /api/v1/console/authority": plain(({ matter }) => ({ shows: matter })),
  "get /api/v1/office/filings/export": plain(() => ({ query: { format: "csv" } })),
  "get /api/v1/office/inspections/export": plain(() => ({ query: { format: "csv" } })),
  "get /api/v1/office/matters/export": plain(() => ({ query: { format: "csv" } })),
  "get /api/v1/office/sessions/export": plain(() => ({ query: { format: "csv" } })),
  "get /api/v1/office/complaints/export": plain(() => ({ query: { format: "csv" } })),
  "post /api/v1/office/filings": plain(async ({ constituentId }, house) => {
    await house.world
      .owner`update organisations set addressee = 'apdp' where id = ${await organisationOf(house, "authority")}`;
    const form = new FormData();
    const fields = [{ id: "nature", value: "A theft" }];
    form.set(
      "input",
      JSON.stringify({
        constituentId,
        packId: "ml.data-protection",
        stage: "authority",
        arrivedOn: "2026-01-01",
        fields,
      }),
    );
    return { form };
  }),
  "get /api/v1/office/filings": plain(({ part }) => ({ shows: part })),
  "get /api/v1/office/filings/:id": one("part", ({ part }) => ({ shows: part })),
  "post /api/v1/office/filings/:id/steps": one("part", () => ({
    body: { step: { kind: "ask", question: "How many people?" } },
  })),
  "post /api/v1/console/authority/questions/:id/answer": one("question", () => ({ body: { text: "Two hundred." } })),
  "get /api/v1/office/plans": plain(({ plan }) => ({ shows: plan })),
  "post /api/v1/office/plans": plain(({ constituentId }) => ({
    body: {
      title: "Plan",
      fromDay: "2026-01-01",
      untilDay: "2026-12-31",
      constituentIds: [constituentId],
      packId: "ml.data-protection",
    },
  })),
  "post /api/v1/office/plans/:id/decision": one("plan", async ({ plan }, house) => {
    await house.world.owner`update inspection_plans set made_by = ${await makePerson(house)} where id = ${plan}`;
    return { body: { isApproved: true, reason }, binding: bindPlan(plan) };
  }),
  "get /api/v1/office/inspections": plain(({ inspection }) => ({ shows: inspection })),
  "post /api/v1/office/inspections": plain(({ constituentId }) => ({
    body: { constituentId, packId: "ml.data-protection", reason },
  })),
  "get /api/v1/office/inspections/:id": one("inspection", ({ inspection }) => ({ shows: inspection })),
  "post /api/v1/office/inspections/:id/steps": one("inspection", () => ({
    body: { version: 1, step: { kind: "add_item", title: "Locked door", isObstruction: false } },
  })),
  "post /api/v1/office/inspections/:id/evidence": one("inspection", () => ({
    query: { label: "A key", takenFrom: "Office", place: "Bamako", takenAt: "2026-01-01T09:00:00Z" },
  })),
  "post /api/v1/office/inspections/:id/custody": one("inspection", ({ custody }) => ({
    body: { custodyItemId: custody, kind: "sealed" },
  })),
  "get /api/v1/office/inspections/:id/minutes": one("inspection"),
  "get /api/v1/console/authority/inspections/:id": one("inspection", async ({ inspection }, house) => {
    await set(house, "inspections", inspection, "minutes");
    return { shows: inspection };
  }),
  "get /api/v1/office/matters": plain(({ matter }) => ({ shows: matter })),
  "post /api/v1/office/matters": plain(({ constituentId }) => ({
    body: {
      title: "A matter",
      constituentId,
      packId: "ml.data-protection",
      findings: [{ text: "Found so", articles: "65", severity: "major" }],
    },
  })),
  "get /api/v1/office/matters/:id": one("matter", ({ matter }) => ({ shows: matter })),
  "post /api/v1/office/matters/:id/steps": one("matter", () => ({
    body: { version: 1, step: { kind: "check", isCompliant: true, text: "Put right" } },
  })),
  "get /api/v1/office/matters/:id/letters/:stepId": letter,
  "post /api/v1/office/matters/:id/bundle": recipe(
    async (house, asker, target) => {
      const { matter } = await makeAuthorityRows(house, asker);
      await house.world.owner`update matters set is_referred = true where id = ${matter}`;
      return { params: { id: target === "missing" ? newId() : matter }, body: {} };
    },
    // The log has not sealed the referral of a row that no verb wrote.
    { also: missing, answers: 409 },
  ),
  "get /api/v1/console/authority/matters/:id": one("matter", ({ matter }) => ({ shows: matter })),
  "post /api/v1/console/authority/matters/:id/steps": one("matter", () => ({
    body: { version: 1, step: { kind: "answer", text: "We shall", fileIds: [] } },
  })),
  "get /api/v1/console/authority/matters/:id/letters/:stepId": letter,
  "get /api/v1/office/sessions": plain(({ session }) => ({ shows: session })),
  "post /api/v1/office/sessions": plain(() => ({ body: { heldAt: "2026-12-01T09:00:00Z", place: "Bamako" } })),
  "get /api/v1/office/sessions/:id": one("session", ({ session }) => ({ shows: session })),
  "post /api/v1/office/sessions/:id/steps": one("session", async ({ session, agenda, member }, house) => {
    await house.world
      .owner`update plenary_sessions set state = 'open', present = ${[member]}, members = 1 where id = ${session}`;
    const step = { kind: "vote", itemId: agenda, votesFor: 1, votesAgainst: 0, abstained: 0, decision: "Agreed so." };
    return { body: { version: 1, step }, binding: bindSession(session, 1, "vote") };
  }),
  // The list begins with the oldest; the house has made more complaints than it shows.
  "get /api/v1/office/complaints": plain(async ({ complaint }, house) => {
    await house.world.owner`update complaints set received_at = '2000-01-01' where id = ${complaint}`;
    return { shows: complaint };
  }),
  "post /api/v1/office/complaints": plain(() => ({
    body: { respondent: "Bank", happened: "It happened so", name: "Awa", arrivedOn: "2026-01-01" },
  })),
  "get /api/v1/office/complaints/:id": one("complaint", ({ complaint }) => ({ shows: complaint })),
  "post /api/v1/office/complaints/:id/steps": one("complaint", ({ complaint }) => ({
    body: { version: 1, step: { kind: "decide", outcome: "upheld", text: "As decided" } },
    binding: bindComplaint(complaint, 1),
  })),
  "get /api/v1/console/authority/complaints/:id": one("complaint", ({ complaint }) => ({ shows: complaint })),
  "post /api/v1/console/authority/complaints/:id/answers": one("complaint", () => ({
    body: { text: "Our side of it" },
  })),
};

/** Bytes for a file that was only written down. */
async function keepBytes(house: House, fileId: string): Promise<void> {
  const stored = await house.world.services.objects.put(
    (async function* () {
      yield Buffer.from("x");
    })(),
    10,
  );
  const { owner } = house.world;
  await owner`insert into objects (id, sha256, size, media_type) values (${stored.id}, ${stored.sha256}, 1, 'text/plain')`;
  await owner`update office_files set object_id = ${stored.id} where id = ${fileId}`;
}
