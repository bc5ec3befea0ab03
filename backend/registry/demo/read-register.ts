// Reads what the demonstration's register knows beyond names, contacts and networks; every key is one of constituents.yml.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import { z } from "zod";
import { AddAccreditation } from "../accreditations/model.ts";
import { sizeKinds } from "../profile/model.ts";
import { relationKinds } from "../relations/model.ts";
import { audiences, complianceStates, serviceKinds } from "../services/model.ts";

const daysAgo = z.number().int().min(0);
const key = z.string();
const words = z.strictObject({ fr: z.string(), en: z.string(), mn: z.string() });

const DemoRegister = z.strictObject({
  parents: z.record(key, key),
  branches: z.record(key, z.array(z.string())),
  requalified: z.array(z.strictObject({ key, classes: z.array(z.string()), daysAgo, why: z.string() })),
  sizes: z.array(
    z.strictObject({
      key,
      kind: z.enum(sizeKinds),
      amount: z.number(),
      currency: z.string().optional(),
      daysAgo,
      source: z.string(),
    }),
  ),
  services: z.array(
    z.strictObject({
      key,
      name: z.string(),
      url: z.string(),
      kind: z.enum(serviceKinds),
      audience: z.enum(audiences),
      daysAgo,
      compliance: z.array(
        z.strictObject({ instrument: z.string(), state: z.enum(complianceStates), daysAgo, source: z.string() }),
      ),
    }),
  ),
  relations: z.array(
    z.strictObject({ from: key, to: key, kind: z.enum(relationKinds), what: z.string(), source: z.string() }),
  ),
  functions: z.strictObject({
    source: z.string(),
    list: z.array(z.strictObject({ code: z.string(), sector: z.string(), names: words, performers: z.array(key) })),
  }),
  accreditations: z.array(
    z.strictObject({
      key: key.optional(),
      kind: AddAccreditation.shape.kind,
      name: z.string(),
      country: z.string(),
      number: z.string(),
      authority: z.string(),
      scope: z.string(),
      website: z.string().optional(),
      complaintPath: z.string().optional(),
      daysAgo,
      validDays: z.number().int().optional(),
      suspended: z.strictObject({ daysAgo, why: z.string() }).optional(),
    }),
  ),
});
export type DemoRegister = z.infer<typeof DemoRegister>;

export function readDemoRegister(): DemoRegister {
  const path = fileURLToPath(new URL("./register.yml", import.meta.url));
  return DemoRegister.parse(load(readFileSync(path, "utf8")));
}
