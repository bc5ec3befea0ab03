// What can be chosen in the register's forms: classes of the packs of law, ISIC's divisions, instruments. Asked once a page.
import { createSignal } from "solid-js";
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

/** The title of a code's division, or of its section. */
export function titleOfIsic(code: string): string | undefined {
  const wanted = /^\d/.test(code) ? code.slice(0, 2) : code;
  return choices()?.isic.find((one) => one.code === wanted)?.names[currentLanguage()];
}
