// Reads the demonstration's register and reports; the data are in this folder, README.md says what each key means.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import { z } from "zod";
import { AddClaim, AddConstituent, AddContact } from "../model.ts";
import { type PlaceArea, placeDemo } from "./place-demo.ts";
import { type DemoRegister, readDemoRegister } from "./read-register.ts";

export type { PlaceArea } from "./place-demo.ts";

const days = z.number().nullable();
const constituent = AddConstituent.extend({
  key: z.string(),
  contacts: z.array(AddContact.omit({ constituentId: true })),
  claims: z.array(
    AddClaim.omit({ constituentId: true, heldFrom: true, heldUntil: true }).extend({
      heldFromDaysAgo: days,
      heldUntilDaysAgo: days,
    }),
  ),
});

const report = z.object({
  flow: z.enum(["citizen", "organisation", "phishing", "mail", "api"]),
  language: z.enum(["fr", "en", "mn"]),
  description: z.string(),
  answers: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
  occurredDaysAgo: z.number(),
  contact: z
    .object({ name: z.string().optional(), email: z.string().optional(), phone: z.string().optional() })
    .optional(),
  isAnonymous: z.boolean(),
  onBehalf: z
    .object({ consent: z.enum(["agreed", "cannot_say", "child_in_care"]), relation: z.string().optional() })
    .optional(),
  files: z
    .array(z.object({ name: z.string(), text: z.string().optional(), base64: z.string().optional() }))
    .default([]),
  caseState: z.enum(["none", "open", "waiting", "closed"]),
});

export type DemoConstituent = z.infer<typeof constituent>;
export type DemoReport = z.infer<typeof report>;

const path = (name: string): string => fileURLToPath(new URL(`./${name}`, import.meta.url));

function readDemoConstituents(): DemoConstituent[] {
  const file = load(readFileSync(path("constituents.yml"), "utf8")) as { constituents: unknown };
  return z.array(constituent).parse(file.constituents);
}

/** The register of the demonstration, placed in the areas of a country. @param root of that country's areas. */
export function readDemo(root: PlaceArea): { constituents: DemoConstituent[]; register: DemoRegister } {
  const constituents = readDemoConstituents();
  const register = readDemoRegister();
  const branches = Object.entries(register.branches);
  const place = placeDemo(
    [...constituents.flatMap(({ areaId }) => areaId ?? []), ...branches.flatMap(([, areaIds]) => areaIds)],
    root,
  );
  return {
    constituents: constituents.map((one) => (one.areaId ? { ...one, areaId: place(one.areaId) } : one)),
    register: {
      ...register,
      branches: Object.fromEntries(branches.map(([key, areaIds]) => [key, areaIds.map(place)])),
    },
  };
}

/** Newest last. */
export function readDemoReports(): DemoReport[] {
  const lines = readFileSync(path("reports.ndjson"), "utf8").split("\n").filter(Boolean);
  return lines.map((line) => report.parse(JSON.parse(line))).sort((a, b) => b.occurredDaysAgo - a.occurredDaysAgo);
}
