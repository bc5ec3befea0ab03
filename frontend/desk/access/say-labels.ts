// What labels and their choices are called on the screens.
import { markings } from "../../../backend/intake/model.ts";
import { paps } from "../../../backend/intake/marking/model.ts";
import type { Option } from "../../parts/field/field.tsx";

/** A report or a case with its labels, as the pages have it. */
export interface Marked {
  object: "report" | "case";
  id: string;
  marking: string;
  pap: string;
}

export const markingOptions: Option[] = markings.map((value) => ({ value, label: `TLP:${value.toUpperCase()}` }));
export const papOptions: Option[] = paps.map((value) => ({ value, label: `PAP:${value.toUpperCase()}` }));

export function pathOf(of: Marked): string {
  return `/api/v1/desk/${of.object}s/${of.id}`;
}
