// What focal points wrote at a report, with the desk's answers; the same list for both sides.
import { For, type JSX, Show } from "solid-js";
import type { FocalEntryView } from "../../../backend/cases/focal/model.ts";
import { Tag } from "../../parts/tag/tag.tsx";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import "./areas.css";

export function EntryList(props: {
  entries: readonly FocalEntryView[];
  /** What stands under an entry that waits. */
  answer?: (entry: FocalEntryView) => JSX.Element;
}): JSX.Element {
  const t = useWords();
  return (
    <Show when={props.entries.length > 0} fallback={<p class="quiet-text">{t("areas.entries.none")}</p>}>
      <ul class="entry-list">
        <For each={props.entries}>
          {(entry) => (
            <li>
              <p class="quiet-text small-text">
                <Tag>{t(`areas.entries.kind_${entry.kind}`)}</Tag>{" "}
                {entry.isMine ? t("areas.entries.mine") : (entry.author?.name ?? t("areas.entries.colleague"))} ·{" "}
                {formatInstant(entry.at)}
              </p>
              <p>{entry.body}</p>
              <Show when={entry.proposal}>
                {(wanted) => (
                  <p>
                    {t("areas.entries.proposed", {
                      type: t(`desk.rsit.type.${wanted().rsitType}`),
                      severity: t(`common.severity.${wanted().severity}`),
                    })}
                  </p>
                )}
              </Show>
              <Show
                when={entry.outcome}
                fallback={
                  <Show when={entry.kind !== "note"}>
                    <p class="quiet-text small-text">{t("areas.entries.waits")}</p>
                    {props.answer?.(entry)}
                  </Show>
                }
              >
                {(outcome) => (
                  <p>
                    <b>{t(`areas.entries.outcome_${outcome()}`)}</b> {entry.answer}
                  </p>
                )}
              </Show>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}
