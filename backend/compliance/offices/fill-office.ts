// Fills a demonstration with an authority at work: filings in time and late, an inspection that is open, a complaint, a notice with its last day, members of the plenary. All of it fictional.
import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Role } from "../../identity/model.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import { type Context, makeContext, type Services } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { enterComplaint } from "../complaints/hand-in.ts";
import { enterPaper } from "../inbox/enter-paper.ts";
import { takeInboxStep } from "../inbox/handle-filing.ts";
import { planInspection } from "../inspections/plan-inspections.ts";
import { takeInspectionStep } from "../inspections/take-step.ts";
import { openMatter } from "../sanctions/open-matter.ts";
import { takeOfficeStep } from "../sanctions/take-step.ts";
import { addStep, dayOf } from "./store.ts";

const dayMs = 86_400_000;
/** No pack is of the fictional country: its authority works by a text that states a time. */
const packId = "eu.gdpr";

interface DemoOffice {
  organisationId: string;
  officer: string;
  head: string;
}

/** Once; on an authority that is there already nothing is done. `services` carries the clock of the demonstration's present. */
export async function fillOffice(ctx: Context, services: Services): Promise<void> {
  requirePermission(ctx, "settings.change");
  const [known] = await readOnly(ctx, async (tx) => [
    ...(await tx.execute<{ n: number }>(sql`select count(*)::int as n from organisations where kind = 'authority'`)),
  ]);
  if ((known?.n ?? 0) > 0) return;
  const office = await withTransaction(ctx, async (tx) => {
    const made = await insertOffice(tx, ctx);
    await writeAudit(tx, ctx, {
      action: "demo.fill_office",
      objectType: "organisation",
      objectId: made.organisationId,
      detail: {},
    });
    return made;
  });
  const entities = await readOnly(ctx, async (tx) => [
    ...(await tx.execute<{ id: string; name: string }>(
      sql`select id, name from constituents where ended_at is null order by created_at, id limit 6`,
    )),
  ]);
  const now = services.clock.now().getTime();
  const personAt = (daysAgo: number, personId: string, role: Role): Context => {
    const at = new Date(now - daysAgo * dayMs);
    const actor = {
      kind: "person",
      personId,
      organisationId: office.organisationId,
      roles: [role],
      sessionId: randomUUID(),
    } as const;
    return makeContext({ ...services, clock: { now: () => at } }, actor, randomUUID());
  };
  const officerAt = (daysAgo: number): Context => personAt(daysAgo, office.officer, "officer");
  const headAt = (daysAgo: number): Context => personAt(daysAgo, office.head, "officer_head");
  await fillFilings(officerAt, entities);
  await fillWork(headAt, officerAt, office, entities);
}

async function insertOffice(tx: Tx, ctx: Context): Promise<DemoOffice> {
  const [organisationId, officer, head] = [newId(ctx.now()), newId(ctx.now()), newId(ctx.now())];
  const at = ctx.now().toISOString();
  await tx.execute(
    sql`insert into organisations (id, kind, name, addressee) values (${organisationId}, 'authority', 'Autorité de protection des données (démonstration)', 'eu-data-authority')`,
  );
  for (const [id, name, role] of [
    [officer, "Moussa Coulibaly", "officer"],
    [head, "Aïcha Maïga", "officer_head"],
  ] as const) {
    await tx.execute(
      sql`insert into people (id, handle, name, email, language) values (${id}, ${randomBytes(32)}, ${name}, ${`${role}@authority.example`}, 'fr')`,
    );
    await tx.execute(
      sql`insert into role_grants (id, person_id, organisation_id, role) values (${newId(ctx.now())}, ${id}, ${organisationId}, ${role})`,
    );
  }
  await tx.execute(
    sql`insert into authority_profiles (organisation_id, packs, is_remit_everybody, takes_complaints, takes_anonymous_complaints, changed_at)
      values (${organisationId}, ${sql.param([packId])}::text[], true, true, true, ${at}::timestamptz)`,
  );
  for (const name of ["Fatoumata Keïta", "Ibrahim Sangaré", "Mariam Touré"])
    await tx.execute(
      sql`insert into plenary_members (id, organisation_id, name, since_day, added_at) values (${newId(ctx.now())}, ${organisationId}, ${name}, '2025-01-01', ${at}::timestamptz)`,
    );
  return { organisationId, officer, head };
}

const incidents = [
  { daysAgo: 120, hoursBefore: 30, nature: "Un ordinateur portable volé, avec la liste des abonnés", people: "340" },
  { daysAgo: 88, hoursBefore: 20, nature: "Envoi d’un fichier de salaires au mauvais destinataire", people: "55" },
  { daysAgo: 61, hoursBefore: 140, nature: "Rançongiciel sur le serveur des dossiers", people: "4100" },
  { daysAgo: 33, hoursBefore: 60, nature: "Formulaire en ligne qui montrait les réponses d’autrui", people: "210" },
  { daysAgo: 9, hoursBefore: 200, nature: "Accès d’un prestataire après la fin de son contrat", people: "1500" },
  { daysAgo: 2, hoursBefore: 15, nature: "Clé USB perdue par un agent", people: "80" },
] as const;

/** On paper, as an officer enters them: two of the six come after the time that the text gives. */
async function fillFilings(at: (daysAgo: number) => Context, entities: readonly { id: string }[]): Promise<void> {
  for (const [index, { daysAgo, hoursBefore, nature, people }] of incidents.entries()) {
    const entity = entities[index % 3];
    if (!entity) continue;
    const ctx = at(daysAgo);
    const { id } = await enterPaper(
      ctx,
      {
        constituentId: entity.id,
        packId,
        stage: "authority",
        arrivedOn: dayOf(ctx),
        awareAt: new Date(ctx.now().getTime() - hoursBefore * 3_600_000).toISOString(),
        fields: [
          { id: "nature", value: nature },
          { id: "people_count", value: people },
        ],
      },
      null,
    );
    if (daysAgo < 30) continue;
    await takeInboxStep(at(daysAgo - 1), id, { kind: "acknowledge", receipt: "" });
    if (daysAgo > 80)
      await takeInboxStep(at(daysAgo - 12), id, {
        kind: "close",
        outcome: "no_action",
        decision: "Mesures suffisantes, personnes informées.",
      });
  }
}

async function fillWork(
  headAt: (daysAgo: number) => Context,
  at: (daysAgo: number) => Context,
  office: DemoOffice,
  entities: readonly { id: string; name: string }[],
): Promise<void> {
  const [first, second, third] = entities;
  if (!first || !second || !third) return;
  await enterComplaint(at(20), {
    respondent: second.name,
    happened: "On refuse de me dire quelles données sont gardées sur moi, depuis trois mois.",
    wanted: "Une copie de mes données.",
    name: "Awa Démonstration",
    arrivedOn: dayOf(at(20)),
    language: "fr",
  });
  const { id: matterId } = await openMatter(at(14), {
    title: "Liste de clients sans mesure de sécurité",
    constituentId: first.id,
    packId,
    findings: [{ text: "La liste était ouverte à tout le personnel.", articles: "32", severity: "major" }],
  });
  await takeOfficeStep(at(13), matterId, 1, {
    kind: "notify",
    text: "Limiter l’accès à la liste et rendre compte.",
    dueOn: dayOf(at(-20)),
    cites: "Article 32",
  });
  const { id: inspectionId } = await planInspection(at(10), {
    constituentId: third.id,
    packId,
    reason: "Deux notifications tardives en un an.",
  });
  await orderInspection(headAt(6), inspectionId, office);
  await takeInspectionStep(at(3), inspectionId, 2, {
    kind: "open",
    place: "Siège de l’organisme",
    openedAt: at(3).now().toISOString(),
  });
}

/** In a demonstration nobody holds the head's passkey: the order is written as the head's own act would leave it. */
async function orderInspection(ctx: Context, inspectionId: string, office: DemoOffice): Promise<void> {
  requirePermission(ctx, "authority.decide");
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx.execute<{ entity: string }>(
      sql`update inspections set state = 'ordered', is_announced = true, scope = 'Données des usagers', legal_basis = 'Article 58', team = ${sql.param([office.officer])}::uuid[],
        ordered_by = ${office.head}, ordered_at = ${ctx.now().toISOString()}::timestamptz, version = 2, is_demo = true where id = ${inspectionId} returning constituent_id as entity`,
    );
    await addStep(tx, ctx, 1, {
      organisationId: office.organisationId,
      constituentId: row?.entity ?? null,
      subjectKind: "inspection",
      subjectId: inspectionId,
      kind: "order",
      side: "authority",
      detail: {},
    });
    await writeAudit(tx, ctx, { action: "demo.order_inspection", objectType: "inspection", objectId: inspectionId });
  });
}
