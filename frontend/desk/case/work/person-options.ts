// People who work cases, to choose one from; somebody who is chosen already stays in the list.
import { onMount } from "solid-js";
import type { PersonRef } from "../../../../backend/reporting/model.ts";
import type { Option } from "../../../parts/field/field.tsx";
import { useWords } from "../../../platform/words.ts";
import { directory, loadDirectory } from "../../data/directory.ts";

export function createPersonOptions(chosen: () => PersonRef | null): {
  options: () => Option[];
  nameOf: (id: string) => string;
} {
  const t = useWords();
  onMount(() => void loadDirectory());
  const people = () => {
    const known = directory().people;
    const one = chosen();
    return one && !known.some(({ id }) => id === one.id) ? [one, ...known] : known;
  };
  return {
    options: () => [
      { value: "", label: t("casework.nobody") },
      ...people().map(({ id, name }) => ({ value: id, label: name })),
    ],
    nameOf: (id) => people().find((one) => one.id === id)?.name ?? "",
  };
}
