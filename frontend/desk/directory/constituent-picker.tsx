// Choosing another constituent by a part of its name.
import { createSignal, For, type JSX, onCleanup, Show } from "solid-js";
import type { ConstituentRow } from "../../../backend/reporting/directory/model.ts";
import type { Page } from "../../../backend/reporting/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { apiGet } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import "./directory.css";

export interface PickedConstituent {
  id: string;
  name: string;
}

const waitMs = 250;

export function ConstituentPicker(props: {
  label: string;
  hint?: string;
  error?: string | undefined;
  chosen: PickedConstituent | undefined;
  /** One that cannot be chosen. */
  exceptId?: string | undefined;
  onChoose: (chosen: PickedConstituent | undefined) => void;
}): JSX.Element {
  const t = useWords();
  const [found, setFound] = createSignal<ConstituentRow[]>();
  const [problem, setProblem] = createSignal<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const look = (text: string): void => {
    clearTimeout(timer);
    if (text.trim().length < 2) {
      setFound(undefined);
      return;
    }
    timer = setTimeout(() => {
      apiGet<Page<ConstituentRow>>("/api/v1/desk/register", { text: text.trim(), limit: 8 }).then(
        (page) => {
          setProblem(undefined);
          setFound(page.rows.filter(({ id }) => id !== props.exceptId));
        },
        (error: unknown) => setProblem(describeProblem(error)),
      );
    }, waitMs);
  };
  return (
    <Show
      when={props.chosen}
      fallback={
        <div class="picker">
          <TextField
            label={props.label}
            hint={props.hint ?? t("register.picker.hint")}
            error={props.error ?? problem()}
            onInput={(event) => look(event.currentTarget.value)}
          />
          <Show when={found()}>
            {(rows) => (
              <ul class="picker-found" aria-label={t("register.picker.found")}>
                <For each={rows()} fallback={<li class="quiet-text">{t("register.picker.none")}</li>}>
                  {(row) => (
                    <li>
                      <button
                        type="button"
                        class="picker-one"
                        onClick={() => {
                          setFound(undefined);
                          props.onChoose({ id: row.id, name: row.name });
                        }}
                      >
                        <span dir="auto">{row.name}</span> <span class="mono quiet-text">{row.reference}</span>
                      </button>
                    </li>
                  )}
                </For>
              </ul>
            )}
          </Show>
        </div>
      }
    >
      {(chosen) => (
        <div class="field">
          <p class="field-label">{props.label}</p>
          <p class="picker-chosen">
            <b dir="auto">{chosen().name}</b>
            <Button isSmall look="quiet" onClick={() => props.onChoose(undefined)}>
              {t("register.picker.other")}
            </Button>
          </p>
        </div>
      )}
    </Show>
  );
}
