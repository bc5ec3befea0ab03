// Who else has this case open at this moment, and who of them is writing; told and asked every few seconds while the page is seen.
import { createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import { presenceSeconds, type PresenceView } from "../../../../backend/cases/presence/model.ts";
import { apiDelete, apiPost } from "../../../platform/api.ts";
import { useWords } from "../../../platform/words.ts";
import "./casework.css";

export function PresenceLine(props: { caseId: string }): JSX.Element {
  const t = useWords();
  const [people, setPeople] = createSignal<PresenceView["people"]>([]);
  let isHere = true;
  const path = `/api/v1/desk/cases/${props.caseId}/presence`;
  const isWriting = (): boolean => document.activeElement?.matches("textarea, .dialog input, .dialog select") === true;
  const tell = async (): Promise<void> => {
    if (document.hidden) return;
    try {
      const seen = await apiPost<PresenceView>(path, { doing: isWriting() ? "writing" : "looking" });
      if (isHere) setPeople(seen.people);
    } catch {
      // Without the line nobody is shown; the next beat asks again.
      if (isHere) setPeople([]);
    }
  };
  const leave = (): void => void apiDelete(path).catch(() => undefined);
  onMount(() => {
    void tell();
    const beat = setInterval(() => void tell(), presenceSeconds.beat * 1000);
    const again = (): void => void (document.hidden ? leave() : tell());
    const atFocus = (): void => void tell();
    document.addEventListener("visibilitychange", again);
    document.addEventListener("focusin", atFocus);
    onCleanup(() => {
      isHere = false;
      clearInterval(beat);
      document.removeEventListener("visibilitychange", again);
      document.removeEventListener("focusin", atFocus);
      leave();
    });
  });
  return (
    <div aria-live="polite">
      <Show when={people().length > 0}>
        <ul class="presence" aria-label={t("casework.presence.title")}>
          <For each={people()}>
            {(person) => (
              <li data-doing={person.doing}>{t(`casework.presence.${person.doing}`, { name: person.name })}</li>
            )}
          </For>
        </ul>
      </Show>
    </div>
  );
}
