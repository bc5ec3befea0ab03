// In a row: the initials of who has it open, those who write in amber, and a hand where somebody has it in hand.
import { For, type JSX, Show } from "solid-js";
import { useWords } from "../../platform/words.ts";
import { initialsOf, presenceAt } from "./presence-store.ts";
import "./presence.css";

const mostShown = 3;

export function PresenceMarks(props: { id: string }): JSX.Element {
  const t = useWords();
  const people = () => presenceAt(props.id)?.people ?? [];
  const hold = () => presenceAt(props.id)?.hold;
  return (
    <Show when={people().length > 0 || hold()}>
      <span class="presence-marks">
        <Show when={hold()}>
          {(one) => (
            <span class="presence-mark" data-doing="holding" title={t("desk-more.hold.by", { name: one().name })}>
              <span aria-hidden="true">{initialsOf(one().name)}</span>
              <span class="for-ears">{t("desk-more.hold.by", { name: one().name })}</span>
            </span>
          )}
        </Show>
        <For each={people().slice(0, mostShown)}>
          {(person) => (
            <span
              class="presence-mark"
              data-doing={person.doing}
              title={t(`desk-more.presence.${person.doing}`, { name: person.name })}
            >
              <span aria-hidden="true">{initialsOf(person.name)}</span>
              <span class="for-ears">{t(`desk-more.presence.${person.doing}`, { name: person.name })}</span>
            </span>
          )}
        </For>
        <Show when={people().length > mostShown}>
          <span class="presence-mark">+{people().length - mostShown}</span>
        </Show>
      </span>
    </Show>
  );
}
