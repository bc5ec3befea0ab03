// A failed statement tells what and where, never whose.
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { withoutValues } from "./without-values.ts";

test("neither the statement's values nor the row that the database quotes are in what is logged", () => {
  const cause = Object.assign(new Error('invalid input syntax for type uuid: "awa@example.org"'), {
    code: "22P02",
    detail: "Failing row contains (Awa, +999 70 00 00 00)",
  });
  const failed = Object.assign(new Error("Failed query: insert … params: Awa,My account is gone", { cause }), {
    params: ["Awa", "My account is gone"],
  });
  const safe = withoutValues(failed) as Error;
  expect(inspect(safe)).not.toMatch(/awa|account|999/i);
  expect(safe.message).toContain("invalid input syntax");
  expect(safe.cause).toMatchObject({ code: "22P02" });
});

test("an error that is not the database's passes unchanged", () => {
  const error = new Error("other");
  expect(withoutValues(error)).toBe(error);
});
