// What happened in a case, in order, in the reader's zone.
import { For, type JSX, Show } from "solid-js";
import type { CasePage } from "../../../backend/reporting/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { formatInstant, readerZone } from "../../platform/format.ts";
import { hasWords, useWords } from "../../platform/words.ts";

export function TimelineCard(props: { page: CasePage }): JSX.Element {
  const t = useWords();
  const words = (entry: CasePage["timeline"][number]): string => {
    const key = [`desk.timeline.${entry.kind}`, `access.timeline.${entry.kind}`, `casework.history.${entry.kind}`].find(
      hasWords,
    );
    return key === undefined ? entry.kind : t(key);
  };
  return (
    <Card
      title={t("desk.timeline.title")}
      count={props.page.timeline.length}
      aside={<span class="quiet-text small-text">{t("desk.timeline.zone", { zone: readerZone() })}</span>}
    >
      <ol class="timeline">
        <For each={props.page.timeline}>
          {(entry) => (
            <li>
              <time class="quiet-text small-text figures" dateTime={entry.at}>
                {formatInstant(entry.at)}
              </time>
              <p>
                {words(entry)} <span dir="auto">{entry.body}</span>
                <Show when={typeof entry.detail["reason"] === "string"}>
                  <span dir="auto"> {t("desk.quote", { text: String(entry.detail["reason"]) })}</span>
                </Show>
                <span class="quiet-text"> · {entry.actor?.name ?? t("desk.actor.system")}</span>
              </p>
            </li>
          )}
        </For>
      </ol>
    </Card>
  );
}
