// The demonstration's authority and committee are at work on the first day: filings in time and late, a matter on notice, an open inspection, a complaint, a review; filled once.
import { expect, test } from "vitest";
import { askGuide, fillOffice } from "../../../backend/compliance/index.ts";
import { listInbox } from "../../../backend/compliance/inbox/handle-filing.ts";
import { readHome } from "../../../backend/compliance/offices/read-home.ts";
import { listPublicAdvice } from "../../../backend/coordination/advice/publish-page.ts";
import { fillPublic, listPublicAdvisories, listPublicTeamKeys } from "../../../backend/coordination/index.ts";
import { fillCommittee, fillStatistics, listPublicReleases } from "../../../backend/reporting/index.ts";
import { listCampaigns } from "../../../backend/reporting/awareness/keep-campaigns.ts";
import { listRequests } from "../../../backend/reporting/review/ask-data.ts";
import { listPublicReviews } from "../../../backend/reporting/review/public-reviews.ts";
import { readReview } from "../../../backend/reporting/review/read-review.ts";
import { makeContext } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { makeTestWorld } from "../../support/database.ts";
import { addCert } from "../../support/desk-world.ts";

test("an officer of the demonstration finds work that has a past, and a second start fills nothing again", async () => {
  const world = await makeTestWorld({ env: { COUNTRY: "xd" } });
  await addCert(world);
  for (const name of ["Ministry", "Bank", "Hospital"]) {
    const [organisation, id] = [newId(), newId()];
    await world.owner`insert into organisations (id, kind, name) values (${organisation}, 'constituent', ${name})`;
    await world.owner`insert into constituents (id, reference, organisation_id, name, sector, classes, languages) values (${id}, ${name}, ${organisation}, ${name}, 'finance', '{bank}', '{fr}')`;
  }
  // As it is started with --demo: nothing else may speak for a second person.
  const services = { ...world.services, config: { ...world.services.config, isDemo: true } };
  const ctx = makeContext(services, { kind: "system", job: "demo.fill" }, newId());
  await fillOffice(ctx, world.services);
  await fillOffice(ctx, world.services);
  const [officer] = await world.owner<{ personId: string; organisationId: string }[]>`
    select person_id as "personId", organisation_id as "organisationId" from role_grants where role = 'officer'`;
  const { personId = "", organisationId = "" } = officer ?? {};
  const as = world.context({ kind: "person", personId, organisationId, roles: ["officer"], sessionId: newId() });
  const filings = await listInbox(as, {});
  expect(filings.map(({ lateness }) => lateness).toSorted()).toEqual([
    "late",
    "late",
    ...Array.from({ length: 4 }, () => "on_time"),
  ]);
  const { counts, due } = await readHome(as);
  // Each line with the sentence of law that it rests on: what the officer cited, or the duty that was filed.
  const free = (
    await world.owner<{ id: string }[]>`select id from filing_parts where obligation_id is null order by id`
  ).map(({ id }) => id);
  expect(due.filter(({ kind, id, law }) => kind !== "complaint" && !free.includes(id) && !law?.fr)).toEqual([]);
  expect(due.find(({ kind }) => kind === "inspection")?.law?.en).toBe("Article 58");
  expect(due.find(({ kind }) => kind === "filing")?.law?.fr).toMatch(/art/iu);
  expect(counts).toEqual({ filings: 4, inspections: 1, matters: 1, complaints: 1, sessions: 0 });

  // The committee too: last year's review on the portal under two names, this year's with numbers beside last year's, people who came, a question that is asked.
  await fillCommittee(ctx, world.services);
  await fillCommittee(ctx, world.services);
  const [chair] = await world.owner<{ personId: string; organisationId: string }[]>`
    select person_id as "personId", organisation_id as "organisationId" from role_grants where role = 'committee_member' order by id limit 1`;
  const sessionId = newId();
  const member = world.context({
    kind: "person",
    personId: chair?.personId ?? "",
    organisationId: chair?.organisationId ?? "",
    roles: ["committee_member"],
    sessionId,
  });
  const year = world.clock.now().getUTCFullYear();
  expect(await readReview(member, year)).toMatchObject({
    state: "draft",
    targets: [1, 2, 3].map(() => ({ lastYear: expect.anything(), thisYear: expect.anything() })),
  });
  expect(await readReview(member, year - 1)).toMatchObject({
    state: "published",
    submittedBy: "Oumou Diarra",
    signedBy: "Batbayar Traoré",
  });
  expect(await listPublicReviews(world.context({ kind: "anonymous" }))).toMatchObject([{ year: year - 1 }]);
  expect((await listCampaigns(member)).length).toBe(1);
  // What the team tells everybody: its key, an advisory, a question with its answer, and the figures once the last report is sorted.
  await expect(fillPublic(world.context({ kind: "system", job: "demo.fill" }), world.services)).rejects.toThrow(
    "only the filling of a demonstration",
  );
  await fillPublic(ctx, services);
  await fillPublic(ctx, services);
  const anybody = world.context({ kind: "anonymous" });
  expect((await listPublicTeamKeys(anybody)).length).toBe(1);
  expect((await listPublicAdvisories(anybody)).length).toBe(1);
  expect((await listPublicAdvice(anybody)).map(({ texts }) => Object.keys(texts).toSorted())).toEqual([
    ["en", "fr", "mn"],
  ]);
  await fillStatistics(ctx, services);
  expect(await listPublicReleases(anybody)).toEqual([]);
  await world.owner`insert into settings (key, value) values ('demo', '"filled"')`;
  await fillStatistics(ctx, services);
  await fillStatistics(ctx, services);
  expect((await listPublicReleases(anybody)).length).toBe(1);
  // No law is of a country that is invented: another's is shown as an example and called that.
  const guide = askGuide(anybody, "en", { classes: ["bank"], role: "controller" });
  expect([guide.hasLaw, guide.isExample, guide.duties.length > 3]).toEqual([true, true, true]);
  expect(new Set(guide.duties.map(({ law }) => law)).size).toBeGreaterThan(1);
  // Nothing of a demonstration leaves: nobody outside is asked.
  expect(await listRequests(member, year)).toEqual([]);
});
