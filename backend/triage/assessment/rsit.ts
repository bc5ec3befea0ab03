// Types of the taxonomy to their classes, for the assessment; the list itself is rsit/model.ts, which screens read too.
import { type RsitClass, rsit } from "../rsit/model.ts";

export { isRsitPair } from "../rsit/model.ts";
export type { RsitClass };
export const rsitTypes = rsit;
export type RsitType = (typeof rsit)[RsitClass][number];

const classOf = new Map<string, RsitClass>(
  Object.entries(rsitTypes).flatMap(([name, types]) => types.map((type) => [type, name as RsitClass] as const)),
);

/** The class of a type; every type belongs to one. */
export function classOfType(type: RsitType): RsitClass {
  const found = classOf.get(type);
  if (!found) throw new Error(`no RSIT class for ${type}`);
  return found;
}
