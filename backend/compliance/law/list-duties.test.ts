// Duties over time: amended wordings, texts that stop binding, and what the facts leave open.
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { parseFacts } from "./facts.ts";
import { listDuties } from "./list-duties.ts";
import { loadLawWorld, loadPack } from "./load-packs.ts";
import { Pack } from "./model.ts";

const world = loadLawWorld();
const now = Temporal.Instant.from("2028-06-01T00:00:00Z");

/** GDPR as it would stand had 72 hours become 96 on 1 January 2027. */
function amendedGdpr(): Pack {
  const pack = structuredClone(loadPack("eu.gdpr@1.0.0").pack);
  const before = pack.obligations.find((it) => it.stage === "authority")!;
  const after = structuredClone(before);
  before.valid = { from: null, to: "2026-12-31" };
  after.id = "eu-gdpr.breach.authority-2027";
  after.valid = { from: "2027-01-01", to: null };
  if (after.clock.kind === "duration") after.clock.duration = "PT96H";
  pack.pack.version = "2.0.0";
  pack.obligations.push(after);
  return Pack.parse(pack);
}
const authority = (pack: Pack, aware: string, timeZone = "UTC") =>
  listDuties(
    pack,
    parseFacts({ entity: { role: "controller", timeZone }, events: { aware } }),
    world,
    now,
  ).duties.filter((it) => it.stage === "authority");

describe("an amended law", () => {
  it("judges each incident by the text as it stood on that day, years later too", () => {
    const pack = amendedGdpr();
    expect(authority(pack, "2026-12-31T23:00:00Z").map((it) => it.due)).toEqual(["2027-01-03T23:00:00Z"]);
    expect(authority(pack, "2027-01-01T00:00:00Z").map((it) => it.due)).toEqual(["2027-01-05T00:00:00Z"]);
  });

  it("turns over at local midnight", () => {
    expect(authority(amendedGdpr(), "2026-12-31T16:30:00Z", "Asia/Ulaanbaatar").map((it) => it.obligation)).toEqual([
      "eu-gdpr.breach.authority-2027",
    ]);
  });
});

describe("facts that leave something open", () => {
  const stagesOf = (id: string, given: unknown) =>
    listDuties(loadPack(id).pack, parseFacts(given), world, now).duties.map((it) => it.stage);

  it("exclude nothing by a class or a role that they do not state", () => {
    expect(stagesOf("eu.gdpr", {})).toEqual(["authority", "people", "controller", "request_answer"]);
    expect(stagesOf("eu.gdpr", { entity: { role: "processor" } })).toEqual(["controller"]);
    expect(stagesOf("mn.cyber-security", { entity: { classes: ["bank"] } })).toEqual(["centre"]);
  });

  it("say so in the reasons", () => {
    const codes = listDuties(loadPack("ke.data-protection").pack, parseFacts({}), world, now).duties[0]?.reasons.map(
      (it) => it.code,
    );
    expect(codes).toEqual(expect.arrayContaining(["not_started", "threshold_assumed", "role_assumed"]));
  });

  it("owe nothing to a pack that does not bind the class, and say which classes it binds", () => {
    const facts = parseFacts({ entity: { classes: ["ecommerce"] }, events: { aware: "2026-10-01T00:00:00Z" } });
    const { duties, warnings } = listDuties(loadPack("eu.cer").pack, facts, world, now);
    expect(new Set(duties.map((it) => it.status))).toEqual(new Set(["not_binding"]));
    expect(duties[0]?.reasons.at(-1)?.code).toBe("class_not_bound");
    expect(warnings.join()).toContain("nothing is owed");
  });

  it("warn of a country without a calendar and of events that start nothing", () => {
    const facts = parseFacts({ entity: { country: "FR" }, events: { rained: "2026-10-01T00:00:00Z" } });
    const { warnings } = listDuties(loadPack("eu.gdpr").pack, facts, world, now);
    expect(warnings).toEqual([
      'unknown event "rained" starts no clock here',
      "no calendar of FR: only Saturday and Sunday are off",
    ]);
  });
});
