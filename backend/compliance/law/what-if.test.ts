// What-if: past incidents under a draft clock.
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { loadLawWorld, loadPack } from "./load-packs.ts";
import { Draft, replayUnderDraft } from "./what-if.ts";

const world = loadLawWorld();
const now = Temporal.Instant.from("2026-11-22T00:00:00Z");
const clock = (duration: string) => ({ kind: "duration", start: ["aware"], duration, setBy: "art-33-1" });
const draft = (clocks: object) => Draft.parse({ draft: { title: "a draft", status: "proposed" }, clocks });
const incident = (id: string, hours: number | null) => ({
  id,
  entity: { role: "controller" },
  events: { aware: "2026-10-05T08:00:00Z" },
  ...(hours === null
    ? {}
    : { submitted: { authority: Temporal.Instant.from("2026-10-05T08:00:00Z").add({ hours }).toString() } }),
});

describe("a draft clock", () => {
  it("shows who would be newly late and who no longer", () => {
    const { pack } = loadPack("eu.gdpr@1.0.0");
    const incidents = [
      incident("early", 10),
      incident("third-day", 60),
      incident("fourth-day", 80),
      incident("never", null),
    ];
    const longer = replayUnderDraft(pack, draft({ authority: clock("PT96H") }), incidents, world, now);
    expect(longer.stages).toEqual([
      {
        stage: "authority",
        obligation: "eu-gdpr.breach.authority",
        lateUnderLaw: 2,
        lateUnderDraft: 1,
        newlyLate: [],
        noLongerLate: ["fourth-day"],
        undecided: [],
      },
    ]);
    const shorter = replayUnderDraft(
      pack,
      draft({ "eu-gdpr.breach.authority": clock("PT24H") }),
      incidents,
      world,
      now,
    );
    expect(shorter.stages[0]).toMatchObject({ lateUnderDraft: 3, newlyLate: ["third-day"], noLongerLate: [] });
    expect(shorter.cases.find((one) => one.id === "early")?.outcomes[0]?.draft).toEqual({
      due: "2026-10-06T08:00:00Z",
      isLate: false,
      lateMinutes: -14 * 60,
    });
  });

  it("shows what a first clock would mean where the law sets none", () => {
    const { pack } = loadPack("ml.data-protection@1.0.0");
    const drafted = draft({ authority: { ...clock("PT72H"), setBy: "no-breach-duty" } });
    const report = replayUnderDraft(pack, drafted, [incident("in-time", 70), incident("late", 73)], world, now);
    expect(report.stages[0]).toMatchObject({ lateUnderLaw: 0, lateUnderDraft: 1, newlyLate: ["late"] });
    expect(report.cases[0]?.outcomes[0]?.law).toEqual({ due: null, isLate: null, lateMinutes: null });
  });

  it("leaves open what a draft without an hour leaves open", () => {
    const { pack } = loadPack("eu.gdpr@1.0.0");
    const vague = draft({ authority: { kind: "reasonable", start: ["aware"], setBy: "art-33-1" } });
    expect(replayUnderDraft(pack, vague, [incident("one", 500)], world, now).stages[0]).toMatchObject({
      lateUnderLaw: 1,
      lateUnderDraft: 0,
      noLongerLate: [],
      undecided: ["one"],
    });
  });

  it("refuses a draft of a stage that the pack has not", () => {
    const { pack } = loadPack("eu.gdpr@1.0.0");
    expect(() => replayUnderDraft(pack, draft({ early_warning: clock("PT1H") }), [], world, now)).toThrow(
      "clocks.early_warning",
    );
  });

  it("changes nothing in the pack that it was tried on", () => {
    const { pack } = loadPack("eu.gdpr@1.0.0");
    const before = structuredClone(pack);
    replayUnderDraft(pack, draft({ authority: clock("PT1H") }), [incident("one", 2)], world, now);
    expect(pack).toEqual(before);
  });
});
