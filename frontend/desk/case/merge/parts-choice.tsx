// Which parts of a case move: each whole, not at all, or row by row.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { PartName, PartsView } from "../../../../backend/cases/merging/model.ts";
import { Button } from "../../../parts/button/button.tsx";
import { Tick } from "../../../parts/field/field.tsx";
import { formatInstant } from "../../../platform/format.ts";
import { useWords } from "../../../platform/words.ts";
import { defangText } from "../../data/defang.ts";
import type { Chosen } from "./merge-page.tsx";

type Part = PartsView["parts"][number];

export function PartsChoice(props: { parts: Part[]; chosen: Chosen; onChange: (next: Chosen) => void }): JSX.Element {
  const t = useWords();
  return (
    <ul class="merge-parts">
      <For each={props.parts} fallback={<li class="quiet-text">{t("merging.nothing")}</li>}>
        {(part) => (
          <li>
            <PartChoice
              part={part}
              chosen={props.chosen[part.part] ?? []}
              onChange={(next) => props.onChange({ ...props.chosen, [part.part]: next })}
            />
          </li>
        )}
      </For>
    </ul>
  );
}

/** Parts of which one row makes sense alone; the others go whole. */
const single: readonly PartName[] = ["outcome", "review"];

function PartChoice(props: {
  part: Part;
  chosen: "all" | string[];
  onChange: (next: "all" | string[]) => void;
}): JSX.Element {
  const t = useWords();
  const [isOpen, setOpen] = createSignal(false);
  const isListed = (): boolean => props.part.rows.length === props.part.count && !single.includes(props.part.part);
  const keys = (): string[] => (props.chosen === "all" ? props.part.rows.map(({ key }) => key) : props.chosen);
  const turn = (key: string, isOn: boolean): void => {
    const next = isOn ? [...keys(), key] : keys().filter((one) => one !== key);
    props.onChange(next.length === props.part.count ? "all" : next);
  };
  const words = (): string => {
    const name = t(`merging.part.${props.part.part}`);
    const { count } = props.part;
    return props.chosen === "all" || props.chosen.length === 0
      ? `${name} (${count})`
      : `${name} (${t("merging.chosen", { chosen: props.chosen.length, count })})`;
  };
  return (
    <>
      <div class="merge-part">
        <Tick
          label={words()}
          checked={props.chosen === "all" || props.chosen.length > 0}
          onChange={(isOn) => props.onChange(isOn ? "all" : [])}
        />
        <Show when={isListed() && props.part.count > 1}>
          <Button
            isSmall
            look="quiet"
            aria-expanded={isOpen()}
            aria-label={`${t("merging.choose_rows")}: ${t(`merging.part.${props.part.part}`)}`}
            onClick={() => setOpen(!isOpen())}
          >
            {t("merging.choose_rows")}
          </Button>
        </Show>
      </div>
      <Show when={isOpen()}>
        <ul class="merge-part-rows">
          <For each={props.part.rows}>
            {(row) => (
              <li>
                <Tick
                  label={defangText(row.label === "" ? formatInstant(row.at ?? "") : row.label)}
                  checked={keys().includes(row.key)}
                  onChange={(isOn) => turn(row.key, isOn)}
                />
              </li>
            )}
          </For>
        </ul>
      </Show>
    </>
  );
}
