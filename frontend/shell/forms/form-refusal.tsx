// What went wrong with a form, above its fields: takes the focus, and leads to each field that needs a change; where somebody changed the same thing meanwhile, to both.
import { createEffect, For, type JSX, Show } from "solid-js";
import { Notice } from "../../parts/notice/notice.tsx";
import { loadRoom, useWords } from "../../platform/words.ts";
import { describeField } from "../data/tell-problem.ts";
import { ConflictNotice } from "./conflict-notice.tsx";
import type { WatchedFields } from "./form-of-fields.ts";
import type { RefusedField } from "../../platform/api.ts";
import "./form-refusal.css";

/** What came back of a sending. */
export interface RefusedSending {
  /** Somebody else changed the same thing meanwhile. */
  isOvertaken(): boolean;
  /** The sentence of the refusal without its fields. */
  lead(): string | undefined;
  /** Each answer that was not taken. */
  refused(): RefusedField[];
}

export function FormRefusal(props: {
  of: RefusedSending;
  fields: WatchedFields;
  ref: (box: HTMLElement) => void;
}): JSX.Element {
  const t = useWords();
  const isWrong = () => props.of.lead() !== undefined || props.fields.wrong().length > 0;
  // A form that asks the server nothing yet has not loaded the words of its refusals.
  createEffect(() => {
    if (isWrong()) void loadRoom("fields");
  });
  return (
    <Show when={!props.of.isOvertaken()} fallback={<ConflictNotice />}>
      <Show when={isWrong()}>
        <Notice tone="problem" isAlert ref={(box) => props.ref(box)}>
          <span>{props.of.lead() ?? t("fields.some")}</span>
          <Show when={props.fields.wrong().length + props.fields.rest().length > 0}>
            <ul class="form-refusal">
              <For each={props.fields.wrong()}>
                {(place) => (
                  <li>
                    <a href={`#${place.id}`} on:click={(event) => goTo(event, place.id)}>
                      {t("fields.of", { field: place.label(), sentence: place.error() ?? "" })}
                    </a>
                  </li>
                )}
              </For>
              <For each={props.fields.rest()}>{(field) => <li>{describeField(field)}</li>}</For>
            </ul>
          </Show>
        </Notice>
      </Show>
    </Show>
  );
}

/** The router would take the address of a field for another page. */
function goTo(event: MouseEvent, id: string): void {
  event.preventDefault();
  event.stopPropagation();
  document.getElementById(id)?.focus();
}
