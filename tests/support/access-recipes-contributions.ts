// How contributions and the fund are asked for by the access matrix. Where its house stands no law asks for a contribution: what needs a payer finds none.
import { stepUpForContribution } from "../../backend/compliance/contributions/model.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { Asker, House } from "./access-matrix.ts";
import { missing, type Recipe, recipe } from "./access-recipe.ts";

const fund = "/api/v1/fund";
const own = "/api/v1/contributions";
const reason = "As agreed by telephone.";

/** The authority that the asker works for; one of nobody's for others. */
async function authorityOf(house: House, asker: Asker): Promise<string> {
  const [found] = await house.world.owner<
    { id: string }[]
  >`select o.id from organisations o join role_grants g on g.organisation_id = o.id
    where o.kind = 'authority' and g.person_id = ${asker.personId} and g.revoked_at is null limit 1`;
  if (found) return found.id;
  const id = newId();
  await house.world.owner`insert into organisations (id, kind, name) values (${id}, 'authority', ${`Authority ${id}`})`;
  return id;
}

async function makeYear(house: House, asker: Asker): Promise<string> {
  const id = newId();
  await house.world
    .owner`insert into contribution_years (id, authority_id, pack_id, obligation_id, year, currency, opened_at)
    values (${id}, ${await authorityOf(house, asker)}, 'mn.usof', ${`mn-usof.${id}`}, 2026, 'MNT', now())`;
  return id;
}

async function makeEntity(house: House, known?: string): Promise<{ organisation: string; constituent: string }> {
  const [organisation, constituent] = [known ?? newId(), newId()];
  if (known === undefined)
    await house.world
      .owner`insert into organisations (id, kind, name) values (${organisation}, 'constituent', 'An operator')`;
  await house.world
    .owner`insert into constituents (id, reference, organisation_id, name, sector) values (${constituent}, ${constituent}, ${organisation}, 'An operator', 'other')`;
  return { organisation, constituent };
}

async function makePayment(house: House, asker: Asker): Promise<string> {
  const id = newId();
  const { organisation, constituent } = await makeEntity(house);
  const year = await makeYear(house, asker);
  await house.world
    .owner`insert into contribution_payments (id, year_id, authority_id, organisation_id, constituent_id, amount, paid_on, bank_reference, recorded_at)
    select ${id}, ${year}, authority_id, ${organisation}, ${constituent}, 1, '2026-01-01', ${id}, now() from contribution_years where id = ${year}`;
  return id;
}

async function makeSpending(house: House, asker: Asker): Promise<string> {
  const id = newId();
  await house.world
    .owner`insert into fund_spendings (id, authority_id, year, project, amount, currency, spent_on, source, entered_at)
    values (${id}, ${await authorityOf(house, asker)}, 2026, 'Masts', 1, 'MNT', '2026-01-01', 'x', now())`;
  return id;
}

/** The entity that the asker works for, if any. */
async function entityOf(house: House, asker: Asker): Promise<string | undefined> {
  const [of] = await house.world.owner<
    { id: string }[]
  >`select o.id from organisations o join role_grants g on g.organisation_id = o.id
    where o.kind = 'constituent' and g.person_id = ${asker.personId} and g.revoked_at is null limit 1`;
  return of?.id;
}

async function makeDeclaration(house: House, asker: Asker): Promise<string> {
  const id = newId();
  const year = await makeYear(house, asker);
  const of = await entityOf(house, asker);
  const { organisation: owner, constituent } = await makeEntity(house, of);
  await house.world
    .owner`insert into contribution_declarations (id, year_id, authority_id, organisation_id, constituent_id, entity_name, receipt_number, base, rate_percent, amount,
      pack_id, pack_version, pack_sha256, is_late, way, declared_on, declared_at)
    select ${id}, ${year}, authority_id, ${owner}, ${constituent}, 'An operator', ${id}, 100, 3, 3, 'mn.usof', '1.0.0', ${"0".repeat(64)}, false, 'console', '2026-01-01', now()
    from contribution_years where id = ${year}`;
  return id;
}

const onIn = (
  name: string,
  make: (house: House, asker: Asker) => Promise<string>,
  body: Record<string, unknown> | undefined,
  more: Partial<Recipe> = {},
): Recipe =>
  recipe(
    async (house, asker, target) => {
      const id = target === "missing" ? newId() : await make(house, asker);
      return { params: { [name]: id }, ...(body === undefined ? {} : { body }) };
    },
    { also: missing, ...more },
  );
const someone = newId();

export const contributionRecipes: Record<string, Recipe> = {
  [`get ${own}`]: recipe(async () => await Promise.resolve({})),
  [`post ${own}/years/:yearId/declarations`]: recipe(
    async (house, asker, target) => {
      const yearId = target === "missing" ? newId() : await makeYear(house, asker);
      const of = await entityOf(house, asker);
      if (of) await makeEntity(house, of);
      return { params: { yearId }, body: { base: "100.00" }, binding: stepUpForContribution.declare(yearId, "100.00") };
    },
    { also: missing, answers: 422 },
  ),
  [`get ${own}/declarations/:declarationId/receipt`]: onIn("declarationId", makeDeclaration, undefined),
  [`get ${fund}`]: recipe(async () => await Promise.resolve({ query: { year: "2026" } })),
  [`get ${fund}/payers/export`]: recipe(async () => await Promise.resolve({ query: { year: "2026" } })),
  [`post ${fund}/years`]: recipe(
    async () => await Promise.resolve({ body: { obligationId: "mn-usof.contribution", year: 2026, currency: "MNT" } }),
    { answers: 400 },
  ),
  [`post ${fund}/years/:yearId/due`]: onIn("yearId", makeYear, { dueOn: "2026-03-31", basis: "Order 12", version: 1 }),
  [`post ${fund}/years/:yearId/reminders`]: onIn(
    "yearId",
    makeYear,
    { constituentId: someone, kind: "pay" },
    { answers: 404 },
  ),
  [`post ${fund}/years/:yearId/assessments`]: onIn(
    "yearId",
    makeYear,
    { constituentId: someone, amount: "5.00", reason },
    { answers: 404 },
  ),
  [`post ${fund}/years/:yearId/payments`]: onIn(
    "yearId",
    makeYear,
    { constituentId: someone, amount: "5.00", paidOn: "2026-01-01", bankReference: "TX" },
    { answers: 404 },
  ),
  [`post ${fund}/years/:yearId/declarations`]: onIn(
    "yearId",
    makeYear,
    { constituentId: someone, base: "5.00", declaredOn: "2026-01-01" },
    { answers: 422 },
  ),
  [`post ${fund}/payments/:paymentId/strike`]: onIn("paymentId", makePayment, { reason }),
  [`post ${fund}/spendings`]: recipe(
    async () =>
      await Promise.resolve({
        body: {
          year: 2030,
          project: "Masts",
          amount: "1.00",
          currency: "MNT",
          spentOn: "2030-01-01",
          source: "A contract",
        },
      }),
  ),
  [`post ${fund}/spendings/:spendingId/strike`]: onIn("spendingId", makeSpending, undefined),
  [`post ${fund}/recommendations`]: recipe(
    async () =>
      await Promise.resolve({ body: { year: 2030, text: "More masts", decidedOn: "2030-01-01", inFavour: 9 } }),
  ),
  [`post ${fund}/accounts/:year/publish`]: recipe(
    async (house, _asker, target) => {
      // Once published an account never changes, but for the owner of a test's database.
      await house.world.owner.begin(async (sql) => {
        await sql`set local session_replication_role = replica`;
        await sql`delete from fund_accounts`;
      });
      return { params: { year: target === "missing" ? "1999" : "2031" }, binding: stepUpForContribution.publish(2031) };
    },
    { also: missing },
  ),
};
