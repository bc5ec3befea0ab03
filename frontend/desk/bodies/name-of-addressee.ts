// The name of an addressee of the law in the reader's language.
import type { BodiesView } from "../../../backend/compliance/bodies/model.ts";
import { currentLanguage } from "../../platform/words.ts";

/** Its name in the packs; the id itself for one that no pack names any more. */
export function nameOfAddressee(list: BodiesView, id: string): string {
  const names = list.addressees.find((one) => one.id === id)?.names;
  return names?.[currentLanguage()] ?? names?.["fr"] ?? id;
}
