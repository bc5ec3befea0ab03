// The reports that concern a constituent, and what of them pointed to it.
import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { ConcerningReport } from "../../../backend/reporting/directory/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { SeverityTag } from "../../parts/severity/severity.tsx";
import { formatInstant } from "../../platform/format.ts";
import { hasWords, useWords } from "../../platform/words.ts";
import { defangText, defangUnknown } from "../data/defang.ts";

export function ConcerningReportsCard(props: { reports: ConcerningReport[] }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("desk.directory.reports")} count={props.reports.length}>
      <ul class="entries">
        <For each={props.reports} fallback={<li class="quiet-text">{t("desk.directory.no_reports")}</li>}>
          {(report) => (
            <li class="entry">
              <div class="entry-words">
                <A href={`/reports/${report.id}?view=all`} dir="auto">
                  {defangText(report.title)}
                </A>
                <p class="quiet-text small-text">
                  <span class="mono">{report.reference}</span> · {formatInstant(report.receivedAt)}
                </p>
                <Show when={report.via && hasWords(`desk.concerned.via.${report.via}`)}>
                  <p class="small-text">
                    {t(`desk.concerned.via.${report.via}`, { value: defangUnknown(report.value ?? "") })}
                  </p>
                </Show>
              </div>
              <Show when={report.severity}>{(severity) => <SeverityTag of={severity()} />}</Show>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}
