// Recipes of the access matrix for duties, deadlines and filings.
import { createHash, randomBytes } from "node:crypto";
import { stepUpForFiling } from "../../backend/compliance/filings/model.ts";
import { loadPack } from "../../backend/compliance/law/index.ts";
import { deriveSecret, hmacSecret } from "../../backend/intake/index.ts";
import { formatReceipt } from "../../backend/intake/receipts/model.ts";
import { writeAudit } from "../../backend/platform/audit/index.ts";
import { withTransaction } from "../../backend/platform/db/index.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { Asker, House } from "./access-matrix.ts";
import { missing, nothing, onMissable, type Recipe, recipe } from "./access-recipe.ts";
import { sealAll } from "./seal-all.ts";

const organisationOf = async (house: House, kind: string): Promise<string> => {
  const [row] = await house.world.owner<{ id: string }[]>`select id from organisations where name = ${`The ${kind}`}`;
  return row?.id ?? "";
};

/** The house's entity has an entry in the register; one for all requests. */
async function entry(house: House): Promise<{ constituentId: string; organisationId: string }> {
  const { owner } = house.world;
  const organisationId = await organisationOf(house, "constituent");
  // The entry that the application takes: the first one that is still there.
  const [known] = await owner<{ id: string }[]>`select id from constituents where organisation_id = ${organisationId}
    order by ended_at nulls first, created_at, id limit 1`;
  const constituentId = known?.id ?? newId();
  if (!known)
    await owner`insert into constituents (id, reference, organisation_id, name, sector) values (${constituentId}, ${constituentId}, ${organisationId}, 'Bank', 'finance')`;
  return { constituentId, organisationId };
}

const words = (value: string) => ({ value, isUnknown: false });
const said = {
  touches_people: words("no"),
  nature: words("Locked"),
  time_aware: words("2026-01-01T00:00:00Z"),
  contact: words("Awa"),
};

interface Made {
  filingId: string;
  partId: string;
}

/** A filing of the house's entity with the reader's own organisation, under the law of Mali. */
async function makeFiling(
  house: House,
  more: { readerKind?: string; delivery?: string; isGuest?: boolean } = {},
): Promise<Made> {
  const { owner } = house.world;
  const { constituentId, organisationId } = await entry(house);
  const [filingId, partId] = [newId(), newId()];
  const { pin } = loadPack("ml.cybercrime");
  const profile = { classes: [], role: null, country: "ML", timeZone: "Africa/Bamako", conditions: {} };
  const mine = more.isGuest ? null : organisationId;
  await owner`insert into filings (id, reference, organisation_id, constituent_id, entity_name, channel, language, profile, events, pins, opened_at)
    values (${filingId}, ${filingId}, ${mine}, ${more.isGuest ? null : constituentId}, 'Bank', ${more.isGuest ? "guest" : "console"}, 'fr',
      ${owner.json(profile)}, '{}', ${owner.json([{ ...pin }])}, now())`;
  await owner`insert into filing_versions (filing_id, number, organisation_id, kind, answers, submitted_at) values (${filingId}, 1, ${mine}, 'first', ${owner.json(said)}, now())`;
  const reader = await organisationOf(house, more.readerKind ?? "authority");
  const fields = [{ id: "nature", value: "Locked", isUnknown: false, pack: pin.id }];
  await owner`insert into filing_parts (id, filing_id, number, filing_reference, receipt_number, organisation_id, addressee, entity_organisation_id, entity_name,
      channel, language, pack_id, pack_version, pack_sha256, obligation_id, stage, fields, content_sha256, submitted_at, entered_at, clock_kind, lateness, standing,
      guest, delivery)
    values (${partId}, ${filingId}, 1, ${filingId}, ${partId}, ${reader}, 'ml-cert', ${mine}, 'Bank', ${more.isGuest ? "guest" : "console"}, 'fr', ${pin.id},
      ${pin.version}, ${pin.sha256}, 'ml-cc.incident.report', 'report', ${owner.json(fields)}, ${pin.sha256}, now(), now(), 'none_in_law', 'no_time',
      ${more.isGuest ? "unconfirmed" : "confirmed"}, ${more.isGuest ? owner.json({ contact: "Awa" }) : null}, ${more.delivery ?? "platform"})`;
  return { filingId, partId };
}

async function makeDraft(house: House, kind: "first" | "correction" = "first"): Promise<string> {
  const { constituentId, organisationId } = await entry(house);
  const id = newId();
  const filingId = kind === "first" ? null : (await makeFiling(house)).filingId;
  const answers = Object.fromEntries(
    Object.entries({ ...said, nature: words("Locked, all of it") }).map(([field, answer]) => [
      field,
      { ...answer, version: 1 },
    ]),
  );
  await house.world
    .owner`insert into filing_drafts (id, organisation_id, constituent_id, filing_id, kind, answers, created_at, updated_at)
    values (${id}, ${organisationId}, ${constituentId}, ${filingId}, ${kind}, ${house.world.owner.json(answers)}, now(), now())`;
  return id;
}

async function makeEvent(house: House): Promise<string> {
  const { constituentId, organisationId } = await entry(house);
  const id = newId();
  await house.world
    .owner`insert into duty_events (id, constituent_id, organisation_id, pack_id, pack_version, pack_sha256, event, happened_at, recorded_at)
    values (${id}, ${constituentId}, ${organisationId}, 'ml.usof', '1.0.0', ${"ab".repeat(32)}, 'audit.submitted', now(), now())`;
  return id;
}

/** What a guest filed, with the digits that claim it. */
async function makeGuestReceipt(house: House): Promise<string> {
  const { owner, services } = house.world;
  const { filingId } = await makeFiling(house, { isGuest: true });
  const locator = String(randomBytes(4).readUInt32BE() % 800_000).padStart(6, "1");
  const secret = deriveSecret(services.secrets, filingId);
  await owner`insert into guest_filings (filing_id, locator, secret_hmac, key_hash, named_organisation, contact, filed_at)
    values (${filingId}, ${locator}, ${hmacSecret(services.secrets, `filing:${locator}`, secret)}, ${randomBytes(32)}, 'Bank', 'Awa', now())`;
  return formatReceipt({ locator, secret });
}

async function makeFeed(house: House, { personId }: Asker): Promise<string> {
  const { organisationId } = await entry(house);
  const token = randomBytes(24).toString("base64url");
  const hash = createHash("sha256").update(`calendar-feed:${token}`).digest();
  const [holder] = await house.world.owner<
    { id: string }[]
  >`select person_id as id from role_grants where organisation_id = ${organisationId} limit 1`;
  await house.world.owner`delete from calendar_feeds where person_id = ${holder?.id ?? personId}`;
  await house.world.owner`insert into calendar_feeds (id, person_id, organisation_id, token_hash, language, made_at)
    values (${newId()}, ${holder?.id ?? personId}, ${organisationId}, ${hash}, 'en', now())`;
  return `${token}.ics`;
}

const own = (make: (house: House, asker: Asker) => Promise<object>): Recipe =>
  recipe(async (house, asker) => {
    await entry(house);
    return await make(house, asker);
  });
const plain = own(nothing);
const draft = (make: (id: string) => object = () => ({}), kind: "first" | "correction" = "first"): Recipe =>
  onMissable("draftId", async (house) => await makeDraft(house, kind), make);
/** A part that the asker's own organisation filed or was given. */
const part = (make: (id: string) => object = () => ({}), more: Parameters<typeof makeFiling>[1] = {}): Recipe =>
  recipe(
    async (house, _asker, target) => {
      const { partId } = await makeFiling(house, more);
      const id = target === "missing" ? newId() : partId;
      return { params: { partId: id }, ...make(id) };
    },
    { also: missing },
  );

export const filingRecipes: Record<string, Recipe> = {
  "get /api/v1/duties": plain,
  "put /api/v1/duties/statement": own(async (house) => {
    const { constituentId } = await entry(house);
    const [known] = await house.world.owner<
      { version: number }[]
    >`select version from duty_statements where constituent_id = ${constituentId}`;
    return { body: { version: known?.version ?? 0, role: "controller", conditions: {} } };
  }),
  // The fictional country has no law: whatever is said to have happened is of no pack that concerns it.
  "post /api/v1/duties/events": recipe(
    async (house) => {
      await entry(house);
      return { body: { packId: "ml.cybercrime", event: "aware", happenedAt: "2026-01-01T00:00:00Z" } };
    },
    { answers: 400 },
  ),
  "post /api/v1/duties/events/:eventId/withdraw": onMissable("eventId", makeEvent, () => ({ body: {} })),
  "get /api/v1/law/what-if": own(async () => await Promise.resolve({ shows: "ml-dp.breach.authority" })),
  "post /api/v1/law/what-if/export": own(
    async () =>
      await Promise.resolve({
        body: {
          pack: "ml.data-protection",
          draft: {
            draft: { title: "48 hours", status: "tried" },
            clocks: { authority: { kind: "duration", start: ["aware"], duration: "PT48H", setBy: "no-breach-duty" } },
          },
        },
      }),
  ),
  "post /api/v1/law/what-if": own(
    async () =>
      await Promise.resolve({
        body: {
          pack: "ml.data-protection",
          draft: {
            draft: { title: "48 hours", status: "tried" },
            clocks: { authority: { kind: "duration", start: ["aware"], duration: "PT48H", setBy: "no-breach-duty" } },
          },
        },
        shows: "48 hours",
      }),
  ),
  "get /api/v1/calendar": plain,
  "post /api/v1/calendar/feed": own(async () => await Promise.resolve({ body: { language: "en" } })),
  "delete /api/v1/calendar/feed": plain,
  "get /calendar/:file": recipe(
    async (house, asker, target) => ({
      params: {
        file: target === "missing" ? `${randomBytes(24).toString("base64url")}.ics` : await makeFeed(house, asker),
      },
    }),
    { also: missing },
  ),
  "get /api/v1/filings": own(async (house) => ({ shows: (await makeFiling(house)).filingId })),
  "post /api/v1/filings/drafts": own(async () => await Promise.resolve({ body: { kind: "first" } })),
  "get /api/v1/filings/drafts/:draftId": draft((id) => ({ shows: id })),
  "put /api/v1/filings/drafts/:draftId/answers": draft(() => ({
    body: { field: "nature", answer: { value: "More", isUnknown: false }, basedOn: 1 },
  })),
  "delete /api/v1/filings/drafts/:draftId": draft(),
  "post /api/v1/filings/drafts/:draftId/submit": draft(
    (id) => ({ body: { version: 1, language: "en", reason: "Counted again" }, binding: stepUpForFiling.submit(id, 1) }),
    "correction",
  ),
  "post /api/v1/filings/claims": own(async (house) => ({ body: { receipt: await makeGuestReceipt(house) } })),
  "get /api/v1/filings/:filingId": onMissable(
    "filingId",
    async (house) => (await makeFiling(house)).filingId,
    (id) => ({ shows: id }),
  ),
  "get /api/v1/filing-parts/:partId/document": part(),
  "get /api/v1/filing-parts/:partId/proof": recipe(
    async (house, _asker, target) => {
      if (target === "missing") return { params: { partId: newId() } };
      const { partId } = await makeFiling(house);
      const ctx = house.world.context({ kind: "system", job: "test" });
      const act = { action: "filing.submit", objectType: "filing_part", objectId: partId };
      await withTransaction(ctx, async (tx) => await writeAudit(tx, ctx, act));
      await sealAll(ctx);
      return { params: { partId }, shows: "c2sp.org/tlog-proof@v1" };
    },
    { also: missing },
  ),
  "post /api/v1/filing-parts/:partId/delivery": part(
    () => ({ body: "stamp", mediaType: "application/pdf", headers: { "toguna-note": "Mme%20Keita" } }),
    { delivery: "paper" },
  ),
  "get /api/v1/desk/filings": own(async (house) => ({
    shows: (await makeFiling(house, { readerKind: "cert" })).partId,
  })),
  "get /api/v1/desk/filings/:partId": part((id) => ({ shows: id }), { readerKind: "cert" }),
  "get /api/v1/desk/filings/:partId/document": part(undefined, { readerKind: "cert" }),
};
