// What can be chosen in the register's forms: classes of the packs of law, ISIC's divisions, instruments. Asked once a page.
import { createSignal } from "solid-js";
import { isicSectionOf } from "../../../backend/registry/isic/model.ts";
import type { Choices } from "../../../backend/registry/profile/details/model.ts";
import { apiGet } from "../../platform/api.ts";
import { currentLanguage } from "../../platform/words.ts";

const [choices, setChoices] = createSignal<Choices>();
export { choices };

/** @throws ApiProblem. */
export async function loadChoices(): Promise<void> {
  if (!choices()) setChoices(await apiGet<Choices>("/api/v1/registry/choices"));
}

/** The class's name in the language of the moment; its id where no list knows it. */
export function nameOfClass(id: string): string {
  return choices()?.classes.find((one) => one.id === id)?.names[currentLanguage()] ?? id;
}

/** The name of an instrument of law. */
export function nameOfInstrument(id: string): string {
  return choices()?.instruments.find((one) => one.id === id)?.names[currentLanguage()] ?? id;
}

/**
 * The title of a section or division. A group or class has no title of its own here: its division is named, "61 · Telecommunications".
 * Undefined for what is no code of ISIC Rev. 4.
 */
export function titleOfIsic(code: string): string | undefined {
  if (isicSectionOf(code) === undefined) return undefined;
  const wanted = /^\d/.test(code) ? code.slice(0, 2) : code;
  const title = choices()?.isic.find((one) => one.code === wanted)?.names[currentLanguage()];
  return title === undefined || wanted === code ? title : `${wanted} · ${title}`;
}
