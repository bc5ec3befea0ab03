// Fills a demonstration with what its team tells everybody: a key, an advisory, a question that was answered for all. All of it fictional.
import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import { type Context, makeContext, type Services } from "../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../platform/db/index.ts";
import { newId } from "../platform/ids/index.ts";
import { answerAdvice } from "./advice/answer-advice.ts";
import { askAdvice } from "./advice/ask-advice.ts";
import { askToPublishPage, publishApprovedPage, writePage } from "./advice/publish-page.ts";
import { publishApproved } from "./advisories/publish-advisory.ts";
import { askToPublish, createAdvisory } from "./advisories/write-advisory.ts";
import { makeTeamKey } from "./openpgp/team-keys.ts";

const dayMs = 86_400_000;
const advisory = {
  fr: {
    title: "Faux messages de livraison : ne payez pas par le lien",
    summary: "Des messages annoncent un colis retenu et demandent une petite somme. Le lien mène à une copie de page.",
    body: "Ce que l’on voit : un message annonce un colis et un reste à payer.\n\nCe qu’il faut faire : n’ouvrez pas le lien, ne donnez aucun code. Signalez le message, puis effacez-le.\n\nSi vous avez payé : appelez le service de votre argent mobile, puis faites un signalement.",
  },
  en: {
    title: "False delivery messages: do not pay by the link",
    summary: "Messages tell of a parcel that is held and ask for a small sum. The link leads to a copied page.",
    body: "What you see: a message tells of a parcel and of something left to pay.\n\nWhat to do: do not open the link, give no code. Report the message, then delete it.\n\nIf you paid: call your mobile-money service, then report it.",
  },
  mn: {
    title: "Хуурамч хүргэлтийн зурвас: холбоосоор бүү төлөөрэй",
    summary: "Илгээмж саатсан гэж мэдэгдэж, бага мөнгө нэхдэг зурвас. Холбоос нь хуулбар хуудас нээдэг.",
    body: "Юу харагдах вэ: илгээмж ирсэн, төлбөр дутуу гэсэн зурвас.\n\nЯах вэ: холбоосыг бүү нээгээрэй, код бүү өгөөрэй. Зурвасыг мэдээлээд, дараа нь устгаарай.\n\nХэрэв төлсөн бол: мобайл мөнгөний үйлчилгээ рүү залгаад, мэдээлэл илгээгээрэй.",
  },
} as const;
const question = {
  fr: {
    question: "Comment vérifier qu’un appel vient bien de ma banque ?",
    answer:
      "Raccrochez, puis appelez vous-même le numéro qui est sur votre carte. Une banque ne demande jamais un code.",
  },
  en: {
    question: "How do I know that a call is really from my bank?",
    answer: "Hang up, then call the number on your card yourself. A bank never asks for a code.",
  },
  mn: {
    question: "Банкнаас үнэхээр залгасныг яаж мэдэх вэ?",
    answer: "Утсаа тасалж, картан дээрх дугаар руу өөрөө залгаарай. Банк хэзээ ч код асуудаггүй.",
  },
} as const;

/** The two of the demonstration's team under whose names things are published. */
export interface DemoTeam {
  asker: Context;
  second: string;
}

function requireDemo({ actor, config }: Context): void {
  if (actor.kind !== "system" || !config.isDemo)
    throw new Error("only the filling of a demonstration approves by itself");
}

/** Once; where the team has a key already nothing more is made. `services` carries the clock of the demonstration's present. */
export async function fillPublic(ctx: Context, services: Services): Promise<void> {
  requirePermission(ctx, "settings.change");
  const team = await demoTeam(ctx, services);
  const [known] = await readOnly(ctx, async (tx) => [
    ...(await tx.execute<{ n: number }>(sql`select count(*)::int as n from team_keys`)),
  ]);
  if ((known?.n ?? 0) > 0) return;
  await publishAdvisory(ctx, team);
  await publishQuestion(ctx, team);
  // Last: that it is there says that the rest is.
  await makeTeamKey(ctx, { name: "Toguna (démonstration)", months: 24 });
}

/** Made at the first call. In a demonstration nobody holds their passkeys. */
export async function demoTeam(ctx: Context, services: Services): Promise<DemoTeam> {
  requirePermission(ctx, "settings.change");
  requireDemo(ctx);
  const emails = ["annonce-1@cert.example", "annonce-2@cert.example"] as const;
  const { organisationId, ids } = await withTransaction(ctx, async (tx) => {
    const [cert] = await tx.execute<{ id: string }>(sql`select id from organisations where kind = 'cert'`);
    if (!cert) throw new Error("make the CERT's organisation before its announcements");
    const there = await tx.execute<{ id: string; email: string }>(
      sql`select id, email from people where email in (${emails[0]}, ${emails[1]}) order by email`,
    );
    if (there.length === 2) return { organisationId: cert.id, ids: there.map(({ id }) => id) };
    const made = [newId(ctx.now()), newId(ctx.now())];
    for (const [at, name] of ["Djeneba Coulibaly", "Enkhtuya Sow"].entries()) {
      await tx.execute(
        sql`insert into people (id, handle, name, email, language) values (${made[at]}, ${randomBytes(32)}, ${name}, ${emails[at]}, 'fr')`,
      );
      await tx.execute(
        sql`insert into role_grants (id, person_id, organisation_id, role) values (${newId(ctx.now())}, ${made[at]}, ${cert.id}, 'lead')`,
      );
    }
    await writeAudit(tx, ctx, { action: "demo.fill_team", objectType: "organisation", objectId: cert.id, detail: {} });
    return { organisationId: cert.id, ids: made };
  });
  const actor = {
    kind: "person",
    personId: ids[0] ?? "",
    organisationId,
    roles: ["lead"],
    sessionId: randomUUID(),
  } as const;
  return { asker: makeContext(services, actor, randomUUID()), second: ids[1] ?? "" };
}

/** The second one's word, as it would be left: only in a demonstration, where nobody could give it. The caller writes the log. */
export async function approveInDemo(tx: Tx, ctx: Context, requestId: string, second: string): Promise<void> {
  requirePermission(ctx, "settings.change");
  requireDemo(ctx);
  const at = ctx.now().toISOString();
  await tx.execute(
    sql`update four_eyes set state = 'approved', decided_by = ${second}, decided_at = ${at}::timestamptz where id = ${requestId} and state = 'waiting'`,
  );
}

async function publishAdvisory(ctx: Context, { asker, second }: DemoTeam): Promise<void> {
  requirePermission(ctx, "settings.change");
  const { id } = await createAdvisory(asker, { severity: "medium", texts: advisory });
  const { requestId } = await askToPublish(asker, id, { version: 1 });
  await withTransaction(ctx, async (tx) => {
    await approveInDemo(tx, ctx, requestId, second);
    await publishApproved(tx, ctx, id, 1, requestId);
    await writeAudit(tx, ctx, { action: "demo.publish", objectType: "advisory", objectId: id, detail: { requestId } });
  });
}

async function publishQuestion(ctx: Context, { asker, second }: DemoTeam): Promise<void> {
  requirePermission(ctx, "settings.change");
  const key = newId(new Date(ctx.now().getTime() - 3 * dayMs));
  const asked = { topic: "suspicion", question: question.fr.question, name: "", email: "", language: "fr" };
  await askAdvice(ctx, asked, { address: "demo", isExempt: true }, key);
  await answerAdvice(asker, key, { version: 1, outcome: "answered", answer: question.fr.answer });
  await writePage(asker, key, { topic: "suspicion", texts: question, version: 0 });
  const { requestId } = await askToPublishPage(asker, key, { version: 1 });
  await withTransaction(ctx, async (tx) => {
    await approveInDemo(tx, ctx, requestId, second);
    const [page] = await tx.execute<{ id: string }>(sql`select id from advice_pages where request_id = ${key}`);
    await publishApprovedPage(tx, ctx, page?.id ?? "", 1, requestId);
    await writeAudit(tx, ctx, { action: "demo.publish", objectType: "advice", objectId: key, detail: { requestId } });
  });
}
