// A playbook's picture in the reader's language and light; wide ones scroll in their own frame.
import { createSignal, type JSX, onCleanup, onMount, Show } from "solid-js";
import { theme } from "../../platform/theme.ts";
import { currentLanguage } from "../../platform/words.ts";
import "./playbooks.css";

/** @param props.print what changes when the picture does: it is then fetched anew. */
export function PlaybookPicture(props: { path: string; label: string; print: string }): JSX.Element {
  const query = matchMedia("(prefers-color-scheme: dark)");
  const [isNight, setNight] = createSignal(query.matches);
  const listen = (): void => void setNight(query.matches);
  onMount(() => query.addEventListener("change", listen));
  onCleanup(() => query.removeEventListener("change", listen));
  const isDark = () => theme() === "dark" || (theme() === "auto" && isNight());
  const source = () =>
    `${props.path}?language=${currentLanguage()}&theme=${isDark() ? "dark" : "light"}#${encodeURIComponent(props.print)}`;
  return (
    <div class="playbook-picture" tabindex="0" role="region" aria-label={props.label}>
      <Show when={source()} keyed>
        {(address) => <img src={address} alt={props.label} />}
      </Show>
    </div>
  );
}
