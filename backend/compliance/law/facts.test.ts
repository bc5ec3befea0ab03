// Facts: what is taken, what is refused with the field's name.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "../../platform/errors/index.ts";
import { parseFacts } from "./facts.ts";

function refusal(input: unknown): string[] {
  try {
    parseFacts(input);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.fields.map((it) => it.path);
  }
}

describe("facts", () => {
  it("take a submission under either name, and several of them in order", () => {
    const facts = parseFacts({
      events: { "intermediate.submitted": "2026-03-10T09:00:00Z" },
      submitted: { intermediate: ["2026-03-03T10:00:00+01:00", "2026-03-10T09:00:00Z"] },
    });
    expect(facts.events.get("intermediate.submitted")?.map(String)).toEqual([
      "2026-03-03T09:00:00Z",
      "2026-03-10T09:00:00Z",
    ]);
  });

  it("name each wrong field", () => {
    expect(
      refusal({ events: { aware: "2026-02-27" }, entity: { timeZone: "Mars/Base", country: "MLI", role: "owner" } }),
    ).toEqual(["entity.role", "entity.timeZone", "entity.country", "events.aware"]);
    expect(refusal({ decisions: [{ kind: "no_deferral" }] })).toEqual(["decisions.0.notifiedAt"]);
    expect(refusal({ conditions: { high_risk: "no" } })).toEqual(["conditions.high_risk"]);
    expect(refusal([])).toEqual(["(the whole)"]);
  });

  it("read a decision by whatever name, and keep one of an unknown kind apart", () => {
    const facts = parseFacts({
      decisions: [
        { notifiedAt: "2026-02-01" },
        { kind: "weekend rule removed", at: "2026-02-01T10:00:00Z", classes: ["bank"] },
        { kind: "set_due", notified: "2026-02-01", stages: ["contribution"], dueAt: "2026-06-30T15:59:59Z" },
        { kind: "praise", date: "2026-02-01" },
      ],
    });
    expect(facts.decisions.map((it) => it.kind)).toEqual(["no_deferral", "no_deferral", "set_due", "praise"]);
    expect(facts.unknownKeys).toEqual(["decision praise"]);
  });

  it("keep what they do not know apart, for a warning", () => {
    expect(parseFacts({ entity: { colour: "red" }, weather: "rain" }).unknownKeys).toEqual([
      "weather",
      "entity.colour",
    ]);
  });

  it("never end in anything but facts or a refusal that names a field", () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom("entity", "events", "submitted", "decisions", "conditions"),
        (value, key) => {
          // A refusal throws on anything but our own error, and must name a field.
          for (const input of [value, { [key]: value }])
            expect(refusal(input).every((path) => path.length > 0)).toBe(true);
        },
      ),
    );
  });
});
