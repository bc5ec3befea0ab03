// A page's answers are read kindly and judged in words: stray spaces and old date boxes pass, nonsense is told apart.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wordsIn } from "../../../backend/platform/words/index.ts";
import type { Field } from "./graph.ts";
import { readAnswers } from "./read-answers.ts";

const judging = {
  say: wordsIn("en"),
  now: new Date("2026-11-22T10:00:00Z"),
  timeZone: "Africa/Bamako",
  areaIds: new Set(["kayes"]),
};

function read(field: Field, ...typed: string[]): { value: string | string[] | undefined; text: string | undefined } {
  const { answers, mistakes } = readAnswers(
    { id: "q", fields: [field], next: () => "" },
    { [field.id]: typed },
    judging,
  );
  return { value: answers[field.id], text: mistakes[0]?.text };
}

const date: Field = { id: "noticedDate", kind: "date", isRequired: true };

describe("dates", () => {
  test.each([
    ["2026-11-20", "2026-11-20"],
    ["20/11/2026", "2026-11-20"],
    ["1.2.2026", "2026-02-01"],
    ["2026.11.20", "2026-11-20"],
    [" 20-11-2026 ", "2026-11-20"],
  ])("%s is taken", (typed, value) => {
    expect(read(date, typed)).toEqual({ value, text: undefined });
  });

  test.each([
    ["", "Enter the date, an estimate is enough"],
    ["yesterday", "Enter a date such as 22/11/2026"],
    ["31/02/2026", "Enter a date such as 22/11/2026"],
    ["1926-11-20", "Enter a date such as 22/11/2026"],
    ["2026-12-24", "The date must be today or in the past"],
  ])("%s is told what is wrong, and stays as it was typed", (typed, text) => {
    const got = read(date, typed);
    expect(got.text).toBe(text);
    expect(got.value).toBe(typed.includes("/") ? "2026-02-31" : typed);
  });

  test("a planned publication may lie ahead", () => {
    expect(read({ id: "publication", kind: "date" }, "2027-01-31").text).toBeUndefined();
  });
});

test("hours are read as people write them", () => {
  const time: Field = { id: "noticedTime", kind: "time" };
  for (const [typed, value] of [
    ["9:05", "09:05"],
    ["14h07", "14:07"],
    ["14 h", "14:00"],
    ["23:59:30", "23:59"],
  ] as const)
    expect(read(time, typed)).toEqual({ value, text: undefined });
  for (const typed of ["24:00", "noon", "7"]) expect(read(time, typed).text).toBe("Enter an hour such as 14:07");
});

test("a choice that was not offered is no choice", () => {
  const radio: Field = { id: "who", kind: "radio", options: ["me", "other"], isRequired: true };
  expect(read(radio, "somebody")).toEqual({ value: "", text: "Select who this is about" });
  expect(read({ id: "tell", kind: "boxes", options: ["police", "bank"] }, "bank", "press")).toEqual({
    value: ["bank"],
    text: undefined,
  });
});

test("an address or number that cannot be one is told with an example", () => {
  const email: Field = { id: "email", kind: "email", isRequired: true };
  expect(read(email, " awa@exemple.org ").value).toBe("awa@exemple.org");
  expect(read(email, "awa").text).toBe("Enter an e-mail address such as name@example.org");
  expect(read({ id: "phone", kind: "phone" }, "call me").text).toBe(
    "Enter a telephone number such as +999 70 00 00 00",
  );
  expect(read({ id: "area", kind: "area" }, "atlantis").text).toContain("Select a district from the list");
  expect(read({ id: "noticedZone", kind: "zone" }, "Mars/Base").text).toBe("Select a time zone from the list");
});

test("a text that is too long is told how long it is", () => {
  expect(read({ id: "story", kind: "text", max: 10 }, "x".repeat(11)).text).toBe(
    "Shorten this text to 10 characters. It has 11 now.",
  );
});

test("whatever is typed reads without a fault of ours, and no control character passes", () => {
  const fields: Field[] = [
    { id: "story", kind: "text", max: 2000 },
    { id: "name", kind: "line", max: 200 },
    { id: "email", kind: "email" },
    { id: "phone", kind: "phone" },
    { id: "noticedDate", kind: "date", isRequired: true },
    { id: "noticedTime", kind: "time" },
  ];
  const typed = fc.array(fc.string({ unit: "binary", maxLength: 300 }), { maxLength: 3 });
  fc.assert(
    fc.property(fc.record(Object.fromEntries(fields.map(({ id }) => [id, typed]))), (form) => {
      const { answers } = readAnswers({ id: "q", fields, next: () => "" }, form as Record<string, string[]>, judging);
      for (const value of Object.values(answers)) expect(String(value)).not.toMatch(/(?![\t\n])\p{Cc}/u);
    }),
  );
});
