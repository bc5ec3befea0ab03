// Which fields of a form are wrong, and where they stand: each is told what the server refused under its name.
import { createSignal } from "solid-js";
import type { Option } from "../../parts/field/field.tsx";
import type { FieldPlace, FormOfFields } from "../../parts/field/refused-fields.ts";
import type { RefusedField } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";

export interface WatchedFields extends FormOfFields {
  /** Those that have an error beside them, in the order of the page. */
  wrong: () => FieldPlace[];
  /** What was refused and has no field here. */
  rest: () => RefusedField[];
}

/** @param refused of the last sending; empty while nothing was. */
export function watchFields(refused: () => RefusedField[]): WatchedFields {
  const [places, setPlaces] = createSignal<FieldPlace[]>([]);
  return {
    add: (place) => {
      setPlaces((all) => [...all, place]);
      return () => setPlaces((all) => all.filter((one) => one !== place));
    },
    refusalOf: (name, options) => {
      const field = refused().find(({ path }) => isOf(name, path));
      return field && sayRefusal(field, options);
    },
    wrong: () =>
      places()
        .filter(({ error }) => error() !== undefined)
        .sort(inOrderOfPage),
    rest: () =>
      refused().filter(
        ({ path }) => !places().some(({ name, error }) => error() !== undefined && isOf(name() ?? "", path)),
      ),
  };
}

/** A field "names" takes what was refused at "names.fr", one called "value" what was refused at "contact.value". */
function isOf(name: string, path: string): boolean {
  return name !== "" && (path === name || path.startsWith(`${name}.`) || path.endsWith(`.${name}`));
}

function sayRefusal({ choices, message }: RefusedField, options: Option[] = []): string {
  const labels = options.filter(({ value }) => choices.includes(value)).map(({ label }) => label);
  return labels.length > 0 ? useWords()("fields.one_of", { list: labels.join(", ") }) : message;
}

function inOrderOfPage(one: FieldPlace, other: FieldPlace): number {
  const [first, second] = [document.getElementById(one.id), document.getElementById(other.id)];
  if (!first || !second) return 0;
  return first.compareDocumentPosition(second) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1;
}
