// Reads the classes of entities that the packs of law name as bearers of duties.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import { z } from "zod";

const ClassFile = z.object({
  list: z.array(z.object({ id: z.string(), names: z.object({ fr: z.string(), en: z.string(), mn: z.string() }) })),
});
export type EntityClass = z.infer<typeof ClassFile>["list"][number];

const path = fileURLToPath(new URL("../../../policies/entity-classes.yml", import.meta.url));
let known: EntityClass[] | undefined;

export function loadClasses(): EntityClass[] {
  known ??= ClassFile.parse(load(readFileSync(path, "utf8"))).list;
  return known;
}
