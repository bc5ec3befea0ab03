// The name of a place in the reader's language, else French, English or Mongolian, whichever is known.
import type { AreaNames } from "../../../backend/registry/areas/model.ts";
import { currentLanguage } from "../../platform/words.ts";

export function nameIn(names: AreaNames | null | undefined, without = ""): string {
  return names?.[currentLanguage()] ?? names?.fr ?? names?.en ?? names?.mn ?? without;
}
