// Deadlines in order, each with the time left, the sentence of law, and where it is done.
import { For, type JSX, Show } from "solid-js";
import type { DeadlineView } from "../../../backend/compliance/duties/model.ts";
import { Tag } from "../../parts/tag/tag.tsx";
import { useWords } from "../../platform/words.ts";
import { instant, sayLeft } from "../../shell/law/law-words.ts";

export function DueList(props: { deadlines: readonly DeadlineView[]; now: string }): JSX.Element {
  const t = useWords();
  return (
    <ul class="law-rows">
      <For each={props.deadlines}>
        {(line) => (
          <li>
            <div>
              <p class="law-title">
                <a href={`/console${line.href}`}>{line.title}</a>
              </p>
              <p>{t("duties.owed_to", { addressee: line.addressee })}</p>
              <p class="quiet-text small-text">
                {line.clockWords} {line.law}
              </p>
              <p class="quiet-text small-text">{t(`duties.verification.${line.verification}`)}</p>
            </div>
            <div class="law-side">
              <Show when={line.isOverdue}>
                <Tag tone="critical">{t("duties.calendar.overdue")}</Tag>
              </Show>
              <span class="law-left figures" data-over={line.isOverdue ? "" : undefined}>
                {sayLeft(t, line.due, Date.parse(props.now))}
              </span>
              <time class="small-text figures" datetime={line.due}>
                {instant(line.due)}
              </time>
            </div>
          </li>
        )}
      </For>
    </ul>
  );
}
