// The table of SSVC row by row, the ladder towards a silent vendor, and when a publication may be asked for.
import fc from "fast-check";
import { expect, test } from "vitest";
import { ssvcInputs } from "./model.ts";
import { nextRung, suggestPublish, whyNotPublish } from "./rules.ts";

test("the coordinator's table of SSVC 1.0.0 says publish in these fourteen of its 27 rows, and in no other", () => {
  const publish = new Set([
    "fix_ready none precedence",
    "fix_ready active ampliative",
    "cooperative none precedence",
    "fix_ready public_poc precedence",
    "uncooperative_unresponsive active limited",
    "uncooperative_unresponsive public_poc ampliative",
    "cooperative active ampliative",
    "uncooperative_unresponsive none precedence",
    "cooperative public_poc precedence",
    "fix_ready active precedence",
    "uncooperative_unresponsive active ampliative",
    "uncooperative_unresponsive public_poc precedence",
    "cooperative active precedence",
    "uncooperative_unresponsive active precedence",
  ]);
  let rows = 0;
  for (const supplierInvolvement of ssvcInputs.supplierInvolvement)
    for (const exploitation of ssvcInputs.exploitation)
      for (const publicValueAdded of ssvcInputs.publicValueAdded) {
        rows++;
        const key = `${supplierInvolvement} ${exploitation} ${publicValueAdded}`;
        const said = suggestPublish({ supplierInvolvement, exploitation, publicValueAdded });
        expect([key, said]).toEqual([key, publish.has(key) ? "publish" : "do_not_publish"]);
      }
  expect(rows).toBe(27);
  expect(suggestPublish({ supplierInvolvement: "cooperative" })).toBeNull();
});

test("an address that comes back asks for another way at once; who was reached is asked no further", () => {
  const days = { secondWayDays: 7, nationalDays: 14 };
  const now = new Date("2026-03-10T00:00:00Z");
  const at = "2026-03-09T00:00:00Z";
  expect(nextRung({ hasAnswered: false, attempts: [{ means: "mail", outcome: "bounced", at }] }, days, now).rung).toBe(
    "second_way",
  );
  expect(nextRung({ hasAnswered: false, attempts: [{ means: "mail", outcome: "sent", at }] }, days, now)).toEqual({
    rung: "wait",
    dueAt: "2026-03-16T00:00:00.000Z",
  });
  expect(nextRung({ hasAnswered: true, attempts: [] }, days, now).rung).toBe("answered");
});

test("nothing is asked for before the embargo ends unless there is a cause, nor for an instant that is over", () => {
  const standing = { isPublished: false, flaws: 1, hasDraft: true, isAsked: false, isEarlyAsked: false };
  fc.assert(
    fc.property(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -1000, max: 1000 }), (embargo, publish) => {
      const now = new Date("2026-03-10T00:00:00Z");
      const after = (minutes: number): string => new Date(now.getTime() + minutes * 60_000).toISOString();
      const why = whyNotPublish(
        { publishAt: after(publish), early: null },
        { ...standing, embargoUntil: after(embargo) },
        now,
      );
      expect(why).toBe(publish < 0 ? "past" : embargo > publish ? "embargo" : null);
      expect(
        whyNotPublish({ publishAt: null, early: "leak" }, { ...standing, embargoUntil: after(embargo) }, now),
      ).toBeNull();
    }),
  );
});
