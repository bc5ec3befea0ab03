// What a request to stop money is filled with: only what the report says.
import fc from "fast-check";
import { expect, test } from "vitest";
import { findAmount, prepareFreeze } from "./prepare-freeze.ts";

test("the largest sum with a currency is the amount, as it was written", () => {
  for (const [text, amount] of [
    ["J’ai envoyé 150 000 FCFA puis 5 000 F CFA", "150 000 FCFA"],
    ["Би 1,250,000 төгрөг шилжүүлсэн", "1,250,000 төгрөг"],
    ["They took $300 and then 45 USD", "$300"],
    ["2000 euros le 12", "2000 euros"],
    ["Call 70 12 34 56 at 14 h", undefined],
    ["", undefined],
  ] as const)
    expect(findAmount(text)).toBe(amount);
});

test("the account is of the kind that was paid with, and of whoever is suspected before anybody else", () => {
  const facts = {
    text: "",
    occurredAt: "2026-11-22T14:07:00.000Z",
    occurredPrecision: "instant",
    zone: "Asia/Ulaanbaatar",
  };
  const observables = [
    { kind: "phone", value: "+99960000001", role: "victim" },
    { kind: "phone", value: "+99970000000", role: "unknown" },
    { kind: "phone", value: "+99970123456", role: "suspect" },
    { kind: "iban", value: "FR7630006000011234567890189", role: "suspect" },
    { kind: "payment_reference", value: "MP261122.1407.A12345", role: "unknown" },
  ];
  expect(prepareFreeze({ ...facts, paid: "mobile_money", observables })).toEqual({
    target: "mobile_money",
    fields: {
      account: "+99970123456",
      from: "+99960000001",
      time: "2026-11-22 22:07 UTC+8",
      transaction: "MP261122.1407.A12345",
    },
  });
  expect(prepareFreeze({ ...facts, paid: "bank", observables })).toMatchObject({
    target: "bank_account",
    fields: { account: "FR7630006000011234567890189" },
  });
  expect(
    prepareFreeze({
      ...facts,
      paid: "card",
      occurredAt: "2026-11-21T16:00:00.000Z",
      occurredPrecision: "day",
      observables: [],
    }),
  ).toEqual({
    target: "card",
    // Midnight there is still the day before in UTC.
    fields: { time: "2026-11-22" },
  });
});

test("nothing is made up: every field stands in the report, whatever it says", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.array(
        fc.record({
          kind: fc.constantFrom("phone", "iban", "wallet"),
          value: fc.string({ minLength: 1 }),
          role: fc.constantFrom("suspect", "victim", "unknown"),
        }),
      ),
      (text, observables) => {
        const { fields } = prepareFreeze({
          paid: undefined,
          text,
          occurredAt: null,
          occurredPrecision: null,
          zone: "Africa/Bamako",
          observables,
        });
        const told = [...observables.map(({ value }) => value), text.replaceAll(/\s+/g, " ")].join("\n");
        expect(Object.values(fields).filter((value) => !told.includes(value))).toEqual([]);
      },
    ),
  );
});
