// A draft clock over what was filed: the authority hears who would have been late, of its own filings alone, and nothing is written.
import { beforeAll, expect, test } from "vitest";
import { replayFilings } from "../../../backend/compliance/what-if/replay-filings.ts";
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
