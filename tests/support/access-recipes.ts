// How the valid request of each declared route is made, on an object of one's own, of somebody else, and on one that is not there.
import sharp from "sharp";
import type { RouteDeclaration } from "../../backend/platform/http/index.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import { bindReveal } from "../../backend/reporting/model.ts";
import { type Asker, type House, promised } from "./access-matrix.ts";
import {
  makeCase,
  makeClaim,
  makeConstituent,
  makeContact,
  makeHeldDomain,
  makeMail,
  makePerson,
} from "./access-objects.ts";
import { type Asked, missing, nothing, onMissable, reason, type Recipe, recipe } from "./access-recipe.ts";
import { disclosureRecipes } from "./access-recipes-disclosure.ts";
import { talkingRecipes } from "./access-recipes-talking.ts";
import { reviewRecipes } from "./access-recipes-review.ts";
import { authorityRecipes } from "./access-recipes-authority.ts";
import { contributionRecipes } from "./access-recipes-contributions.ts";
import { bodyRecipes } from "./access-recipes-bodies.ts";
import { assessmentRecipes } from "./access-recipes-assessments.ts";
import { areaRecipes } from "./access-recipes-areas.ts";
import { notificationRecipes } from "./access-recipes-notifications.ts";
import { caseworkRecipes } from "./access-recipes-casework.ts";
import { exerciseRecipes } from "./access-recipes-exercises.ts";
import { chartRecipes } from "./access-recipes-charts.ts";
import { portalRecipes } from "./access-recipes-portal.ts";
import { crisisRecipes } from "./access-recipes-crisis.ts";
import { handoverRecipes } from "./access-recipes-handover.ts";
import { teamRecipes } from "./access-recipes-team.ts";
import { listRecipes } from "./access-recipes-lists.ts";
import { adviceRecipes } from "./access-recipes-advice.ts";
import { serviceRecipes } from "./access-recipes-service.ts";
import { playbookRecipes } from "./access-recipes-playbooks.ts";
import { claimRecipes } from "./access-recipes-claims.ts";
import { artefactRecipes } from "./access-recipes-artefacts.ts";
import { evidenceRecipes } from "./access-recipes-evidence.ts";
import { explanationRecipes } from "./access-recipes-explanations.ts";
import { filingRecipes } from "./access-recipes-filings.ts";
import { formalityRecipes } from "./access-recipes-formalities.ts";
import { huntRecipes } from "./access-recipes-hunts.ts";
import { exportRecipes } from "./access-recipes-exports.ts";
import { enrolmentRecipes } from "./access-recipes-enrolment.ts";
import { qualityRecipes } from "./access-recipes-quality.ts";
import { importRecipes } from "./access-recipes-imports.ts";
import { identityRecipes } from "./access-recipes-identity.ts";
import { registerRecipes } from "./access-recipes-register.ts";
import { ruleRecipes } from "./access-recipes-rules.ts";
import { logRecipes } from "./access-recipes-log.ts";
import { officeRecipes } from "./access-recipes-offices.ts";
import { sealedRecipes } from "./access-recipes-sealed.ts";
import { sharingRecipes } from "./access-recipes-sharing.ts";
import { yearlyRecipes } from "./access-recipes-yearly.ts";
import { addFile, addFinding, addReport } from "./desk-world.ts";

const onReport = (
  body: Asked["body"],
  prepare: (house: House, reportId: string, asker: Asker) => Promise<Partial<Asked>> = nothing,
): Recipe =>
  recipe(
    async (house, asker, target) => {
      const { id } = await addReport(house.world, house.cert, { status: "triaged" });
      const more = await prepare(house, id, asker);
      const params = { reportId: target === "missing" ? newId() : id };
      return { params, ...(body === undefined ? {} : { body }), ...more };
    },
    { also: missing },
  );
const onCase = (body: unknown, status: "open" | "closed" = "open"): Recipe =>
  recipe(
    async (house, _asker, target) => {
      const { caseId } = await makeCase(house, status);
      const params = { caseId: target === "missing" ? newId() : caseId };
      return body === undefined ? { params, shows: caseId } : { params, body };
    },
    { also: missing },
  );

const fileOf = (name: string, mediaType: string, bytes: () => Promise<Buffer>) => async (house: House) => {
  const { id } = await addReport(house.world, house.cert);
  return await addFile(house.world, id, { name, mediaType, bytes: await bytes() });
};
const png = async (): Promise<Buffer> =>
  await sharp({ create: { width: 2, height: 2, channels: 3, background: "#fff" } })
    .png()
    .toBuffer();
const words = async (): Promise<Buffer> => await Promise.resolve(Buffer.from("plain words"));

/** By "method path" of the declaration. A declared route without a recipe fails the matrix. */
export const recipes: Record<string, Recipe> = {
  ...identityRecipes,
  ...importRecipes,
  ...assessmentRecipes,
  ...qualityRecipes,
  ...enrolmentRecipes,
  ...exportRecipes,
  ...ruleRecipes,
  ...registerRecipes,
  ...logRecipes,
  ...sealedRecipes,
  ...officeRecipes,
  ...filingRecipes,
  ...formalityRecipes,
  ...huntRecipes,
  ...areaRecipes,
  ...notificationRecipes,
  ...sharingRecipes,
  ...caseworkRecipes,
  ...playbookRecipes,
  ...crisisRecipes,
  ...handoverRecipes,
  ...teamRecipes,
  ...chartRecipes,
  ...portalRecipes,
  ...listRecipes,
  ...serviceRecipes,
  ...adviceRecipes,
  ...exerciseRecipes,
  ...claimRecipes,
  ...artefactRecipes,
  ...evidenceRecipes,
  ...explanationRecipes,
  ...bodyRecipes,
  ...contributionRecipes,
  ...authorityRecipes,
  ...yearlyRecipes,
  ...reviewRecipes,
  ...talkingRecipes,
  ...disclosureRecipes,
  "post /api/v1/registry/constituents": recipe(
    async () => await Promise.resolve({ body: { name: "A bank", sector: "finance" } }),
  ),
  "post /api/v1/registry/contacts": recipe(
    async (house, _asker, target) => ({
      body: {
        constituentId: target === "missing" ? newId() : await makeConstituent(house),
        name: "Awa",
        role: "security",
      },
    }),
    { also: missing },
  ),
  "post /api/v1/registry/claims": recipe(
    async (house, _asker, target) => ({
      body: {
        constituentId: target === "missing" ? newId() : await makeConstituent(house),
        kind: "domain",
        value: "bank.example",
        source: "letter",
        proof: "letter",
      },
    }),
    { also: missing },
  ),
  "patch /api/v1/registry/constituents/:constituentId": onMissable("constituentId", makeConstituent, () => ({
    body: { version: 1, name: "Another name" },
  })),
  "post /api/v1/registry/contacts/:contactId/end": onMissable("contactId", makeContact, () => ({ body: {} })),
  "post /api/v1/registry/claims/:claimId/end": onMissable("claimId", makeClaim, () => ({
    body: { heldUntil: "2026-03-01T00:00:00Z" },
  })),
  "post /api/v1/reports": recipe(async () => await Promise.resolve({ body: { description: "My account is gone." } }), {
    asks: "report.submit",
  }),
  "get /api/v1/reports/challenge": recipe(nothing),
  "post /api/v1/receipts/open": recipe(
    async (house) => await Promise.resolve({ body: { receipt: house.reporter.receipt } }),
    { asks: "report.submit" },
  ),
  "post /api/v1/desk/reports/:reportId/assign": onReport(undefined, async (house) => ({
    body: { personId: await makePerson(house) },
  })),
  "post /api/v1/desk/reports/:reportId/snooze": onReport({ until: new Date(Date.now() + 3_600_000).toISOString() }),
  "post /api/v1/desk/reports/:reportId/reject": onReport({ reason }),
  "post /api/v1/desk/reports/:reportId/close": onReport({ reason }),
  "post /api/v1/desk/reports/:reportId/reopen": onReport({}, async (house, id) => {
    await house.world.owner`update reports set status = 'closed' where id = ${id}`;
    return {};
  }),
  "post /api/v1/desk/reports/:reportId/assessment": onReport({
    rsitClass: "fraud",
    rsitType: "phishing",
    severity: "high",
    reason,
  }),
  "post /api/v1/desk/findings/:findingId/verdict": onMissable(
    "findingId",
    async (house) => await addFinding(house.world, (await addReport(house.world, house.cert)).id, { title: "A rule" }),
    () => ({ body: { verdict: "true" } }),
  ),
  "post /api/v1/desk/cases": recipe(
    async (house, _asker, target) => ({
      body: { reportIds: [target === "missing" ? newId() : (await addReport(house.world, house.cert)).id] },
    }),
    { also: missing },
  ),
  "patch /api/v1/desk/cases/:caseId": onCase({ version: 1, title: "Another title" }),
  "post /api/v1/desk/cases/:caseId/reports": recipe(
    async (house, _asker, target) => {
      const { caseId } = await makeCase(house);
      const { id } = await addReport(house.world, house.cert);
      return { params: { caseId }, body: { reportId: target === "missing" ? newId() : id } };
    },
    { also: missing },
  ),
  "post /api/v1/desk/cases/:caseId/reports/:reportId/leave": recipe(
    async (house, _asker, target) => {
      const one = await makeCase(house);
      const other = await makeCase(house);
      const reportId = { own: one.reportId, foreign: other.reportId, missing: newId() }[target];
      return { params: { caseId: one.caseId, reportId }, body: { reason } };
    },
    { also: ["foreign", "missing"] },
  ),
  "post /api/v1/desk/cases/:caseId/notes": onCase({ body: "A note." }),
  "post /api/v1/desk/cases/:caseId/close": onCase({ outcome: "resolved", reason }),
  "post /api/v1/desk/cases/:caseId/reopen": onCase({ reason }, "closed"),
  "get /api/v1/desk/reports/:reportId/messages": onReport(undefined, async (house, id) => {
    await house.world.owner`insert into messages (id, report_id, direction, channel, body, at)
      values (${newId()}, ${id}, 'from_reporter', 'receipt', 'Hello from outside', now())`;
    return { shows: "Hello from outside" };
  }),
  "get /api/v1/desk/incoming-mails": recipe(nothing),
  "get /api/v1/receipts/report": recipe(async (house) => await Promise.resolve({ shows: house.reporter.reference })),
  "post /api/v1/receipts/messages": recipe(async () => await Promise.resolve({ body: { text: "One more thing." } })),
  "post /api/v1/receipts/files": recipe(async () => {
    const form = new FormData();
    form.append("files", new File(["log"], "a.log"));
    return await Promise.resolve({ form });
  }),
  "get /api/v1/desk/queue": recipe(async (house) => ({
    query: { view: "all", limit: "200" },
    shows: (await addReport(house.world, house.cert, { severity: "critical", receivedAt: new Date(0) })).id,
  })),
  "get /api/v1/desk/counts": recipe(nothing),
  "get /api/v1/desk/reports/:reportId": onReport(undefined, async (_house, id) => await Promise.resolve({ shows: id })),
  "post /api/v1/desk/reports/:reportId/identity": onReport({ reason }, async (house, id) => {
    await house.world
      .owner`insert into report_identities (report_id, name, is_confidential) values (${id}, 'Secret Name', true)`;
    return { binding: bindReveal({ id, version: 1 }), shows: "Secret Name" };
  }),
  "post /api/v1/desk/reports/:reportId/messages": onReport({ body: "We are on it." }),
  "get /api/v1/desk/cases": recipe(async (house) => ({
    query: { limit: "200" },
    shows: (await makeCase(house, "open", "critical")).caseId,
  })),
  "get /api/v1/desk/cases/:caseId": onCase(undefined),
  "get /api/v1/desk/mails": recipe(async (house) => ({ query: { limit: "200" }, shows: await makeMail(house) })),
  "get /api/v1/desk/mails/:mailId": onMissable("mailId", makeMail, (id) => ({ shows: id })),
  "post /api/v1/desk/mails/:mailId/resend": onMissable("mailId", makeMail, () => ({ body: {} })),
  // An administrator reads no cases, nor what they left in the log.
  "get /api/v1/desk/log": recipe(
    async (house, { caller }) =>
      await Promise.resolve({
        query: { objectId: house.reporter.reportId },
        ...(caller.name === "administrator" ? {} : { shows: "report.receive" }),
      }),
  ),
  "get /api/v1/desk/health": recipe(nothing),
  "get /api/v1/desk/directory": recipe(async (house) => await Promise.resolve({ shows: house.spare.personId })),
  "get /api/v1/desk/constituents": recipe(async (house) => {
    const id = await makeConstituent(house);
    return { query: { text: id.slice(-12) }, shows: id };
  }),
  "get /api/v1/desk/register": recipe(async (house) => {
    const id = await makeConstituent(house);
    return { query: { text: id }, shows: id };
  }),
  "get /api/v1/desk/register/holders": recipe(async (house) => {
    const { value, constituentId } = await makeHeldDomain(house);
    return { query: { value, at: new Date().toISOString() }, shows: constituentId };
  }),
  "get /api/v1/desk/register/:constituentId": onMissable("constituentId", makeConstituent, (id) => ({ shows: id })),
  "get /api/v1/desk/areas": recipe(nothing),
  "get /api/v1/desk/events": recipe(nothing),
  "get /api/v1/desk/files/:fileId/preview": onMissable("fileId", fileOf("a.png", "image/png", png)),
  "get /api/v1/desk/files/:fileId/text": onMissable("fileId", fileOf("a.txt", "text/plain", words), () => ({
    shows: "plain words",
  })),
  "post /api/v1/desk/files/:fileId/archive": onMissable("fileId", fileOf("a.txt", "text/plain", words), () => ({
    body: { reason },
  })),
};

export function nameOf(declared: RouteDeclaration): string {
  return `${declared.method} ${declared.path}`;
}

/** A valid request by somebody who may make it. */
export async function valid(house: House, declared: RouteDeclaration): Promise<{ asker: Asker; asked: Asked }> {
  const recipe = recipes[nameOf(declared)];
  const caller = house.callers.find((one) => promised(declared, recipe?.asks, one) === "yes");
  if (!recipe || !caller) throw new Error(`nobody may call ${nameOf(declared)}`);
  const asker = await house.open(caller);
  const asked = await recipe.make(house, asker, "own");
  if (asked.binding) await house.allowStepUp(asker, asked.binding);
  return { asker, asked };
}
