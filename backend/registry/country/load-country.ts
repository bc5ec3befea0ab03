// Reads a country file: what the portal, triage and clocks need of it. The whole shape is policies/schema/country.schema.json.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import { z } from "zod";

const names = z.record(z.string(), z.string());
const verification = z.object({ status: z.string(), source: z.string().nullish() });
const hours = z.object({ days: z.array(z.string()), opensAt: z.string(), closesAt: z.string() }).nullish();

interface AreaNode {
  id: string;
  level: "country" | "region" | "district" | "municipality";
  names: Record<string, string>;
  population?: number | null | undefined;
  verification?: { status: string } | null | undefined;
  children?: AreaNode[] | undefined;
}
const area: z.ZodType<AreaNode> = z.lazy(() =>
  z.object({
    id: z.string(),
    level: z.enum(["country", "region", "district", "municipality"]),
    names,
    population: z.number().nullish(),
    verification: verification.nullish(),
    children: z.array(area).optional(),
  }),
);

const CountryFile = z.object({
  code: z.string().regex(/^[A-Z]{2}$/),
  version: z.string(),
  isFictional: z.boolean(),
  names,
  languages: z.object({
    default: z.string(),
    interface: z.array(z.enum(["fr", "en", "mn"])).min(1),
    /** Offered on the portal although they are begun only (`backend/platform/words/catalogue/<tag>.json`). */
    begun: z.array(z.string().regex(/^[a-z]{2,3}$/)).default([]),
  }),
  timeZones: z.object({ default: z.string() }),
  /** Rest days and holidays are read by the law's own reader. */
  calendar: z.looseObject({ officeHours: hours }),
  emergencyNumbers: z.array(
    z.object({ id: z.string(), names, number: z.string().nullable(), hours: hours, verification }),
  ),
  offices: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      names,
      email: z.string().nullish(),
      phone: z.string().nullish(),
      hours,
      verification,
    }),
  ),
  moneyServices: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["mobile_money", "bank"]),
      names,
      shortCode: z.string().nullish(),
      domains: z.array(z.string()),
      fraudDesk: z.object({ phone: z.string().nullish(), email: z.string().nullish(), hours, verification }),
      verification,
    }),
  ),
  phonePlan: z.object({
    callingCode: z.string(),
    nationalLengths: z.array(z.number()),
    mobilePrefixes: z.array(z.string()),
  }),
  paymentReferences: z.object({ list: z.array(z.object({ operator: z.string(), pattern: z.string() })) }),
  areas: z.object({
    levels: z.array(z.object({ id: z.enum(["country", "region", "district", "municipality"]), names })).default([]),
    root: area,
  }),
  cert: z.object({
    /** The addressee of policies/addressees.yml that the national team is. */
    office: z.string(),
    shortName: z.string(),
    fullName: z.string(),
    emergencyPhone: z.string().nullish(),
    email: z.string().nullish(),
    hours,
    establishedAt: z.string().nullish(),
    timeZone: z.string(),
    team: z.string().nullish(),
    mission: z.string().nullish(),
    constituency: z.array(z.string()),
    authority: z.string().nullish(),
    services: z.array(z.string()),
  }),
});

export type CountryFile = z.infer<typeof CountryFile>;
export type Area = AreaNode;

const policies = fileURLToPath(new URL("../../../policies", import.meta.url));

/** `code` is the folder's name ("xd", "ml", "mn"). @throws when the file is missing or does not have the expected form. */
export function loadCountry(code: string): CountryFile {
  const path = `${policies}/${code}/country.yml`;
  const parsed = CountryFile.safeParse(load(readFileSync(path, "utf8")));
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  throw new Error(`policies/${code}/country.yml: ${first?.path.join(".") ?? ""} ${first?.message ?? "is malformed"}`);
}

/** The numbering and the operators' transaction ids, in the form that triage's extraction takes. */
export function phonePlanOf(country: CountryFile) {
  const { callingCode, nationalLengths, mobilePrefixes } = country.phonePlan;
  const paymentReferences = country.paymentReferences.list.map(({ operator, pattern }) => ({ operator, pattern }));
  return { country: country.code, callingCode, nationalLengths, mobilePrefixes, paymentReferences };
}

/** Opening hours in a form that every language reads: "24/7", "08:00–17:00". */
export function sayHours(given: z.infer<typeof hours>): string | null {
  if (!given) return null;
  const isAlways = given.days.length === 7 && given.opensAt === "00:00" && given.closesAt === "24:00";
  return isAlways ? "24/7" : `${given.opensAt}–${given.closesAt}`;
}
