// A vulnerability with two vendors under embargo, with a real database: what each party is shown, consent, the frozen version at its instant, CVE ids, the finder, and that nothing leaks before.
import { beforeAll, expect, test } from "vitest";
import { openCase } from "../../../backend/cases/index.ts";
import { askEarly, askPublication, withdrawEdition } from "../../../backend/coordination/disclosure/ask-publication.ts";
import { countFigures } from "../../../backend/reporting/figures/count-figures.ts";
import { exploitedRoutes } from "../../../backend/compliance/exploited/list-clocks.ts";
import type { ExploitedClock } from "../../../backend/compliance/exploited/model.ts";
import { readOnly } from "../../../backend/platform/db/index.ts";
import { previewMove } from "../../../backend/cases/merging/read-merges.ts";
import { mergeCase } from "../../../backend/cases/merging/merge-case.ts";
import { undoMerge } from "../../../backend/cases/merging/undo-merge.ts";
import {
  addFlaw,
  beginDisclosure,
  setDisclosure,
  writeDraft,
} from "../../../backend/coordination/disclosure/begin-disclosure.ts";
import { readFinder, setOwnCredit } from "../../../backend/coordination/disclosure/finder.ts";
import { assignCve, listCves, rejectCve, reserveCves } from "../../../backend/coordination/disclosure/keep-cves.ts";
import { noteContact, setEmbargo } from "../../../backend/coordination/disclosure/keep-embargo.ts";
import { publishPolicy } from "../../../backend/coordination/disclosure/keep-policy.ts";
import { writePost } from "../../../backend/coordination/disclosure/keep-posts.ts";
import {
  addVendor,
  inviteVendor,
  leaveVendor,
  setCell,
} from "../../../backend/coordination/disclosure/keep-vendors.ts";
import { mailEdition } from "../../../backend/coordination/disclosure/mail-edition.ts";
import { noteDecision, noteExploitation } from "../../../backend/coordination/disclosure/note-decision.ts";
import { readPartyLink, sayByLink, tryPartyCode } from "../../../backend/coordination/disclosure/party/act-by-link.ts";
import { listOwnDisclosures, sayInRoom } from "../../../backend/coordination/disclosure/party/act-in-room.ts";
import { partyLink } from "../../../backend/coordination/disclosure/party/party-link.ts";
import { publishScheduled, resumeDisclosures } from "../../../backend/coordination/disclosure/publish-edition.ts";
import { listDisclosures, readDisclosure } from "../../../backend/coordination/disclosure/read-disclosure.ts";
import { listPublicDisclosures, readDocument } from "../../../backend/coordination/disclosure/read-public.ts";
import { decideStatement, noteStatement } from "../../../backend/coordination/disclosure/say-statement.ts";
import { approveRelease, refuseRelease, releaseAlone } from "../../../backend/coordination/four-eyes/decide-release.ts";
import { listReleases } from "../../../backend/coordination/four-eyes/list-releases.ts";
import { bindFourEyes } from "../../../backend/coordination/four-eyes/model.ts";
import { readOutCode } from "../../../backend/coordination/links/open-link.ts";
import { makeFixedClock } from "../../../backend/platform/clock/index.ts";
import { type Actor, type Context, makeContext } from "../../../backend/platform/context/index.ts";
import { signReportToken } from "../../../backend/intake/receipts/report-token.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { allowStepUp } from "../../support/allow-step-up.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson, addReport } from "../../support/desk-world.ts";

type Person = Extract<Actor, { kind: "person" }>;
let world: TestWorld;
let cert: string;
let analyst: Context;
let senior: Context;
let lead: Context;
let vendorPerson: Context;
let strangerPerson: Context;
let bank: string;
const day = 86_400_000;

beforeAll(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
  analyst = world.context(await addPerson(world, cert, "analyst", "Awa"));
  senior = world.context(await addPerson(world, cert, "senior", "Binta"));
  lead = world.context(await addPerson(world, cert, "lead", "Saran"));
  [bank] = await Promise.all([addConstituent("Fleuve Logiciels"), addConstituent("Autre SA")]);
  vendorPerson = world.context(await addPerson(world, bank, "constituent_contact", "Moussa"));
  const [other] = await world.owner<{ id: string }[]>`select id from organisations where name = 'Autre SA'`;
  strangerPerson = world.context(await addPerson(world, other?.id ?? "", "constituent_contact", "Oumar"));
});

async function addConstituent(name: string): Promise<string> {
  const id = newId();
  await world.owner`insert into organisations (id, kind, name) values (${id}, 'constituent', ${name})`;
  return id;
}

/** A case of a finder's report, with two flaws, a vendor by link and one of the register. */
async function makeDisclosure(answers: Record<string, string> = { credit: "name", creditName: "Fatou Finder" }) {
  const report = await addReport(world, cert, { subject: "GizmoServer", description: "Overflow in GizmoServer" });
  await world.owner`update reports set flow = 'vulnerability', answers = ${world.owner.json(answers)} where id = ${report.id}`;
  const { id: caseId, reference } = await openCase(analyst, { reportIds: [report.id], title: "Zebra overflow" });
  const { id: first } = await addFlaw(analyst, caseId, {
    title: "Overflow in login",
    description: "A long name overruns a buffer.",
    cwe: "CWE-787",
  });
  const acme = await addVendor(analyst, caseId, {
    name: `Acme ${caseId.slice(-4)}`,
    product: "GizmoServer",
    email: `${caseId}@acme.example`,
    phone: "+22370000001",
    language: "en",
  });
  const fleuve = await addVendor(analyst, caseId, {
    name: `Fleuve ${caseId.slice(-4)}`,
    product: "FleuveWeb",
    language: "fr",
    organisationId: bank,
  });
  return { caseId, reference, reportId: report.id, flawId: first, acme: acme.id, fleuve: fleuve.id };
}

async function openLink(partyId: string): Promise<{ token: string; session: string }> {
  const token = partyLink(world.services, partyId).split("/").at(-1) ?? "";
  const [link] = await world.owner<{ id: string }[]>`select id from secure_links where party_id = ${partyId}`;
  const { code } = await readOutCode(analyst, link?.id ?? "");
  const answer = await tryPartyCode(world.context({ kind: "anonymous" }), token, code);
  if (typeof answer !== "object") throw new Error(answer);
  return { token, session: answer.session };
}

async function approve(caseId: string, editionId: string, by: Context = senior): Promise<void> {
  const [request] = await world.owner<
    { id: string }[]
  >`select four_eyes_id as id from disclosure_editions where id = ${editionId}`;
  await allowStepUp(world, by, bindFourEyes.approve(request?.id ?? ""));
  await approveRelease(by, request?.id ?? "");
}

const draft = {
  severity: "high" as const,
  texts: { en: { title: "Zebra flaw", summary: "Update now.", body: "Details." } },
  refs: [],
};
/** What a public report of this year would say. */
async function countYear(): Promise<{ cases: number; reports: number }> {
  const figures = await readOnly(
    anybody(),
    async (tx) => await countFigures(tx, new Date().getUTCFullYear()),
    "system",
  );
  const value = (name: string): number => Number(figures.find((one) => one.name === name)?.value);
  return { cases: value("cases.opened"), reports: value("reports.received") };
}
const tokenOf = (reportId: string) => signReportToken(world.services, reportId, new Date());
const anybody = () => world.context({ kind: "anonymous" });

test("a finder's report becomes a vulnerability with its finder, its policy pinned, and an embargo proposed from it", async () => {
  const text = { scope: "All", safeHarbour: "Good faith", times: "A week", keys: "None" };
  await expect(
    publishPolicy(analyst, { texts: { en: text }, embargoDays: 30, secondWayDays: 5, nationalDays: 9, cna: null }),
  ).rejects.toMatchObject({ code: "forbidden" });
  await publishPolicy(lead, {
    texts: { en: text },
    embargoDays: 30,
    secondWayDays: 5,
    nationalDays: 9,
    cna: { orgId: "6f1c9c5e-1f0a-4f7e-9d5e-0a3c0b1d2e3f", shortName: "cert-xd" },
  });
  const report = await addReport(world, cert);
  await world.owner`insert into reports (id, reference, organisation_id, source, flow, language, description, is_anonymous, answer_channel, answers, received_at)
    select ${newId()}, 'TG-PIN', organisation_id, 'web', 'vulnerability', 'fr', 'x', true, 'receipt', '{}', now() from reports where id = ${report.id}`;
  const [pinned] = await world.owner<
    { id: string; v: number }[]
  >`select id, disclosure_policy as v from reports where reference = 'TG-PIN'`;
  expect(pinned?.v).toBe(1);
  await publishPolicy(lead, {
    texts: { en: text },
    embargoDays: 60,
    secondWayDays: 5,
    nationalDays: 9,
    cna: { orgId: "6f1c9c5e-1f0a-4f7e-9d5e-0a3c0b1d2e3f", shortName: "cert-xd" },
  });
  const opened = await openCase(analyst, { reportIds: [pinned?.id ?? ""], title: "Pinned" });
  const view = await readDisclosure(analyst, opened.id);
  expect(view.policyVersion).toBe(1);
  expect(view.finders).toMatchObject([{ reference: "TG-PIN", policyVersion: 1, wish: "unsaid" }]);
  expect(view.isProposalVerified).toBe(true);
  // An incident does not become a vulnerability by a finder's report that joins it; by hand it does, once.
  const incident = await openCase(analyst, { reportIds: [report.id], title: "Incident" });
  expect((await listDisclosures(analyst)).some(({ caseId }) => caseId === incident.id)).toBe(false);
  await beginDisclosure(analyst, incident.id);
  await expect(beginDisclosure(analyst, incident.id)).rejects.toMatchObject({ code: "conflict" });
});

test("a vendor sees its own cells, what is shared with all and, only where the case says so, who else is in it", async () => {
  const { caseId, flawId, acme, fleuve } = await makeDisclosure();
  const second = await addFlaw(analyst, caseId, { title: "Second flaw", description: "Only of the other vendor." });
  await setCell(analyst, caseId, { partyId: acme, flawId: second.id, isAsked: false });
  // Nobody is told before the invitation.
  expect(await listOwnDisclosures(vendorPerson)).toEqual([]);
  const token = partyLink(world.services, acme).split("/").at(-1) ?? "";
  expect(await readPartyLink(anybody(), token, undefined)).toBeUndefined();
  await inviteVendor(analyst, caseId, acme);
  await inviteVendor(analyst, caseId, fleuve);
  const closed = await readPartyLink(anybody(), token, undefined);
  expect(closed).toMatchObject({ state: "closed" });
  expect(JSON.stringify(closed)).not.toMatch(/Gizmo|Acme|overflow/i);
  const { session } = await openLink(acme);
  await sayByLink(anybody(), token, session, {
    statement: { flawId, status: "affected", versions: "before 4.2", body: "We work on it." },
  });
  await expect(
    sayByLink(anybody(), token, session, { statement: { flawId: second.id, status: "affected" } }),
  ).rejects.toMatchObject({ code: "not_found" });
  await sayInRoom(vendorPerson, fleuve, {
    statement: { flawId, status: "not_affected", justification: "component_not_present", body: "FLEUVE DRAFT" },
  });
  await sayInRoom(vendorPerson, fleuve, { post: { body: "FLEUVE PRIVATE" } });
  await writePost(analyst, caseId, { body: "To all of you", partyId: null });
  await writePost(analyst, caseId, { body: "FLEUVE ONLY", partyId: fleuve });
  const look = async () => {
    const view = await readPartyLink(anybody(), token, session);
    if (view?.state !== "open") throw new Error("closed");
    return view.party;
  };
  let party = await look();
  expect(party.flaws.map(({ title }) => title)).toEqual(["Overflow in login"]);
  expect(party.posts.map(({ body }) => body)).toEqual(["To all of you"]);
  expect(party.others).toBeNull();
  expect(JSON.stringify(party)).not.toMatch(/FLEUVE|Fleuve|Second flaw|Zebra|Finder/);
  // Approved and shared: its words, without its name.
  const { statements } = await readDisclosure(analyst, caseId);
  const theirs = statements.find(({ partyId }) => partyId === fleuve);
  await decideStatement(analyst, caseId, theirs?.id ?? "", { isApproved: true, isShared: true });
  party = await look();
  expect(party.shared).toMatchObject([{ vendor: null, status: "not_affected", body: "FLEUVE DRAFT" }]);
  expect(JSON.stringify(party)).not.toMatch(/Fleuve /);
  const { version } = await readDisclosure(analyst, caseId);
  await setDisclosure(analyst, caseId, { version, isPartyListShown: true });
  party = await look();
  expect(party.others).toEqual([`Fleuve ${caseId.slice(-4)}`]);
  expect(party.shared[0]?.vendor).toBe(`Fleuve ${caseId.slice(-4)}`);
  // In its own room the other sees its part; a third organisation nothing, whatever it asks for.
  const [own] = await listOwnDisclosures(vendorPerson);
  expect(own).toMatchObject({ partyId: fleuve, others: [`Acme ${caseId.slice(-4)}`] });
  expect(JSON.stringify(own)).not.toMatch(/We work on it|before 4\.2/);
  expect(own?.flaws).toHaveLength(2);
  expect(await listOwnDisclosures(strangerPerson)).toEqual([]);
  await expect(sayInRoom(strangerPerson, fleuve, { post: { body: "hello" } })).rejects.toMatchObject({
    code: "not_found",
  });
  const read = (await readDisclosure(analyst, caseId)).vendors.find(({ id }) => id === fleuve)?.readPosts;
  expect(read).toHaveLength(2);
  // A vendor that is let go sees nothing any more.
  await leaveVendor(analyst, caseId, acme, { reason: "Not their product" });
  expect(await readPartyLink(anybody(), token, session)).toBeUndefined();
  await leaveVendor(analyst, caseId, fleuve, { reason: "Not their product" });
  expect(await listOwnDisclosures(vendorPerson)).toEqual([]);
});

test("the database shows an organisation's people their own part alone, whatever a query forgets", async () => {
  const { caseId, flawId, acme, fleuve } = await makeDisclosure();
  await noteStatement(analyst, caseId, { partyId: acme, flawId, status: "affected", body: "ACME" });
  await writePost(analyst, caseId, { body: "To Acme", partyId: acme });
  await inviteVendor(analyst, caseId, fleuve);
  const count = async (who: Person, table: string): Promise<number> =>
    await world.app.sql.begin(async (tx) => {
      await tx`select set_config('toguna.scope', 'constituent', true), set_config('toguna.person', ${who.personId}, true), set_config('toguna.organisation', ${who.organisationId}, true)`;
      const [row] = await tx.unsafe<{ n: number }[]>(
        `select count(*)::int as n from ${table} where case_id = '${caseId}'`,
      );
      return row?.n ?? -1;
    });
  const own = vendorPerson.actor as Person;
  const counts = async (who: Person) =>
    Object.fromEntries(
      await Promise.all(
        [
          "disclosures",
          "disclosure_flaws",
          "disclosure_parties",
          "disclosure_cells",
          "disclosure_statements",
          "disclosure_posts",
          "disclosure_drafts",
          "disclosure_finders",
          "disclosure_contacts",
          "disclosure_editions",
        ].map(async (table) => [table, await count(who, table)] as const),
      ),
    );
  expect(await counts(own)).toEqual({
    disclosures: 1,
    disclosure_flaws: 1,
    disclosure_parties: 1,
    disclosure_cells: 1,
    disclosure_statements: 0,
    disclosure_posts: 0,
    disclosure_drafts: 0,
    disclosure_finders: 0,
    disclosure_contacts: 0,
    disclosure_editions: 0,
  });
  expect(Object.values(await counts(strangerPerson.actor as Person)).every((n) => n === 0)).toBe(true);
});

test("each date asks for consent again, and only to the date that stands", async () => {
  const { caseId, acme, fleuve } = await makeDisclosure();
  await inviteVendor(analyst, caseId, acme);
  await inviteVendor(analyst, caseId, fleuve);
  await expect(
    setEmbargo(analyst, caseId, { until: "2020-01-01T00:00:00Z", reason: "As agreed" }),
  ).rejects.toMatchObject({ fields: [{ path: "until" }] });
  const first = await setEmbargo(analyst, caseId, {
    until: new Date(Date.now() + 20 * day).toISOString(),
    reason: "As agreed",
  });
  await sayInRoom(vendorPerson, fleuve, { consent: { embargoId: first.id, answer: "agreed" } });
  expect((await readDisclosure(analyst, caseId)).embargoes[0]?.consents).toHaveLength(1);
  const later = await setEmbargo(analyst, caseId, {
    until: new Date(Date.now() + 40 * day).toISOString(),
    reason: "Acme needs longer",
  });
  expect((await readDisclosure(analyst, caseId)).embargoes.map(({ consents }) => consents.length)).toEqual([0, 1]);
  await expect(
    sayInRoom(vendorPerson, fleuve, { consent: { embargoId: first.id, answer: "agreed" } }),
  ).rejects.toMatchObject({ code: "conflict" });
  const { token, session } = await openLink(acme);
  await sayByLink(anybody(), token, session, { consent: { embargoId: later.id, answer: "refused", note: "Too late" } });
  expect((await readDisclosure(analyst, caseId)).embargoes[0]?.consents).toMatchObject([
    { partyId: acme, answer: "refused", way: "link" },
  ]);
  const mails = await world.owner<
    { subject: string; body: string }[]
  >`select subject, body from outgoing_mails where case_id = ${caseId}`;
  expect(mails.length).toBeGreaterThanOrEqual(3);
  for (const { subject, body } of mails) expect(`${subject} ${body}`).not.toMatch(/Zebra|Gizmo|Fleuve|Acme|login|CVE/i);
});

test("a silent vendor is tried by another way, then through the national team of its country", async () => {
  const { caseId, acme } = await makeDisclosure();
  const rung = async () => (await readDisclosure(analyst, caseId)).vendors.find(({ id }) => id === acme)?.rung;
  expect(await rung()).toBe("first_contact");
  const at = (days: number) => new Date(Date.now() - days * day).toISOString();
  await noteContact(analyst, caseId, { partyId: acme, means: "mail", outcome: "no_answer", at: at(6) });
  expect(await rung()).toBe("second_way");
  await noteContact(analyst, caseId, { partyId: acme, means: "telephone", outcome: "no_answer", at: at(5) });
  expect(await rung()).toBe("wait");
  await noteContact(analyst, caseId, { partyId: acme, means: "form", outcome: "no_answer", at: at(10) });
  expect(await rung()).toBe("national_team");
  await noteContact(analyst, caseId, { partyId: acme, means: "national_team", outcome: "reached" });
  expect(await rung()).toBe("answered");
});

test("one frozen version is published at its instant, once; nothing of it is public before, and a revision is an edition of its own", async () => {
  const { caseId, flawId, reportId, acme, fleuve } = await makeDisclosure();
  await reserveCves(analyst, { cveIds: ["CVE-2026-70001"] });
  await assignCve(analyst, caseId, { flawId });
  await inviteVendor(analyst, caseId, acme);
  await inviteVendor(analyst, caseId, fleuve);
  const until = new Date(Date.now() + 2 * day).toISOString();
  await setEmbargo(analyst, caseId, { until, reason: "As agreed" });
  await noteStatement(analyst, caseId, {
    partyId: acme,
    flawId,
    status: "fixed",
    versions: "4.2",
    body: "Update to 4.2.",
    refs: ["https://acme.example/4.2"],
  });
  await noteStatement(analyst, caseId, { partyId: fleuve, flawId, status: "affected", body: "NEVER APPROVED" });
  const said = (await readDisclosure(analyst, caseId)).statements.find(({ partyId }) => partyId === acme);
  await decideStatement(analyst, caseId, said?.id ?? "", { isApproved: true });
  await expect(askPublication(analyst, caseId, { publishAt: until })).rejects.toMatchObject({
    words: "disclosure.refused.nothing",
  });
  await writeDraft(analyst, caseId, { version: 1, ...draft });
  await expect(askPublication(analyst, caseId, { publishAt: null })).rejects.toMatchObject({
    words: "disclosure.refused.embargo",
  });
  const before = await listPublicDisclosures(anybody());
  const countedBefore = await countYear();
  const { editionId } = await askPublication(lead, caseId, { publishAt: until });
  // What is written after asking is not in it.
  await writeDraft(analyst, caseId, {
    version: 2,
    ...draft,
    texts: { en: { title: "Changed later", summary: "x", body: "x" } },
  });
  const [request] = await world.owner<
    { id: string; title: string }[]
  >`select id, title from four_eyes where subject_id = ${editionId}`;
  expect(request?.title).toMatch(/^D#\d{8}$/);
  await expect(approveRelease(lead, request?.id ?? "")).rejects.toMatchObject({ code: "refused" });
  await approve(caseId, editionId);
  const [set] = (await readDisclosure(senior, caseId)).editions;
  // The second person looks at exactly what will be public.
  expect([set?.state, set?.content?.texts.en?.title]).toEqual(["scheduled", "Zebra flaw"]);
  expect(JSON.stringify(set?.content)).not.toContain("NEVER APPROVED");
  // Nobody can publish it before, not by the job either, nor the database's owner by hand.
  await publishScheduled(world.context({ kind: "system", job: "test" }), { editionId });
  expect(await listPublicDisclosures(anybody())).toEqual(before);
  await expect(world.owner`update disclosure_editions set content = '{}' where id = ${editionId}`).rejects.toThrow(
    /stays as it was/,
  );
  const clock = makeFixedClock(new Date(Date.now() + 3 * day));
  const system = makeContext({ ...world.services, clock }, { kind: "system", job: "test" }, "test");
  await resumeDisclosures(system);
  await publishScheduled(system, { editionId });
  await publishScheduled(system, { editionId });
  const published = (await listPublicDisclosures(anybody())).filter(
    ({ content }) => content.texts.en?.title === "Zebra flaw",
  );
  expect(published).toHaveLength(1);
  const [first] = published;
  // The year's figures count it, with its report, from now on and not before.
  const countedAfter = await countYear();
  expect(countedAfter).toEqual({ cases: countedBefore.cases + 1, reports: countedBefore.reports + 1 });
  expect(first?.number).toMatch(/^VU-\d{4}-\d{4}$/);
  expect(first?.content.credits).toEqual(["Fatou Finder"]);
  expect(JSON.stringify(first)).not.toContain("NEVER APPROVED");
  expect(first?.content.vendors.flatMap(({ cells }) => cells.map(({ status }) => status)).toSorted()).toEqual([
    "fixed",
    "unknown",
  ]);
  expect(first?.cveIds).toEqual(["CVE-2026-70001"]);
  expect((await listCves(analyst)).find(({ cveId }) => cveId === "CVE-2026-70001")?.state).toBe("published");
  const csaf = JSON.parse((await readDocument(anybody(), first?.number ?? "", { kind: "csaf" })) ?? "{}") as {
    document: { tracking: { id: string } };
  };
  expect(csaf.document.tracking.id).toBe(first?.number);
  const cna = JSON.parse(
    (await readDocument(anybody(), first?.number ?? "", { kind: "cna", cveId: "CVE-2026-70001" })) ?? "{}",
  ) as { cnaContainer: { credits: unknown } };
  expect(cna.cnaContainer.credits).toEqual([{ lang: "en", value: "Fatou Finder", type: "finder" }]);
  expect(await readDocument(anybody(), first?.number ?? "", { kind: "cve", cveId: "__proto__" })).toBeUndefined();
  expect(
    await world.owner`select 1 from outgoing_mails where cause like ${`disclosure:published:${editionId}:%`}`,
  ).toHaveLength(1);
  // Subscribers of advisories are mailed once.
  await world.owner`insert into advisory_subscribers (id, email, language, state, asked_at, confirmed_at) values (${newId()}, 'reader@home.example', 'en', 'confirmed', now(), now())`;
  await mailEdition(system, { editionId });
  await mailEdition(system, { editionId });
  expect(await world.owner`select 1 from outgoing_mails where to_address = 'reader@home.example'`).toHaveLength(1);
  // A revision: the vendor is let go, the change says so, and the number stays.
  await leaveVendor(analyst, caseId, fleuve, { reason: "Not their product" });
  const revision = await askPublication(analyst, caseId, { publishAt: null, note: "Fleuve was listed by mistake." });
  await approve(caseId, revision.editionId);
  const [revised] = (await listPublicDisclosures(anybody())).filter(({ number }) => number === first?.number);
  expect(revised).toMatchObject({
    edition: 2,
    history: [
      { edition: 2, note: "Fleuve was listed by mistake." },
      { edition: 1, note: "" },
    ],
  });
  expect(revised?.content.vendors).toHaveLength(1);
  expect(revised?.content.texts.en?.title).toBe("Changed later");
  expect(reportId).not.toBe("");
});

test("a finder with the receipt sees how far it is and says what to be called, and nothing that a vendor said", async () => {
  const { caseId, reportId, flawId, acme } = await makeDisclosure({ credit: "none" });
  await inviteVendor(analyst, caseId, acme);
  await noteStatement(analyst, caseId, { partyId: acme, flawId, status: "affected", body: "VENDOR DRAFT" });
  const token = tokenOf(reportId);
  const finder = await readFinder(anybody(), token);
  expect(finder?.milestones.map(({ kind }) => kind).toSorted()).toEqual([
    "begun",
    "flaw_confirmed",
    "vendor_answered",
    "vendor_told",
  ]);
  expect(finder).toMatchObject({ wish: "none", credit: "", publishedNumber: null });
  expect(JSON.stringify(finder)).not.toMatch(/VENDOR|Acme|Gizmo|Zebra|login/);
  await setOwnCredit(anybody(), token, { wish: "alias", credit: "n0body" });
  expect((await readDisclosure(analyst, caseId)).finders).toMatchObject([{ wish: "alias", credit: "n0body" }]);
  const other = await addReport(world, cert);
  expect(await readFinder(anybody(), tokenOf(other.id))).toBeUndefined();
  await expect(setOwnCredit(anybody(), tokenOf(other.id), { wish: "name", credit: "x" })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("two who found the same are both thanked, also after their cases were merged and when they are taken apart again", async () => {
  const kept = await makeDisclosure({ credit: "name", creditName: "First Finder" });
  const twin = await makeDisclosure({ credit: "alias", creditName: "second" });
  const { mergeId } = await mergeCase(analyst, twin.caseId, {
    targetId: kept.caseId,
    parts: { reports: "all" },
    reason: "The same flaw",
    sourceVersion: 1,
    targetVersion: 1,
  });
  const credits = async (caseId: string) => (await readDisclosure(analyst, caseId)).finders.map(({ credit }) => credit);
  expect(await credits(kept.caseId)).toEqual(["First Finder", "second"]);
  expect(await credits(twin.caseId)).toEqual([]);
  await undoMerge(analyst, mergeId, { reason: "Another flaw after all" });
  expect(await credits(kept.caseId)).toEqual(["First Finder"]);
  expect(await credits(twin.caseId)).toEqual(["second"]);
  // Whoever was invited under an embargo is not left in a closed case, and a finder not in a case of another kind.
  const blockers = async (targetId: string) =>
    (await previewMove(analyst, twin.caseId, { targetId, parts: { reports: "all" } })).blockers;
  const { id } = await addReport(world, cert, { subject: "Phishing", description: "A mail" });
  const incident = await openCase(analyst, { reportIds: [id], title: "An incident" });
  expect(await blockers(kept.caseId)).toEqual([]);
  expect(await blockers(incident.id)).toEqual(["kind"]);
  await inviteVendor(analyst, twin.caseId, twin.acme);
  expect(await blockers(kept.caseId)).toEqual(["disclosure"]);
});

test("before the embargo ends it takes two persons and a cause; then all vendors are told at once", async () => {
  const { caseId, acme } = await makeDisclosure();
  await inviteVendor(analyst, caseId, acme);
  const until = new Date(Date.now() + 30 * day).toISOString();
  await setEmbargo(analyst, caseId, { until, reason: "As agreed" });
  await writeDraft(analyst, caseId, { version: 1, ...draft });
  const planned = await askPublication(lead, caseId, { publishAt: until });
  await approve(caseId, planned.editionId);
  await expect(
    setEmbargo(analyst, caseId, { until: new Date(Date.now() + 50 * day).toISOString(), reason: "Longer" }),
  ).rejects.toMatchObject({ words: "disclosure.refused.scheduled" });
  const early = await askEarly(lead, caseId, { cause: "leak", reason: "A proof of concept was posted." });
  const [request] = await world.owner<{ id: string }[]>`select id from four_eyes where subject_id = ${early.editionId}`;
  await allowStepUp(world, lead, bindFourEyes.alone(request?.id ?? ""));
  await expect(releaseAlone(lead, request?.id ?? "", { reason: "Nobody else is awake" })).rejects.toMatchObject({
    words: "disclosure.refused.never_alone",
  });
  await expect(
    world.owner`update four_eyes set state = 'alone', decided_by = asked_by, decided_at = now(), reason = 'because of me' where id = ${request?.id ?? ""}`,
  ).rejects.toThrow(/four_eyes_early_takes_two/);
  await approve(caseId, early.editionId);
  const { editions } = await readDisclosure(analyst, caseId);
  expect(editions.map(({ state, earlyCause }) => [state, earlyCause])).toEqual([
    ["published", "leak"],
    ["withdrawn", null],
  ]);
  expect(
    await world.owner`select 1 from outgoing_mails where cause like ${`disclosure:early:${early.editionId}:%`}`,
  ).toHaveLength(1);
  expect((await listPublicDisclosures(anybody())).find(({ isEarly }) => isEarly)).toBeDefined();
});

test("what was refused, or taken back before its instant, is never published", async () => {
  const { caseId } = await makeDisclosure();
  await writeDraft(analyst, caseId, { version: 1, ...draft });
  const first = await askPublication(analyst, caseId, { publishAt: new Date(Date.now() + day).toISOString() });
  await expect(askPublication(analyst, caseId, { publishAt: null })).rejects.toMatchObject({ code: "conflict" });
  const [request] = await world.owner<{ id: string }[]>`select id from four_eyes where subject_id = ${first.editionId}`;
  await refuseRelease(senior, request?.id ?? "", { reason: "The summary is wrong" });
  await expect(withdrawEdition(analyst, caseId, first.editionId)).rejects.toMatchObject({ code: "conflict" });
  const second = await askPublication(analyst, caseId, { publishAt: new Date(Date.now() + day).toISOString() });
  await approve(caseId, second.editionId);
  await withdrawEdition(analyst, caseId, second.editionId);
  const system = makeContext(
    { ...world.services, clock: makeFixedClock(new Date(Date.now() + 2 * day)) },
    { kind: "system", job: "test" },
    "test",
  );
  for (const { editionId } of [first, second]) await publishScheduled(system, { editionId });
  expect((await readDisclosure(analyst, caseId)).editions.map(({ state }) => state)).toEqual([
    "withdrawn",
    "withdrawn",
  ]);
});

test("a CVE id is given once: the database holds it, whoever asks", async () => {
  const { caseId, flawId } = await makeDisclosure();
  expect(await reserveCves(analyst, { cveIds: ["CVE-2026-80001", "CVE-2026-80002"] })).toEqual({ added: 2, known: 0 });
  expect(await reserveCves(analyst, { cveIds: ["CVE-2026-80001"] })).toEqual({ added: 0, known: 1 });
  await assignCve(analyst, caseId, { flawId, cveId: "CVE-2026-80001" });
  await expect(assignCve(analyst, caseId, { flawId })).rejects.toMatchObject({ code: "conflict" });
  const second = await addFlaw(analyst, caseId, { title: "Another", description: "x" });
  await expect(assignCve(analyst, caseId, { flawId: second.id, cveId: "CVE-2026-80001" })).rejects.toMatchObject({
    code: "conflict",
  });
  await rejectCve(analyst, "CVE-2026-80001", { reason: "Not a flaw" });
  await expect(assignCve(analyst, caseId, { flawId: second.id, cveId: "CVE-2026-80001" })).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(
    world.owner`update disclosure_cves set state = 'reserved', flaw_id = null, case_id = null where cve_id = 'CVE-2026-80001'`,
  ).rejects.toThrow(/given once|check constraint/);
  await expect(world.owner`delete from disclosure_cves where cve_id = 'CVE-2026-80001'`).rejects.toThrow(
    /stays on the list/,
  );
});

test("a decision keeps its inputs and what the table said; an incident in which it was exploited is linked once", async () => {
  const { caseId, flawId } = await makeDisclosure();
  const tree = "coordinator_publish_1.0.0" as const;
  const inputs = { supplierInvolvement: "cooperative", exploitation: "active", publicValueAdded: "ampliative" };
  await noteDecision(analyst, caseId, {
    flawId,
    tree,
    inputs,
    decision: "do_not_publish",
    note: "The fix comes tomorrow",
  });
  await expect(
    noteDecision(analyst, caseId, { flawId, tree, inputs: { exploitation: "maybe" }, decision: "publish" }),
  ).rejects.toMatchObject({ fields: [{ path: "inputs" }] });
  expect((await readDisclosure(analyst, caseId)).decisions).toMatchObject([
    { suggested: "publish", decision: "do_not_publish", inputs },
  ]);
  const incident = await openCase(analyst, { reportIds: [(await addReport(world, cert)).id], title: "Ransomware" });
  await noteExploitation(analyst, caseId, {
    reference: incident.reference,
    flawId,
    knownAt: new Date(Date.now() - day).toISOString(),
  });
  await expect(
    noteExploitation(analyst, caseId, {
      reference: incident.reference,
      knownAt: new Date(Date.now() - day).toISOString(),
    }),
  ).rejects.toMatchObject({ code: "conflict" });
  expect((await readDisclosure(analyst, caseId)).exploitations).toMatchObject([{ reference: incident.reference }]);
  // The clocks of the law run from the first incident that was linked: 24 and 72 hours in the pack of the European act, each with how far it was checked.
  const earlier = await openCase(analyst, { reportIds: [(await addReport(world, cert)).id], title: "Break-in" });
  const knownAt = new Date(Math.floor(Date.now() / 1000) * 1000 - 2 * day);
  await noteExploitation(analyst, caseId, { reference: earlier.reference, knownAt: knownAt.toISOString() });
  const asked = { ctx: analyst, params: { caseId }, query: { language: "en" }, body: undefined, c: {} as never };
  const { rows } = (await exploitedRoutes[0]!.handle(asked)) as { rows: ExploitedClock[] };
  const ofAct = rows.filter(({ bearers }) => bearers.includes("manufacturer")).map(({ dueAt }) => dueAt);
  for (const hours of [24, 72])
    expect(ofAct.map((at) => at && Date.parse(at))).toContain(knownAt.getTime() + hours * 3_600_000);
  expect(rows.every(({ law, step, trust }) => law !== "" && step !== "" && trust.length > 0)).toBe(true);
});

test("a restricted vulnerability is not there for who is no member: not in the list, not among CVE ids, mails and requests", async () => {
  const { caseId, flawId, acme } = await makeDisclosure();
  await reserveCves(analyst, { cveIds: ["CVE-2026-90001"] });
  await assignCve(analyst, caseId, { flawId, cveId: "CVE-2026-90001" });
  await inviteVendor(analyst, caseId, acme);
  await writeDraft(analyst, caseId, { version: 1, ...draft });
  await askPublication(analyst, caseId, { publishAt: null });
  const person = analyst.actor as Person;
  await world.owner`insert into case_members (case_id, person_id, added_at) values (${caseId}, ${person.personId}, now())`;
  await world.owner`update cases set is_restricted = true where id = ${caseId}`;
  expect((await listDisclosures(senior)).some((one) => one.caseId === caseId)).toBe(false);
  await expect(readDisclosure(senior, caseId)).rejects.toMatchObject({ code: "not_found" });
  expect((await listCves(senior)).some(({ cveId }) => cveId === "CVE-2026-90001")).toBe(false);
  const requests = await listReleases(senior);
  const [own] = (await listReleases(analyst)).filter(({ kind }) => kind === "disclosure");
  expect(own).toBeDefined();
  expect(requests.some(({ id }) => id === own?.id)).toBe(false);
  expect((await readDisclosure(analyst, caseId)).flaws[0]?.cveId).toBe("CVE-2026-90001");
});
