// The clock of a person's request: what the law says, counted by the law's own engine; never a time that no law sets.
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { loadLawWorld, loadPack } from "../law/index.ts";
import { extendedDue, findRequestLaws, sumOf } from "./find-clock.ts";
import { requestKinds } from "./model.ts";

const world = loadLawWorld();
const gdpr = loadPack("eu.gdpr");
const mali = loadPack("ml.data-protection");
const profile = {
  classes: ["bank"],
  role: "controller" as const,
  country: "ML",
  timeZone: "Africa/Bamako",
  conditions: {},
};
const now = Temporal.Instant.from("2026-11-22T00:00:00Z");
const instant = fc
  .integer({ min: Date.parse("2019-01-01T00:00:00Z"), max: now.epochMilliseconds })
  .map((at) => Temporal.Instant.fromEpochMilliseconds(at));

describe("the time of a request", () => {
  it("is one month under a law that says so, for every kind, and ends on a day that the month has", () => {
    fc.assert(
      fc.property(fc.constantFrom(...requestKinds), instant, (kind, receivedAt) => {
        const [found] = findRequestLaws({ packs: [gdpr], world }, profile, { kind, receivedAt }, now);
        const start = receivedAt.toZonedDateTimeISO(profile.timeZone);
        expect(found?.duty.due).toBe(start.add({ months: 1 }).toInstant().toString());
      }),
    );
  });

  it("is none where the law says at once, and no law is found for a kind that none speaks of", () => {
    for (const kind of requestKinds) {
      const found = findRequestLaws({ packs: [mali], world }, profile, { kind, receivedAt: now }, now);
      expect([kind, found.map(({ duty }) => duty.due)]).toEqual([kind, kind === "access" ? [null] : []]);
    }
  });

  it("puts the strictest time first, and laws without a time last", () => {
    const found = findRequestLaws({ packs: [mali, gdpr], world }, profile, { kind: "access", receivedAt: now }, now);
    expect(found.map(({ loaded }) => loaded.pin.id)).toEqual(["eu.gdpr", "ml.data-protection"]);
  });

  it("binds no processor where the law names controllers", () => {
    const asked = { kind: "access", receivedAt: now } as const;
    expect(findRequestLaws({ packs: [gdpr], world }, { ...profile, role: "processor" }, asked, now)).toEqual([]);
  });
});

describe("an extension", () => {
  it("makes one month three from the receipt, never earlier than the first time", () => {
    fc.assert(
      fc.property(instant, (receivedAt) => {
        const asked = { kind: "erasure", receivedAt } as const;
        const due = extendedDue(gdpr, "eu-gdpr.request.answer", profile, asked, world, now);
        expect(due?.toString()).toBe(
          receivedAt.toZonedDateTimeISO(profile.timeZone).add({ months: 3 }).toInstant().toString(),
        );
      }),
    );
  });

  it("is none where the law gives none", () => {
    const asked = { kind: "access", receivedAt: now } as const;
    expect(extendedDue(mali, "ml-dp.rights.access", profile, asked, world, now)).toBeNull();
    expect(extendedDue(gdpr, "eu-gdpr.breach.authority", profile, asked, world, now)).toBeNull();
  });

  it("adds units each by itself", () => {
    expect(sumOf("P1M", "P2M")).toBe("P3M");
    expect(sumOf("P30D", "P2M")).toBe("P2M30D");
    expect(sumOf("PT72H", "P10D")).toBe("P10DT72H");
  });
});
