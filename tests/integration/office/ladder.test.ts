// An inspection from the plan to the appeal, as officers and the entity do it, over the real database: each step in its place, each document made, each wall held.
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { beforeAll, expect, test } from "vitest";
import { moveEvidence, takeEvidence } from "../../../backend/compliance/inspections/keep-evidence.ts";
import { bindInspection, bindPlan } from "../../../backend/compliance/inspections/model.ts";
import {
  decidePlan,
  listEntitiesByRisk,
  listPlans,
  proposePlan,
} from "../../../backend/compliance/inspections/plan-inspections.ts";
import { readDraftMinutes, readInspection } from "../../../backend/compliance/inspections/read-inspection.ts";
import { readOwnInspection } from "../../../backend/compliance/inspections/read-own.ts";
import { takeInspectionStep } from "../../../backend/compliance/inspections/take-step.ts";
import { bindSession } from "../../../backend/compliance/decisions/model.ts";
import { callSession, takeSessionStep } from "../../../backend/compliance/decisions/keep-sessions.ts";
import { readSession } from "../../../backend/compliance/decisions/read-sessions.ts";
import { openOfficeFile } from "../../../backend/compliance/offices/keep-files.ts";
import { addMember, declareOfficeConflict } from "../../../backend/compliance/offices/keep-people.ts";
import { officeExportRoutes } from "../../../backend/compliance/offices/export-routes.ts";
import { readHome } from "../../../backend/compliance/offices/read-home.ts";
import { bindStep, type EntityStep, type OfficeStep } from "../../../backend/compliance/sanctions/model.ts";
import { bundleReferral } from "../../../backend/compliance/sanctions/bundle-referral.ts";
import { openMatter } from "../../../backend/compliance/sanctions/open-matter.ts";
import { readMatter, readOwnMatter } from "../../../backend/compliance/sanctions/read-matters.ts";
import { takeEntityStep, takeOfficeStep } from "../../../backend/compliance/sanctions/take-step.ts";
import { writeMatterLetter } from "../../../backend/compliance/sanctions/write-letter.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { makeOfficeWorld, type OfficeWorld, type Person } from "../../support/office-world.ts";
import { sealAll } from "../../support/seal-all.ts";

let world: TestWorld;
let office: OfficeWorld;
let inspectionId: string;
let matterId: string;
beforeAll(async () => {
  world = await makeTestWorld({
    startAt: new Date("2026-11-20T09:00:00Z"),
    env: { COUNTRY: "ml", PUBLIC_URL: "https://toguna.example" },
  });
  office = await makeOfficeWorld(world);
});

function later(days: number): void {
  (world.clock as { advance(ms: number): void }).advance(days * 86_400_000);
}

async function step(input: OfficeStep, person = office.officer): Promise<string> {
  const { version } = await readMatter(office.as(person), matterId);
  if (input.kind === "sanction" || input.kind === "refer")
    await office.confirm(person, bindStep(matterId, version, input.kind));
  return (await takeOfficeStep(office.as(person), matterId, version, input)).state;
}
async function answer(input: EntityStep): Promise<string> {
  const { version } = await readOwnMatter(office.as(office.dpo), matterId);
  return (await takeEntityStep(office.as(office.dpo), matterId, version, input)).state;
}
async function onSite(input: Parameters<typeof takeInspectionStep>[3], person = office.officer): Promise<void> {
  const { version } = await readInspection(office.as(person), inspectionId);
  await takeInspectionStep(office.as(person), inspectionId, version, input);
}

test("the plan lists by risk with reasons, is approved by another, and becomes inspections", async () => {
  const ranked = await listEntitiesByRisk(office.as(office.officer));
  expect(ranked.map(({ name, score, factors }) => [name, score, factors.map(({ code }) => code)])).toEqual([
    ["Banque du Fleuve", 25, ["sector", "never_inspected"]],
    ["Boutique en ligne", 15, ["never_inspected"]],
  ]);
  const plan = {
    title: "First quarter",
    fromDay: "2026-12-01",
    untilDay: "2027-03-31",
    constituentIds: [office.bank],
    packId: "ml.data-protection",
  };
  await expect(proposePlan(office.as(office.officer), { ...plan, packId: "mn.personal-data" })).rejects.toMatchObject({
    fields: [{ path: "packId" }],
  });
  const own = await proposePlan(office.as(office.head), plan);
  await office.confirm(office.head, bindPlan(own.id));
  await expect(
    decidePlan(office.as(office.head), { planId: own.id, isApproved: true, reason: "My own" }),
  ).rejects.toMatchObject({ code: "refused" });
  const { id } = await proposePlan(office.as(office.officer), plan);
  await expect(
    decidePlan(office.as(office.head), { planId: id, isApproved: true, reason: "As agreed" }),
  ).rejects.toMatchObject({ code: "step_up_required" });
  await office.confirm(office.head, bindPlan(id));
  await decidePlan(office.as(office.head), { planId: id, isApproved: true, reason: "As agreed" });
  const found = (await listPlans(office.as(office.officer))).find((one) => one.id === id);
  expect(found).toMatchObject({ state: "approved", inspections: [{ entity: "Banque du Fleuve", score: 25 }] });
  inspectionId = found?.inspections[0]?.id ?? "";
});

test("an order names a free team; nobody with a conflict of interest, nobody of elsewhere", async () => {
  const order = {
    kind: "order" as const,
    isAnnounced: false,
    scope: "Customer data",
    legalBasis: "Loi 2013-015, articles 20 to 55",
    team: [office.officer.personId, office.second.personId],
  };
  await declareOfficeConflict(office.as(office.second), {
    constituentId: office.bank,
    reason: "My brother works there",
  });
  await office.confirm(office.head, bindInspection(inspectionId, 2, "order"));
  await expect(onSite(order, office.head)).rejects.toMatchObject({
    fields: [{ path: "team.1", message: expect.stringContaining("conflict") as unknown }],
  });
  await expect(onSite({ ...order, team: [office.rival.personId] }, office.head)).rejects.toMatchObject({
    fields: [{ path: "team.0" }],
  });
  await onSite({ ...order, team: [office.officer.personId] }, office.head);
  // Unannounced: the entity is not told before they stand at the door; and who has a conflict is shown nothing of it.
  await expect(readOwnInspection(office.as(office.dpo), inspectionId)).rejects.toMatchObject({ code: "not_found" });
  await expect(readInspection(office.as(office.second), inspectionId)).rejects.toMatchObject({ code: "not_found" });
  expect((await listEntitiesByRisk(office.as(office.second))).map(({ name }) => name)).toEqual(["Boutique en ligne"]);
});

test("on the spot: the list from the law with its articles, evidence hashed on arrival, each hand acknowledged", async () => {
  await onSite({ kind: "open", place: "Bamako", openedAt: "2026-11-20T08:30:00Z" });
  const page = await readInspection(office.as(office.officer), inspectionId);
  expect(page.items.map(({ obligationId, articles }) => [obligationId, articles])).toContainEqual([
    "ml-dp.transfer.abroad",
    "11",
  ]);
  expect(page.items.every(({ verification }) => verification !== "verified")).toBe(true);
  await expect(
    onSite(
      { kind: "find", itemId: page.items[0]?.id ?? "", result: "compliant", severity: null, note: "" },
      office.head,
    ),
  ).rejects.toMatchObject({ code: "refused" });

  const bytes = Buffer.from("a list of customers");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const stored = await world.services.objects.put(Readable.from([bytes]), 1_000_000);
  const file = {
    objectId: stored.id,
    name: "customers.csv",
    mediaType: "text/plain",
    size: stored.size,
    sha256: stored.sha256.toString("hex"),
  };
  const about = {
    label: "List of customers",
    takenFrom: "Server room",
    place: "Bamako",
    takenAt: "2026-11-20T08:45:00Z",
    seal: "S-1",
  };
  expect(await takeEvidence(office.as(office.officer), inspectionId, about, file)).toMatchObject({ number: 1, sha256 });
  const [taken] = (await readInspection(office.as(office.officer), inspectionId)).evidence;
  const custodyItemId = taken?.id ?? "";
  await moveEvidence(office.as(office.officer), inspectionId, {
    custodyItemId,
    kind: "handed_over",
    toPersonId: office.head.personId,
    note: "For the safe",
  });
  await expect(
    moveEvidence(office.as(office.officer), inspectionId, { custodyItemId, kind: "acknowledged" }),
  ).rejects.toMatchObject({ code: "refused" });
  await moveEvidence(office.as(office.head), inspectionId, { custodyItemId, kind: "acknowledged" });
  await expect(
    moveEvidence(office.as(office.officer), inspectionId, { custodyItemId, kind: "unsealed" }),
  ).rejects.toMatchObject({ code: "refused" });
  // Reading it later stands in its custody.
  await openOfficeFile(office.as(office.head), taken?.file?.id ?? "");
  const [kept] = (await readInspection(office.as(office.officer), inspectionId)).evidence;
  expect([kept?.holder, kept?.moves.map(({ kind, who }) => [kind, who])]).toEqual([
    "Head",
    [
      ["taken", "Officer"],
      ["handed_over", "Officer"],
      ["acknowledged", "Head"],
      ["read", "Head"],
    ],
  ]);
  await expect(world.owner`update custody_moves set note = 'x'`).rejects.toThrow(/not changed afterwards/);
});

test("minutes are drawn up when every item has its result, printed, closed with a refusal to sign, and frozen", async () => {
  await expect(onSite({ kind: "draw_up" })).rejects.toMatchObject({ code: "refused" });
  await onSite({ kind: "add_item", title: "The server room was locked for an hour", isObstruction: true });
  const { items } = await readInspection(office.as(office.officer), inspectionId);
  for (const [index, { id, result }] of items.entries())
    if (result === null)
      await onSite(
        index === 0
          ? { kind: "find", itemId: id, result: "finding", severity: "major", note: "No declaration was shown." }
          : { kind: "find", itemId: id, result: "compliant", severity: null, note: "" },
      );
  await onSite({ kind: "draw_up" });
  await expect(
    onSite({ kind: "find", itemId: items[0]?.id ?? "", result: "compliant", severity: null, note: "" }),
  ).rejects.toMatchObject({ code: "refused" });
  const draft = await readDraftMinutes(office.as(office.officer), inspectionId);
  expect(Buffer.from(draft.bytes).subarray(0, 5).toString()).toBe("%PDF-");
  await expect(onSite({ kind: "close", signature: "refused", remarks: "", signatureNote: "" })).rejects.toThrow(
    /who refused/,
  );
  await onSite({
    kind: "close",
    signature: "refused",
    remarks: "We contest the second point.",
    signatureNote: "The director left.",
  });
  const closed = await readInspection(office.as(office.officer), inspectionId);
  const minutes = closed.files.find(({ id }) => id === closed.minutesFileId);
  expect([closed.state, minutes?.isToEntity, closed.minutesLeaf?.length]).toEqual(["closed", true, 64]);
  const [row] = await world.owner<
    { leaf: string }[]
  >`select encode(leaf_hash, 'hex') as leaf from audit_log where action = 'inspection.close'`;
  expect(closed.minutesLeaf).toBe(row?.leaf);
  await expect(world.owner`update inspections set remarks = 'x' where id = ${inspectionId}`).rejects.toThrow(
    /does not change/,
  );
  await expect(
    world.owner`update inspection_items set note = 'x' where inspection_id = ${inspectionId}`,
  ).rejects.toThrow(/do not change/);
  const own = await readOwnInspection(office.as(office.dpo), inspectionId);
  expect(own.items).toHaveLength(closed.items.length);
  expect(own.files.map(({ name }) => name)).toEqual([`${closed.reference}.pdf`]);
});

test("the notice cites the law and gives a day; the entity answers, asks for time, is refused and is late", async () => {
  const opened = await openMatter(office.as(office.officer), { title: "Processing without declaration", inspectionId });
  matterId = opened.id;
  await expect(readOwnMatter(office.as(office.dpo), matterId)).rejects.toMatchObject({ code: "not_found" });
  await expect(
    step({ kind: "notify", text: "Declare it.", cites: "Art. 65", dueOn: "2026-11-20" }),
  ).rejects.toMatchObject({ fields: [{ path: "dueOn" }] });
  expect(
    await step({
      kind: "notify",
      text: "Declare your processing.",
      cites: "Loi 2013-015, art. 65",
      dueOn: "2026-12-20",
    }),
  ).toBe("noticed");
  const own = await readOwnMatter(office.as(office.dpo), matterId);
  expect([own.state, own.dueOn, own.next]).toEqual(["noticed", "2026-12-20", ["answer", "ask_time"]]);
  const letter = own.steps.find(({ kind }) => kind === "notify");
  expect((await writeMatterLetter(office.as(office.dpo), matterId, letter?.id ?? "", "entity")).name).toMatch(
    /^MAT-2026-0001-notify\.pdf$/,
  );
  expect(await answer({ kind: "ask_time", until: "2027-01-31", text: "Year's end" })).toBe("noticed");
  await step({ kind: "grant_time", dueOn: "2027-01-15", text: "Two weeks" });
  expect(await answer({ kind: "answer", text: "We shall declare in January.", fileIds: [] })).toBe("plan_filed");
  expect(await step({ kind: "refuse_plan", dueOn: "2027-01-20", text: "Name the day." })).toBe("noticed");
  await expect(step({ kind: "find_default", text: "Nothing came" })).rejects.toMatchObject({
    code: "refused",
    detail: expect.stringContaining("2027-01-20") as unknown,
  });
  later(70);
  expect(await step({ kind: "find_default", text: "Nothing came" })).toBe("to_decide");
  expect((await readHome(office.as(office.officer))).due.map(({ kind, waits }) => [kind, waits])).toContainEqual([
    "matter",
    "to_decide",
  ]);
});

test("a sanction needs its deliberation, with a quorum and without who must keep away, under a number of its own", async () => {
  const sanction: OfficeStep = {
    kind: "sanction",
    sanctionId: "s65",
    ground: "obstruction",
    amount: 6_000_000,
    text: "As deliberated",
    dueOn: "2027-03-31",
  };
  await expect(step(sanction, office.head)).rejects.toMatchObject({ words: "decisions.refusal.no_deliberation" });
  const members: string[] = [];
  for (const name of ["Aminata", "Boubacar", "Coumba", "Drissa", "Fanta"])
    members.push((await addMember(office.as(office.head), { name, sinceDay: "2026-01-01" })).id);
  await declareOfficeConflict(office.as(office.head), {
    memberId: members[0],
    constituentId: office.bank,
    reason: "Holds shares of it",
  });
  const { id } = await callSession(office.as(office.head), { heldAt: "2027-02-01T09:00:00Z", place: "Bamako" });
  const sit = async (input: Parameters<typeof takeSessionStep>[3]): Promise<void> => {
    const { version } = await readSession(office.as(office.head), id);
    await office.confirm(office.head, bindSession(id, version, "vote"));
    await takeSessionStep(office.as(office.head), id, version, input);
  };
  await sit({ kind: "add_item", title: "Fine for obstruction", matterId });
  await expect(sit({ kind: "open", present: members.slice(0, 2) })).rejects.toMatchObject({
    words: "decisions.refusal.quorum",
  });
  await sit({ kind: "open", present: members.slice(0, 4) });
  const { agenda, quorum } = await readSession(office.as(office.head), id);
  expect([quorum, agenda[0]?.recused.map(({ name }) => name)]).toEqual([3, ["Aminata"]]);
  const itemId = agenda[0]?.id ?? "";
  await expect(
    sit({ kind: "vote", itemId, votesFor: 4, votesAgainst: 0, abstained: 0, decision: "Six million." }),
  ).rejects.toMatchObject({ fields: [{ path: "votesFor", message: expect.stringContaining("3 votes") as unknown }] });
  await sit({
    kind: "vote",
    itemId,
    votesFor: 2,
    votesAgainst: 1,
    abstained: 0,
    decision: "A fine of six million francs.",
  });
  const after = await readSession(office.as(office.head), id);
  expect(after.agenda[0]).toMatchObject({
    result: "adopted",
    deliberationNumber: "DEL 2027/001",
    extractFileId: expect.any(String) as unknown,
  });
  await sit({ kind: "close" });
  // The sessions leave as a table through their route: a row with what was adopted, and for another authority the titles alone.
  const exported = async (person: Person): Promise<string[]> => {
    const declared = officeExportRoutes.find(({ path }) => path === "/api/v1/office/sessions/export");
    const query = declared?.query?.parse({ format: "csv", language: "en" });
    const ctx = office.as(person);
    const answer = (await declared?.handle({ ctx, query, params: {}, body: undefined, c: {} as never })) as Response;
    expect(answer.headers.get("content-disposition")).toMatch(/filename="office-sessions-[\d-]+\.csv"$/);
    return (await answer.text()).trim().split(/\r?\n/);
  };
  const [titles = "", row = "", ...more] = await exported(office.head);
  expect(titles).toMatch(/Reference,Held at,.*Present,.*Deliberations$/);
  expect(row).toMatch(/Bamako,.*,4,\d+,DEL 2027\/001$/);
  expect(more).toEqual([]);
  expect(await exported(office.rival)).toEqual([titles]);

  await expect(step({ ...sanction, amount: 25_000_000 }, office.head)).rejects.toMatchObject({
    code: "refused",
    detail: expect.stringContaining("article 65") as unknown,
  });
  await expect(step(sanction, office.officer)).rejects.toMatchObject({ code: "forbidden" });
  expect(await step(sanction, office.head)).toBe("sanctioned");
  const page = await readMatter(office.as(office.officer), matterId);
  expect(page.steps.at(-1)?.detail).toMatchObject({
    bounds: {
      min: 5_000_000,
      max: 20_000_000,
      articles: "65",
      verification: "secondary",
      deliberation: "DEL 2027/001",
    },
  });
});

test("part payments, an appeal that suspends, a lower sum, and the end when all is paid", async () => {
  expect(await step({ kind: "payment", amount: 1_000_000, paidOn: "2027-02-10", receipt: "T-1" })).toBe("sanctioned");
  expect(await answer({ kind: "appeal", court: "Supreme Court", filedOn: "2027-01-29", isSuspensive: true })).toBe(
    "appealed",
  );
  await expect(
    step({ kind: "appeal_result", result: "reduced", amount: 500_000, decidedOn: "2027-03-01", text: "Less" }),
  ).rejects.toMatchObject({ fields: [{ path: "amount" }] });
  expect(
    await step({
      kind: "appeal_result",
      result: "reduced",
      amount: 4_000_000,
      decidedOn: "2027-03-01",
      text: "Too much",
    }),
  ).toBe("sanctioned");
  await expect(step({ kind: "close", text: "Done" })).rejects.toMatchObject({ words: "decisions.refusal.owed" });
  await expect(
    step({ kind: "payment", amount: 3_000_001, paidOn: "2027-03-10", receipt: "T-2" }),
  ).rejects.toMatchObject({ fields: [{ path: "amount", message: expect.stringContaining("3000000") as unknown }] });
  await step({ kind: "payment", amount: 3_000_000, paidOn: "2027-03-10", receipt: "T-2" });
});

test("the referral makes a bundle of the files with their hashes and a proof that checks", async () => {
  await expect(bundleReferral(office.as(office.head), matterId)).rejects.toMatchObject({ code: "refused" });
  await step(
    { kind: "refer", to: "Pôle national de lutte contre la cybercriminalité", text: "Obstruction" },
    office.head,
  );
  await sealAll(world.context({ kind: "system", job: "test" }));
  const { name, bytes } = await bundleReferral(office.as(office.head), matterId);
  const zip = Buffer.from(await new Response(bytes).arrayBuffer());
  expect([
    name,
    zip.includes("referral.tlog-proof"),
    zip.includes("manifest.json"),
    zip.includes("customers.csv"),
  ]).toEqual(["MAT-2026-0001.zip", true, true, true]);
  // The entity is told of its own matter and nothing of the referral.
  expect((await readOwnMatter(office.as(office.dpo), matterId)).steps.map(({ kind }) => kind)).not.toContain("refer");
  expect(await step({ kind: "close", text: "Paid" })).toBe("closed");
  expect((await readMatter(office.as(office.head), matterId)).ladder.outcome).toBe("paid");
});
