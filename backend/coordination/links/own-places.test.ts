// Only the places of the mail's own thing are filled, whatever else somebody writes.
import fc from "fast-check";
import { expect, test } from "vitest";
import { keepOwnPlaces } from "./own-places.ts";

const own = "0199c5a0-0000-7000-8000-000000000001";
const foreign = "0199c5a0-0000-7000-8000-000000000002";

test("a place whose id the cause or the writer names stays; any other becomes words", () => {
  const text = `{secure-link:${own}} {notify-link:${foreign}} {signed-link:alarm:${foreign}}`;
  expect(keepOwnPlaces(text, { cause: `conversation:${own}`, places: [] })).toBe(
    `{secure-link:${own}} (notify-link:${foreign}) (signed-link:alarm:${foreign})`,
  );
  expect(keepOwnPlaces(text, { cause: "alarm:x", places: [foreign] })).toContain(`{signed-link:alarm:${foreign}}`);
});

test("no text whatever keeps a place of somebody else, also one that is put together from several", () => {
  const part = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "{",
      "}",
      "secure-link:",
      "notify-link:",
      "freeze-link:",
      "party-link:",
      foreign,
      `{secure-link:${foreign}}`,
    ),
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const kept = keepOwnPlaces(parts.join(""), { cause: `message:${own}`, places: [] });
      expect(kept).not.toMatch(/\{[a-z]+-link:(?:[a-z_]+:)?[0-9a-f-]{36}\}/i);
    }),
  );
});
