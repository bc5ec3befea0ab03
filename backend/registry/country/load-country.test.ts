// Every country file that ships can be read, and none of an existing country holds a number that is not sourced.
import { existsSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { loadCountry, phonePlanOf, sayHours } from "./index.ts";

const codes = readdirSync("policies").filter((name) => existsSync(`policies/${name}/country.yml`));

test("the fictional country, Mali and Mongolia ship and can be read", () => {
  expect(codes).toEqual(expect.arrayContaining(["ml", "mn", "xd"]));
  for (const code of codes) {
    const country = loadCountry(code);
    expect(country.code).toBe(code.toUpperCase());
    expect(phonePlanOf(country).country).toBe(country.code);
    expect(country.areas.root.children?.length).toBeGreaterThan(3);
  }
});

test("a real country's emergency number without a source is left out, not invented", () => {
  for (const country of codes.map(loadCountry).filter((one) => !one.isFictional)) {
    const bad = country.emergencyNumbers.filter(
      (one) => one.number !== null && one.verification.status === "unverified" && !one.verification.source,
    );
    expect(bad).toEqual([]);
    expect(
      country.moneyServices.filter((one) => one.fraudDesk.phone && one.fraudDesk.verification.status === "unverified"),
    ).toEqual([]);
  }
});

test("opening hours read the same in every language", () => {
  const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
  expect(sayHours({ days, opensAt: "00:00", closesAt: "24:00" })).toBe("24/7");
  expect(sayHours({ days: days.slice(0, 5), opensAt: "08:00", closesAt: "17:00" })).toBe("08:00–17:00");
  expect(sayHours(null)).toBe(null);
});
