// The areas in which a constituent has branches, beside its seat.
import { For, type JSX, Show } from "solid-js";
import type { AreaView } from "../../../backend/reporting/directory/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { useWords } from "../../platform/words.ts";
import { nameIn } from "./say-facts.ts";

export function BranchesField(props: {
  areas: AreaView[];
  options: { value: string; label: string }[];
  chosen: string[];
  error?: string | undefined;
  onChange: (chosen: string[]) => void;
}): JSX.Element {
  const t = useWords();
  const nameOf = (id: string): string => nameIn(props.areas.find((area) => area.id === id)?.names ?? null) ?? id;
  return (
    <div>
      <SelectField
        label={t("register.branches.label")}
        hint={t("register.branches.hint")}
        error={props.error}
        value=""
        options={[
          { value: "", label: t("register.branches.choose") },
          ...props.options.filter(({ value }) => value !== "" && !props.chosen.includes(value)),
        ]}
        onChange={(event) => {
          const { value } = event.currentTarget;
          event.currentTarget.value = "";
          if (value) props.onChange([...props.chosen, value]);
        }}
      />
      <Show when={props.chosen.length > 0}>
        <ul class="chips">
          <For each={props.chosen}>
            {(id) => (
              <li>
                <span>{nameOf(id)}</span>
                <Button
                  isSmall
                  look="quiet"
                  aria-label={`${t("register.branches.remove")} ${nameOf(id)}`}
                  onClick={() => props.onChange(props.chosen.filter((one) => one !== id))}
                >
                  ×
                </Button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </div>
  );
}
