// The strip above every page of the staff's rooms while there is a crisis: its level, its title, since when.
import { createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import type { CrisisNow } from "../../../backend/coordination/crisis/model.ts";
import { apiGet } from "../../platform/api.ts";
import { Said } from "../../parts/moment/moment.tsx";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { onChange } from "../data/live.ts";
import { can } from "../session.ts";
import "./crisis-strip.css";

const [crises, setCrises] = createSignal<CrisisNow["crises"]>([]);

/** Asks anew; after an act that opened, moved or closed one. */
export async function refreshCrises(): Promise<void> {
  // A strip that is late is asked for again within a minute; no page breaks for it.
  await apiGet<CrisisNow>("/api/v1/crisis-now").then(
    (now) => setCrises(now.crises),
    () => {},
  );
}

export function CrisisStrip(): JSX.Element {
  const t = useWords();
  onMount(() => void refreshCrises());
  const timer = setInterval(() => void refreshCrises(), 60_000);
  let soon: ReturnType<typeof setTimeout> | undefined;
  onCleanup(onChange(() => (soon ??= setTimeout(() => ((soon = undefined), void refreshCrises()), 3_000))));
  onCleanup(() => {
    clearInterval(timer);
    clearTimeout(soon);
  });
  const hrefOf = (id: string): string | undefined =>
    can("crisis.read") ? `/desk/crises/${id}` : can("situation.read") ? "/office/situations" : undefined;
  return (
    <Show when={crises().length > 0}>
      <aside class="crisis-strip" aria-label={t("crisis.strip.word")}>
        <For each={crises()}>
          {(one) => (
            <p>
              <strong>{one.names[currentLanguage()]}</strong>{" "}
              <Show when={hrefOf(one.id)} keyed fallback={<span>{one.title}</span>}>
                {(href) => <a href={href}>{one.title}</a>}
              </Show>{" "}
              <span class="crisis-strip-since">
                {one.reference} · <Said>{(moment) => t("crisis.strip.since", { when: moment(one.since) })}</Said>
              </span>
            </p>
          )}
        </For>
      </aside>
    </Show>
  );
}
