// How registers of processing and formalities are asked for by the access matrix. Where its house stands no law asks for a formality: what begins one is refused with its field.
import { stepUpForFormality } from "../../backend/compliance/formalities/model.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { Asker, House } from "./access-matrix.ts";
import { type Asked, missing, type Recipe, recipe } from "./access-recipe.ts";
import { addFormalityRows, type FormalityRows } from "./rows-of-formalities.ts";

const processing = "/api/v1/console/processing";
const own = "/api/v1/console/formalities";
const office = "/api/v1/office/formalities";
const entry = { title: "Customers", role: "controller", purposes: "To serve customers" };
const paper = {
  constituentId: newId(),
  packId: "ml.data-protection",
  obligationId: "ml-dp.formalities.before-processing",
  kind: "declaration",
  arrivedOn: "2026-01-01",
  items: [{ title: "Cameras", purposes: "Safety" }],
};

/** The organisation of a kind that the asker works for, or a new one of nobody's. */
async function organisationOf({ world }: House, asker: Asker, kind: "constituent" | "authority"): Promise<string> {
  const [found] = await world.owner<
    { id: string }[]
  >`select o.id from organisations o join role_grants g on g.organisation_id = o.id
    where o.kind = ${kind} and g.person_id = ${asker.personId} and g.revoked_at is null limit 1`;
  if (found) return found.id;
  const id = newId();
  await world.owner`insert into organisations (id, kind, name) values (${id}, ${kind}, ${`Organisation ${id}`})`;
  return id;
}

type State = "draft" | "submitted" | "incomplete" | "decided";

async function makeRows(house: House, asker: Asker, state: State): Promise<FormalityRows> {
  const organisationId = await organisationOf(house, asker, "constituent");
  const authorityId = await organisationOf(house, asker, "authority");
  const [known] = await house.world.owner<
    { id: string }[]
  >`select id from constituents where organisation_id = ${organisationId} order by ended_at nulls first, created_at, id limit 1`;
  const constituentId = known?.id ?? newId();
  if (!known)
    await house.world
      .owner`insert into constituents (id, reference, organisation_id, name, sector) values (${constituentId}, ${constituentId}, ${organisationId}, 'An organisation', 'other')`;
  return await addFormalityRows(house.world, { constituentId, organisationId, authorityId, state });
}

const plain = (more: (rows: FormalityRows) => Partial<Asked> = () => ({}), rest: Partial<Recipe> = {}): Recipe =>
  recipe(async (house, asker) => more(await makeRows(house, asker, "submitted")), rest);
const one = (
  which: keyof FormalityRows,
  state: State,
  more: (id: string) => Partial<Asked> = () => ({}),
  rest: Partial<Recipe> = {},
): Recipe =>
  recipe(
    async (house, asker, target) => {
      const id = target === "missing" ? newId() : (await makeRows(house, asker, state))[which];
      return { params: { id }, ...more(id) };
    },
    { also: missing, ...rest },
  );

export const formalityRecipes: Record<string, Recipe> = {
  [`get ${processing}`]: plain(({ entry: id }) => ({ shows: id })),
  [`get ${processing}/export`]: plain(),
  [`get ${processing}/print`]: plain(),
  [`post ${processing}`]: plain(() => ({ body: entry })),
  [`get ${processing}/:id`]: one("entry", "submitted", (id) => ({ shows: id })),
  [`get ${processing}/:id/print`]: one("entry", "submitted"),
  [`put ${processing}/:id`]: one("entry", "submitted", () => ({ body: { ...entry, retention: "A year", version: 1 } })),
  [`post ${processing}/:id/end`]: one("entry", "submitted", () => ({ body: { reason: "It was sold." } })),
  "get /api/v1/processing/own": recipe(async () => await Promise.resolve({})),
  [`get ${own}`]: plain(({ formality }) => ({ shows: formality })),
  [`get ${own}/export`]: plain(),
  [`get ${own}/needs`]: plain(({ entry: id }) => ({ shows: id })),
  [`post ${own}`]: plain(
    ({ entry: id }) => ({
      body: {
        packId: "ml.data-protection",
        obligationId: "ml-dp.formalities.before-processing",
        kind: "declaration",
        entryIds: [id],
      },
    }),
    { answers: 400 },
  ),
  [`get ${own}/:id`]: one("formality", "submitted", (id) => ({ shows: id })),
  [`put ${own}/:id`]: recipe(
    async (house, asker, target) => {
      const { entry: entryId, formality } = await makeRows(house, asker, "draft");
      const id = target === "missing" ? newId() : formality;
      return { params: { id }, body: { version: 1, kind: "declaration", entryIds: [entryId], contact: "Awa" } };
    },
    { also: missing },
  ),
  [`delete ${own}/:id`]: one("formality", "draft"),
  [`post ${own}/:id/submit`]: one(
    "formality",
    "draft",
    (id) => ({ body: { version: 1 }, binding: stepUpForFormality.submit(id, 1) }),
    { answers: 400 },
  ),
  [`post ${own}/:id/complete`]: one("formality", "incomplete", (id) => ({
    body: { version: 1, note: "As asked" },
    binding: stepUpForFormality.complete(id, 1),
  })),
  [`post ${own}/:id/withdraw`]: one("formality", "submitted", () => ({ body: { version: 1, reason: "Sold" } })),
  [`post ${own}/:id/files`]: one("formality", "submitted", () => ({
    body: "a piece",
    mediaType: "text/plain",
    headers: { "file-name": "piece.txt" },
  })),
  [`get ${own}/:id/receipt`]: one("formality", "submitted"),
  [`get ${own}/:id/decision`]: one("formality", "decided"),
  [`get ${office}`]: plain(({ formality }) => ({ shows: formality })),
  [`get ${office}/export`]: plain(),
  [`get ${office}/duties`]: plain(),
  [`post ${office}`]: plain(
    () => {
      const form = new FormData();
      form.set("input", JSON.stringify(paper));
      return { form };
    },
    { answers: 400 },
  ),
  [`get ${office}/:id`]: one("formality", "submitted", (id) => ({ shows: id })),
  [`post ${office}/:id/steps`]: one("formality", "submitted", () => ({
    body: { version: 1, step: { kind: "note", text: "Asked by telephone." } },
  })),
  [`get ${office}/:id/receipt`]: one("formality", "submitted"),
  [`get ${office}/:id/decision`]: one("formality", "decided"),
  "get /api/v1/public/formalities/extract": plain(() => ({ query: { format: "csv" } })),
};
