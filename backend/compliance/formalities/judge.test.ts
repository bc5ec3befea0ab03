// Which formality a processing needs, what can be filed together, what a fee is, and when the authority's time ends: on the shipped pack, and on one with rules that no shipped text has.
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { lawOfCountry } from "../duties/law-of-country.ts";
import { findHints, ProcessingContent, traitsOf } from "../processing/model.ts";
import { composeItem, findGaps, formOf } from "./compose-items.ts";
import { judgeClock } from "./judge-clock.ts";
import { bundleSimilar, feeOf, formalityLawOf, judgeNeeds } from "./judge-needs.ts";
import { formalityStates, looksPersonal, outcomesOf, stepsIn } from "./model.ts";

const mali = lawOfCountry("ml");
const now = Temporal.Instant.from("2026-11-22T10:00:00Z");
const profile = { classes: ["bank"], role: null, country: "ML", timeZone: null, conditions: {} };
const laws = formalityLawOf(mali, profile, now);
const kinds = (traits: string[], classes: string[] = ["bank"], role: "controller" | "processor" = "controller") =>
  judgeNeeds(laws, { role, traits }, classes).map(({ kind }) => kind);
const pack = mali.packs.find(({ pin }) => pin.id === "ml.data-protection") ?? mali.packs[0]!;

describe("needs under Mali's pack", () => {
  it.each([
    [["cctv"], ["declaration"]],
    [["payroll"], ["authorisation"]],
    [
      ["cctv", "customers"],
      ["declaration", "authorisation"],
    ],
    [["whistleblowing"], ["whistleblowing"]],
    [
      ["customers", "transfer_abroad"],
      ["authorisation", "transfer"],
    ],
    [["geolocation"], ["declaration"]],
    [[], ["declaration"]],
  ])("%s needs %s", (traits, expected) => {
    expect(kinds(traits)).toEqual(expected);
  });

  it("a public body is asked for an opinion; a processor files nothing, its controller does", () => {
    expect(kinds(["geolocation"], ["public_body"])).toEqual(["opinion"]);
    expect(kinds(["customers"], ["bank"], "processor")).toEqual([]);
  });

  it("what rests on texts that nobody read says so, and no fee is made up", () => {
    const [need] = judgeNeeds(laws, { role: "controller", traits: ["payroll"] }, []);
    expect(need).toMatchObject({ verification: "unverified", fee: null });
    const transfer = judgeNeeds(laws, { role: "controller", traits: ["transfer_abroad"] }, []).find(
      ({ kind }) => kind === "transfer",
    );
    // As weak as the weakest provision: article 11 was seen in a summary, the practice nowhere in a text.
    expect(transfer?.verification).toBe("unverified");
  });

  it("an exception that the entity stated takes the duty away", () => {
    const exempt = formalityLawOf(mali, { ...profile, conditions: { exempt_processing: true } }, now);
    expect(judgeNeeds(exempt, { role: "controller", traits: ["payroll"] }, [])).toEqual([]);
    expect(exempt[0]?.exempt.map(({ id }) => id)).toEqual(["ml-dp.formalities.before-processing"]);
  });

  it("similar ones go into one filing, and each need stands in exactly one", () => {
    const traits = fc.array(fc.subarray(["cctv", "payroll", "customers", "transfer_abroad"]), { maxLength: 8 });
    fc.assert(
      fc.property(traits, (list) => {
        const rows = list.map((it, index) => ({
          entryId: String(index),
          needs: judgeNeeds(laws, { role: "controller", traits: it }, []),
        }));
        const bundles = bundleSimilar(rows);
        const placed = bundles.flatMap(({ need, entries }) =>
          entries.map(({ entryId }) => `${entryId} ${need.rule.id}`),
        );
        const wanted = rows.flatMap(({ entryId, needs }) => needs.map(({ rule }) => `${entryId} ${rule.id}`));
        expect(placed.toSorted()).toEqual(wanted.toSorted());
      }),
    );
  });

  it("Mongolia's texts that could be read ask for none", () => {
    expect(formalityLawOf(lawOfCountry("mn"), { ...profile, country: "MN" }, now)).toEqual([]);
  });
});

it("a fee is the one that the text states for that kind, else none", () => {
  const fees = [{ kind: "authorisation" as const, amount: 25_000, currency: "XOF", cites: ["x"] }];
  expect(feeOf({ fees }, "authorisation")).toEqual({ amount: "25000", currency: "XOF" });
  expect(feeOf({ fees }, "declaration")).toBeNull();
  expect(feeOf(undefined, "declaration")).toBeNull();
});

describe("the authority's time", () => {
  const world = { country: "ML", world: mali.world };
  const obligationId = "ml-dp.formalities.before-processing";
  /** A text that gives two months from the complete file, and stops them while pieces are missing. */
  const timed = structuredClone(pack);
  const own = timed.pack.obligations.find(({ id }) => id === "ml-dp.authority.decision");
  if (own) {
    own.clock = {
      kind: "duration",
      start: ["formality.submitted"],
      take: "first",
      duration: "P2M",
      setBy: "formalities",
    };
    own.onSilence = "accepted";
  }
  if (timed.pack.formalities) timed.pack.formalities.stopsClock = "formalities";
  const events = { submittedAt: "2026-01-10T09:00:00Z", completeAt: null, decidedAt: null, waits: [] };
  const at = (instant: string) => ({ ...world, now: Temporal.Instant.from(instant) });

  it("is none where no text that we could read sets one, however long ago it was filed", () => {
    const [clock] = judgeClock(pack, obligationId, events, at("2030-01-01T00:00:00Z"));
    expect(clock).toMatchObject({ due: null, clock: "unverified", onSilence: "unknown", stoppedSeconds: null });
    expect(clock?.status).not.toBe("overdue");
    expect(judgeClock(pack, "ml-dp.transfer.abroad", events, at("2030-01-01T00:00:00Z"))).toEqual([]);
  });

  it("runs from the filing where a text sets one, and is over after it", () => {
    expect(judgeClock(timed, obligationId, events, at("2026-03-10T08:59:00Z"))[0]).toMatchObject({
      due: "2026-03-10T09:00:00Z",
      status: "running",
      onSilence: "accepted",
    });
    expect(judgeClock(timed, obligationId, events, at("2026-03-10T09:00:01Z"))[0]?.status).toBe("overdue");
  });

  it("stands still while pieces are awaited only where a text stops it", () => {
    const waits = [{ from: "2026-02-01T00:00:00Z", until: "2026-02-11T00:00:00Z" }];
    const waited = { ...events, waits };
    expect(judgeClock(timed, obligationId, waited, at("2026-03-15T00:00:00Z"))[0]).toMatchObject({
      due: "2026-03-20T09:00:00Z",
      status: "running",
      stoppedSeconds: 864_000,
    });
    const unstopped = structuredClone(timed);
    if (unstopped.pack.formalities) unstopped.pack.formalities.stopsClock = null;
    expect(judgeClock(unstopped, obligationId, waited, at("2026-03-15T00:00:00Z"))[0]).toMatchObject({
      due: "2026-03-10T09:00:00Z",
      status: "overdue",
    });
  });

  it("a wait only ever moves the end later, by exactly as long as it was", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 1000 }), (start, hours) => {
        const from = Temporal.Instant.from(events.submittedAt).add({ hours: start });
        const waits = [{ from: from.toString(), until: from.add({ hours }).toString() }];
        const [clock] = judgeClock(timed, obligationId, { ...events, waits }, at("2026-06-01T00:00:00Z"));
        const due = Temporal.Instant.from("2026-03-10T09:00:00Z").add({ hours });
        expect(clock?.due).toBe(due.toString());
      }),
    );
  });
});

describe("what is filed", () => {
  const content = ProcessingContent.parse({
    title: "Loyalty",
    role: "controller",
    purposes: "To reward customers",
    transfers: [{ country: "FR", basis: "contract" }, { country: "ML" }],
    traits: ["customers"],
  });

  it("is the form of the duty from the register, with only what the pack lets the addressee see", () => {
    const form = formOf(pack, "ml-dp.formalities.before-processing");
    expect(form).toContain("retention");
    expect(form).not.toContain("contact");
    const item = composeItem({ id: "x", number: 3, version: 2, content }, form, "ML");
    expect(item).toMatchObject({
      number: 3,
      version: 2,
      countries: ["FR", "ML"],
      traits: ["customers", "transfer_abroad"],
    });
    expect(item.fields.find(({ id }) => id === "transfer_country")?.value).toBe("FR: contract; ML");
    expect(findGaps([item])[0]?.fields).toEqual(
      expect.arrayContaining(["legal_basis", "data_categories", "retention", "security_measures"]),
    );
  });

  it("a transfer is what leaves the country, whatever was ticked", () => {
    expect(traitsOf({ traits: ["transfer_abroad"], transfers: [{ country: "ML", basis: "" }] }, "ml")).toEqual([]);
  });

  it("hints name what is empty, and what was not looked at for a year", () => {
    const changed = new Date("2025-01-01T00:00:00Z");
    expect(findHints(content, changed, new Date("2025-06-01T00:00:00Z"))).toContain("transfer_basis");
    expect(findHints(content, changed, new Date("2025-06-01T00:00:00Z"))).not.toContain("old");
    expect(findHints(content, changed, new Date("2026-06-01T00:00:00Z"))).toContain("old");
  });
});

it("a title for everybody holds no address and no number of a person", () => {
  for (const text of ["Awa, awa@example.org", "Call 76 12 34 56", "+223 76123456"])
    expect(looksPersonal(text)).toBe(true);
  for (const text of ["Cameras at branches", "Customers 2026", "ISO 27001 at 12 branches"])
    expect(looksPersonal(text)).toBe(false);
});

it("an opinion is favourable or not, the rest is accepted or refused; what is over takes no further step but a note", () => {
  expect(outcomesOf("opinion")).not.toContain("accepted");
  expect(outcomesOf("declaration")).toEqual(["accepted", "accepted_with_conditions", "refused"]);
  for (const state of formalityStates)
    expect(stepsIn(state, false).includes("decide")).toBe(["submitted", "incomplete", "complete"].includes(state));
  expect(stepsIn("withdrawn", true)).toEqual([]);
});
