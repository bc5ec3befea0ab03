// A draft clock over what was filed: the authority hears who would have been late, of its own filings alone, and nothing is written.
import { beforeAll, expect, test } from "vitest";
import { replayFilings } from "../../../backend/compliance/what-if/replay-filings.ts";
import { exportTried } from "../../../backend/compliance/what-if/export-tried.ts";
import { listTriable } from "../../../backend/compliance/what-if/list-triable.ts";
import { composeClock } from "../../../backend/compliance/what-if/model.ts";
import { addReport } from "../../support/desk-world.ts";
import { printTables } from "../../support/print-tables.ts";
import { fileIncident, type FilingsWorld, makeFilingsWorld, ransomware } from "../../support/filings-world.ts";

let house: FilingsWorld;
const draftOf = (duration: string) => ({
  draft: { title: `within ${duration}`, status: "proposal" },
  clocks: { authority: { kind: "duration", start: ["aware"], duration, setBy: "no-breach-duty" } },
});
beforeAll(async () => {
  house = await makeFilingsWorld(new Date("2026-11-22T08:00:00Z"));
  // 35 hours and 2 hours after awareness.
  await fileIncident(house.world, house.bank.dpo);
  await fileIncident(house.world, house.bank.dpo, { ...ransomware, time_aware: "2026-11-22T06:00:00Z" });
});

test("under the law nobody was late; under 24 hours one would have been, under 48 none", async () => {
  const ctx = house.world.context(house.officers.apdp);
  const strict = await replayFilings(ctx, { pack: "ml.data-protection", draft: draftOf("PT24H") });
  expect(strict).toMatchObject({ incidents: 2, stages: [{ stage: "authority", lateUnderLaw: 0, lateUnderDraft: 1 }] });
  expect(strict.stages[0]?.newlyLate).toHaveLength(1);
  const mild = await replayFilings(ctx, { pack: "ml.data-protection", draft: draftOf("PT48H") });
  expect(mild.stages[0]).toMatchObject({ lateUnderDraft: 0, newlyLate: [] });
});

test("another authority replays none of them; who files may not ask; a draft that is no draft is named", async () => {
  const other = await replayFilings(house.world.context(house.officers.amrtp), {
    pack: "ml.data-protection",
    draft: draftOf("PT24H"),
  });
  expect(other.incidents).toBe(0);
  await expect(
    replayFilings(house.world.context(house.bank.dpo), { pack: "ml.data-protection", draft: draftOf("PT24H") }),
  ).rejects.toMatchObject({ code: "forbidden" });
  const ctx = house.world.context(house.officers.apdp);
  await expect(replayFilings(ctx, { pack: "ml.data-protection", draft: { clocks: {} } })).rejects.toMatchObject({
    fields: [{ path: "draft.draft" }],
  });
  await expect(
    replayFilings(ctx, {
      pack: "ml.data-protection",
      draft: { ...draftOf("PT24H"), clocks: { nowhere: draftOf("PT24H").clocks.authority } },
    }),
  ).rejects.toMatchObject({ fields: [{ path: "draft" }] });
  await expect(replayFilings(ctx, { pack: "ml.nothing", draft: draftOf("PT24H") })).rejects.toMatchObject({
    fields: [{ path: "pack" }],
  });
});

test("the team replays reports that concern entities of the register, by how much each would have been late; it reads what it may see and writes nothing", async () => {
  const { world, bank, analyst, cert } = house;
  const late = await addReport(world, cert);
  const restricted = await addReport(world, cert);
  for (const { id } of [late, restricted]) {
    await world.owner`update reports set occurred_at = '2026-11-20T08:00:00Z', occurred_precision = 'hour', received_at = '2026-11-21T10:30:00Z' where id = ${id}`;
    await world.owner`insert into report_constituents (report_id, constituent_id) values (${id}, ${bank.constituentId}) on conflict do nothing`;
  }
  await world.owner`insert into cases (id, reference, organisation_id, title, severity, opened_at, is_restricted) values (${restricted.id}, 'R-1', ${cert}, 'Closed to others', 'low', now(), true)`;
  await world.owner`insert into case_reports (case_id, report_id, joined_at) values (${restricted.id}, ${restricted.id}, now())`;
  const ctx = world.context(analyst);
  const known = listTriable(ctx, { language: "en" }).packs.find(({ id }) => id === "ml.data-protection");
  const duty = known?.obligations.find(({ id }) => id === "ml-dp.breach.authority");
  expect(duty?.clockWords).toBe("The law sets no time. Advice, not an obligation: 72 hours.");
  const clock = composeClock({
    kind: "duration",
    amount: 24,
    unit: "hours",
    start: "aware",
    setBy: duty?.setBy ?? "",
    rollAt: null,
  });
  const draft = { draft: { title: "24 hours", status: "draft" }, clocks: { "ml-dp.breach.authority": clock } };
  const before = await printTables(world);
  const tried = await replayFilings(ctx, { pack: "ml.data-protection", draft, source: "reports" });
  expect(await printTables(world)).toEqual(before);
  expect(tried.cases).toEqual([
    {
      id: late.reference,
      who: "Banque du Fleuve",
      outcomes: [
        {
          obligation: "ml-dp.breach.authority",
          stage: "authority",
          startedAt: "2026-11-20T08:00:00Z",
          submittedAt: "2026-11-21T10:30:00Z",
          law: { due: null, isLate: null, lateMinutes: null },
          draft: { due: "2026-11-21T08:00:00Z", isLate: true, lateMinutes: 150 },
        },
      ],
    },
  ]);
  const csv = await (
    await exportTried(ctx, { pack: "ml.data-protection", draft, source: "reports", language: "en" })
  ).text();
  expect(csv).toContain("Banque du Fleuve");
  expect(csv).toMatch(/late,150/);
  await expect(
    replayFilings(world.context(house.officers.apdp), { pack: "ml.data-protection", draft, source: "reports" }),
  ).rejects.toMatchObject({ code: "forbidden" });
});
