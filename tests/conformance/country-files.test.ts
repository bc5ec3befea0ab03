// Holds every country file to its schema, and to what the schema cannot say: unique ids, real dates, honest blanks.
import { readdirSync, readFileSync } from "node:fs";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { phonePlan } from "../../backend/triage/extract/country-plan.ts";

const policies = new URL("../../policies/", import.meta.url);
const schemaText = readFileSync(new URL("schema/country.schema.json", policies), "utf8");
const schema = z.fromJSONSchema(JSON.parse(schemaText) as Parameters<typeof z.fromJSONSchema>[0]);
const codes = readdirSync(policies).filter((name) => /^[a-z]{2}$/.test(name) && hasCountryFile(name));

interface Area {
  id: string;
  level: string;
  children?: Area[];
}
interface CountryFile {
  code: string;
  isFictional: boolean;
  notice?: unknown;
  timeZones: { default: string; list: string[] };
  calendar: { holidays: { id: string; rule: { kind: string; month?: number; day?: number; dates?: string[] } }[] };
  emergencyNumbers: { id: string; number: string | null; verification: { status: string } }[];
  offices: { id: string; email: string | null; phone: string | null; verification: { status: string } }[];
  moneyServices: {
    id: string;
    fraudDesk: { phone: string | null; email: string | null; verification: { status: string } };
  }[];
  phonePlan: { callingCode: string; nationalLengths: number[]; mobilePrefixes: string[] };
  paymentReferences: { list: { operator: string; pattern: string; example: string }[] };
  areas: { root: Area };
  cert: { office: string };
}

it("ships the fictional country, Mali and Mongolia", () => {
  expect(codes).toEqual(expect.arrayContaining(["ml", "mn", "xd"]));
});

describe.each(codes)("policies/%s/country.yml", (folder) => {
  const value = load(readFileSync(new URL(`${folder}/country.yml`, policies), "utf8"));
  const country = value as CountryFile;

  it("follows the schema", () => {
    expect(schema.safeParse(value).error?.issues ?? []).toEqual([]);
    expect(country.code.toLowerCase()).toBe(folder);
  });

  it("is refused by the schema when a group of facts loses its verification mark", () => {
    const { verification: _dropped, ...unmarked } = (value as { currency: Record<string, unknown> }).currency;
    expect(schema.safeParse({ ...(value as object), currency: unmarked }).success).toBe(false);
  });

  it("gives each area, office, service and holiday an id of its own, and each area a level below its parent's", () => {
    const areas = walk(country.areas.root, 0);
    for (const ids of [
      areas.map((area) => area.id),
      country.offices.map((office) => office.id),
      country.moneyServices.map((service) => service.id),
      country.calendar.holidays.map((holiday) => holiday.id),
    ])
      expect(new Set(ids).size).toBe(ids.length);
  });

  it("names time zones that exist and days that are in the calendar", () => {
    for (const zone of country.timeZones.list)
      expect(() => new Intl.DateTimeFormat("en", { timeZone: zone })).not.toThrow();
    expect(country.timeZones.list).toContain(country.timeZones.default);
    for (const { rule } of country.calendar.holidays)
      for (const day of rule.dates ?? (rule.kind === "fixed" ? [`2028-${pad(rule.month)}-${pad(rule.day)}`] : []))
        expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day);
  });

  it("is a plan that extraction accepts, and each payment example is what its pattern means", () => {
    const { callingCode, nationalLengths, mobilePrefixes } = country.phonePlan;
    const paymentReferences = country.paymentReferences.list.map(({ operator, pattern }) => ({ operator, pattern }));
    const plan = phonePlan.safeParse({
      country: country.code,
      callingCode,
      nationalLengths,
      mobilePrefixes,
      paymentReferences,
    });
    expect(plan.error?.issues ?? []).toEqual([]);
    for (const { operator, pattern, example } of country.paymentReferences.list) {
      expect(example).toMatch(new RegExp(`^(?:${pattern})$`, "u"));
      expect(country.moneyServices.map((service) => service.id)).toContain(operator);
    }
  });

  it("prints no number or address that it could not source", () => {
    const unsourced = [
      ...country.emergencyNumbers.map(({ number, verification }) => ({ values: [number], verification })),
      ...[...country.moneyServices.map((service) => service.fraudDesk), ...country.offices].map(
        ({ phone, email, verification }) => ({ values: [phone, email], verification }),
      ),
    ].filter(({ verification }) => verification.status === "unverified");
    expect(unsourced.flatMap(({ values }) => values).filter((value) => value !== null)).toEqual([]);
  });

  it("points at an office that it lists as its response team, and says when it is fictional", () => {
    expect(country.offices.map((office) => office.id)).toContain(country.cert.office);
    expect(country.notice !== undefined).toBe(country.isFictional);
  });
});

const levels = ["country", "region", "district", "municipality"];

function walk(area: Area, depth: number): Area[] {
  expect(area.level).toBe(levels[depth]);
  return [area, ...(area.children ?? []).flatMap((child) => walk(child, depth + 1))];
}

function pad(value: number | undefined): string {
  return String(value).padStart(2, "0");
}

function hasCountryFile(folder: string): boolean {
  return readdirSync(new URL(`${folder}/`, policies)).includes("country.yml");
}
