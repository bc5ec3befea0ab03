// Fills a demonstration with a national committee at work: targets of its own with numbers, last year's review on the portal, this year's begun, a training, a survey. All of it fictional.
import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import { type Context, makeContext, type Services } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addCampaign, countAttendance } from "../awareness/keep-campaigns.ts";
import { makeSurvey } from "../awareness/keep-surveys.ts";
import { beginReview, freezeReview, writeNarrative, writeSummary } from "./keep-review.ts";
import { recordMeasurement } from "./measure.ts";
import { holdReview } from "./review-store.ts";
import { addTarget } from "./targets.ts";

const dayMs = 86_400_000;
/** A name that reads the same in every language. */
const source = "Kénédou 2030";

const targets = [
  {
    names: {
      fr: "Part des écoles reliées à l’internet",
      en: "Share of schools with internet",
      mn: "Интернэтэд холбогдсон сургуулийн хувь",
    },
    unit: "percent",
    target: "80",
    numbers: ["42", "57"],
    outlook: "on_track",
    text: {
      fr: "Les écoles des chefs-lieux sont reliées ; celles du fleuve attendent la fibre.",
      en: "The schools of the regional towns are connected; those along the river wait for fibre.",
    },
  },
  {
    names: {
      fr: "Agents publics formés à la sécurité",
      en: "Civil servants trained in security",
      mn: "Аюулгүй байдлын сургалтад хамрагдсан төрийн албан хаагч",
    },
    unit: "people",
    target: "3000",
    numbers: ["640", "905"],
    outlook: "late",
    text: { fr: "Deux régions n’ont pas encore de formateur.", en: "Two regions have no trainer yet." },
  },
  {
    names: {
      fr: "Organismes essentiels avec un contact joignable",
      en: "Essential bodies with a contact who answers",
      mn: "Холбогдох хүн нь хариу өгдөг чухал байгууллага",
    },
    unit: "organisations",
    target: "60",
    numbers: ["60", "60"],
    outlook: "reached",
    text: { fr: "Tous ont un contact qui répond.", en: "All of them have a contact who answers." },
  },
] as const;

/** Once; where an office is there already nothing is done. `services` carries the clock of the demonstration's present. */
export async function fillCommittee(ctx: Context, services: Services): Promise<void> {
  requirePermission(ctx, "settings.change");
  const [known] = await readOnly(ctx, async (tx) => [
    ...(await tx.execute<{ n: number }>(sql`select count(*)::int as n from organisations where kind = 'office'`)),
  ]);
  if ((known?.n ?? 0) > 0) return;
  const office = await withTransaction(ctx, async (tx) => {
    const made = await insertOffice(tx, ctx);
    await writeAudit(tx, ctx, {
      action: "demo.fill_committee",
      objectType: "organisation",
      objectId: made.organisationId,
      detail: {},
    });
    return made;
  });
  const actor = {
    kind: "person",
    personId: office.first,
    organisationId: office.organisationId,
    roles: ["committee_member"],
    sessionId: randomUUID(),
  } as const;
  const member = makeContext(services, actor, randomUUID());
  const year = member.now().getUTCFullYear();
  await fillReviews(member, year);
  await publishLast(ctx, year - 1, office);
  await fillAwareness(member);
}

interface DemoCommittee {
  organisationId: string;
  first: string;
  second: string;
}

async function insertOffice(tx: Tx, ctx: Context): Promise<DemoCommittee> {
  const [organisationId, first, second] = [newId(ctx.now()), newId(ctx.now()), newId(ctx.now())];
  await tx.execute(
    sql`insert into organisations (id, kind, name) values (${organisationId}, 'office', 'Comité national du numérique (démonstration)')`,
  );
  for (const [id, name, email] of [
    [first, "Oumou Diarra", "comite-1@office.example"],
    [second, "Batbayar Traoré", "comite-2@office.example"],
  ] as const) {
    await tx.execute(
      sql`insert into people (id, handle, name, email, language) values (${id}, ${randomBytes(32)}, ${name}, ${email}, 'fr')`,
    );
    await tx.execute(
      sql`insert into role_grants (id, person_id, organisation_id, role) values (${newId(ctx.now())}, ${id}, ${organisationId}, 'committee_member')`,
    );
  }
  return { organisationId, first, second };
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

async function fillReviews(member: Context, year: number): Promise<void> {
  await beginReview(member, year - 1);
  await beginReview(member, year);
  for (const { names, unit, target, numbers, outlook, text } of targets) {
    const { id } = await addTarget(member, { names, unit, target, byYear: year + 2, source });
    for (const [index, value] of numbers.entries()) {
      const of = year - 1 + index;
      const measuredOn = index === 0 ? `${of}-12-31` : dayOf(member.now());
      await recordMeasurement(member, { targetId: id, year: of, value, measuredOn, source });
    }
    await writeNarrative(member, year - 1, id, { text, outlook, version: 0 });
  }
  const summary = {
    fr: "Année de démonstration : trois objectifs suivis, un atteint, un en retard.",
    en: "A demonstration's year: three targets followed, one reached, one late.",
  };
  await writeSummary(member, year - 1, { text: summary, version: 1 });
}

/** In a demonstration nobody holds the members' passkeys: the review is left as the acts of two of them would leave it. */
async function publishLast(ctx: Context, year: number, { first, second }: DemoCommittee): Promise<void> {
  requirePermission(ctx, "settings.change");
  const at = ctx.now().toISOString();
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx.execute<{
      version: number;
    }>(sql`update reviews set state = 'submitted', submitted_by = ${first},
      submitted_at = ${at}::timestamptz, version = version + 1 where year = ${year} returning version`);
    const sha256 = await freezeReview(tx, ctx, await holdReview(tx, year, row?.version ?? 0), {
      year,
      signedBy: second,
    });
    await tx.execute(sql`update reviews set state = 'published', published_by = ${second}, published_at = ${at}::timestamptz,
      version = version + 1 where year = ${year}`);
    const entry = { objectType: "review", objectId: String(year), detail: { sha256 } };
    await writeAudit(tx, ctx, { action: "demo.publish_review", ...entry });
  });
}

async function fillAwareness(member: Context): Promise<void> {
  const day = (ago: number): string => dayOf(new Date(member.now().getTime() - ago * dayMs));
  const { id } = await addCampaign(member, {
    kind: "training",
    name: "Reconnaître un message trompeur",
    startsOn: day(60),
    endsOn: day(-60),
    wanted: 500,
  });
  const signed = "Liste de présence signée (fictive)";
  for (const [ago, audience, women, men] of [
    [41, "teachers", 48, 37],
    [20, "civil_servants", 61, 82],
    [6, "pupils", 120, 104],
  ] as const)
    await countAttendance(member, id, { heldOn: day(ago), audience, women, men, source: signed });
  await makeSurvey(member, {
    names: {
      fr: "Vous sentez-vous en sécurité en ligne ?",
      en: "Do you feel safe online?",
      mn: "Цахим орчинд өөрийгөө аюулгүй гэж мэдэрдэг үү?",
    },
    questions: [
      {
        key: "safe",
        names: {
          fr: "Cette année, avez-vous reçu un message trompeur ?",
          en: "Did you receive a deceiving message this year?",
          mn: "Энэ жил хуурамч зурвас хүлээн авсан уу?",
        },
        kind: "one",
        options: [
          { key: "yes", names: { fr: "Oui", en: "Yes", mn: "Тийм" } },
          { key: "no", names: { fr: "Non", en: "No", mn: "Үгүй" } },
        ],
      },
    ],
    opensOn: day(10),
    closesOn: day(-30),
  });
}
