// How a report stands, in one line: whose it is, until when it sleeps or why it is back, and its tags.
import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { ReportPage } from "../../../backend/reporting/model.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { now } from "../../shell/data/clock.ts";
import { wokenBy } from "../queue/woken-by.ts";

export function StateLine(props: { page: ReportPage }): JSX.Element {
  const t = useWords();
  return (
    <p class="quiet-text small-text">
      {props.page.assignedTo
        ? t("desk.report.assigned", { name: props.page.assignedTo?.name ?? "" })
        : t("desk.report.unassigned")}
      <Show when={props.page.snoozedUntil !== null && new Date(props.page.snoozedUntil ?? 0) > new Date()}>
        {" "}
        ·{" "}
        {props.page.wakesOn
          ? t(`desk-more.sleeps.${props.page.wakesOn?.kind ?? "answer"}_until`, {
              count: props.page.wakesOn?.count ?? 0,
              time: formatInstant(props.page.snoozedUntil ?? ""),
            })
          : t("desk.report.sleeps", { time: formatInstant(props.page.snoozedUntil ?? "") })}
      </Show>
      <Show when={wokenBy({ woken: props.page.woken, snoozedUntil: props.page.snoozedUntil }, now())}>
        {(why) => (
          <>
            {" "}
            · <b>{t(`desk-more.woken.${why()}`)}</b>
          </>
        )}
      </Show>
      <For each={props.page.tags}>
        {(tag) => (
          <>
            {" "}
            <A class="tag-link" href={`/reports?view=all&tag=${encodeURIComponent(tag)}`}>
              #{tag}
            </A>
          </>
        )}
      </For>
    </p>
  );
}
