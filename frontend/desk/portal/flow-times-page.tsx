// How long the portal's flows take and how easy they were found: a table for each flow, what is small kept back.
import { createMemo, createSignal, For, type JSX, Show } from "solid-js";
import {
  type FlowLine,
  type FlowTimesView,
  measuredFlows,
  periodsWeeks,
} from "../../../backend/reporting/flow-times/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { formatNumber } from "../../platform/format.ts";
import { hasWords, useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import "./flow-times.css";

type Words = ReturnType<typeof useWords>;

export function FlowTimesPage(): JSX.Element {
  const t = useWords();
  const [weeks, setWeeks] = createSignal("12");
  const page = createPage<FlowTimesView>(() => `/api/v1/desk/flow-times?weeks=${weeks()}`);
  const view = (): FlowTimesView | undefined => page.answer();
  const least = (): number => view()?.leastShown ?? 0;
  const flows = createMemo(() => measuredFlows.filter((flow) => view()?.lines.some((line) => line.flow === flow)));
  const linesOf = (flow: string, isWeek: boolean): FlowLine[] =>
    (view()?.lines ?? []).filter((line) => line.flow === flow && (line.week !== null) === isWeek);
  return (
    <PageFrame
      title={t("flowtimes.page.title")}
      text={t("flowtimes.page.lead")}
      state={page.problem() !== undefined ? "failed" : view() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => undefined}
      onAgain={() => page.load()}
      filters={
        <SelectField
          label={t("flowtimes.page.period")}
          value={weeks()}
          options={periodsWeeks.map((one) => ({
            value: String(one),
            label: t("flowtimes.page.weeks", { weeks: one }),
          }))}
          onChange={(event) => setWeeks(event.currentTarget.value)}
        />
      }
    >
      <p class="quiet-text small-text">
        <Show when={view()?.sinceOn}>{(day) => `${t("flowtimes.page.since", { date: day() })}. `}</Show>
        {t("flowtimes.page.rule", { least: least() })}
      </p>
      <Show
        when={flows().length > 0}
        fallback={<Empty title={t("flowtimes.page.none")} text={t("flowtimes.page.none_text")} />}
      >
        <For each={flows()}>
          {(flow) => (
            <Card title={t(`flowtimes.flow.${flow}`)}>
              <Lines flow={flow} lines={linesOf(flow, false)} least={least()} />
              <details>
                <summary>{t("flowtimes.weeks.title")}</summary>
                <Lines flow={flow} lines={linesOf(flow, true)} least={least()} />
              </details>
            </Card>
          )}
        </For>
      </Show>
    </PageFrame>
  );
}

function Lines(props: { flow: string; lines: readonly FlowLine[]; least: number }): JSX.Element {
  const t = useWords();
  return (
    <div
      class="table-scroll"
      role="region"
      aria-label={t("flowtimes.table.label", { flow: t(`flowtimes.flow.${props.flow}`) })}
      tabindex="0"
    >
      <table class="table flow-times">
        <thead>
          <tr>
            <For each={["what", "count", "median", "p90", "opinions"]}>
              {(head) => <th scope="col">{t(`flowtimes.col.${head}`)}</th>}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.lines}>
            {(line) => (
              <tr>
                <th scope="row">{sayWhat(t, line)}</th>
                <Show
                  when={!line.isHidden}
                  fallback={<td colspan="3">{t("flowtimes.cell.hidden", { least: props.least })}</td>}
                >
                  <td class="figures">{formatNumber(line.count ?? 0)}</td>
                  <td class="figures">{sayTime(t, line, line.medianSeconds)}</td>
                  <td class="figures">{sayTime(t, line, line.p90Seconds)}</td>
                </Show>
                <td>{sayOpinions(t, line)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}

function sayWhat(t: Words, { language, week }: FlowLine): string {
  if (week !== null) return t("flowtimes.row.week", { week: isoWeekOf(week) });
  if (language === null) return t("flowtimes.row.all");
  const key = `common.language.${language}`;
  return hasWords(key) ? t(key) : language;
}

/** "2026-W47" of the Monday of that week (ISO 8601): the year is that of its Thursday. */
function isoWeekOf(monday: string): string {
  const thursday = new Date(`${monday}T00:00:00Z`);
  thursday.setUTCDate(thursday.getUTCDate() + 3);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * 86_400_000)) + 1;
  return `${year}-W${String(week).padStart(2, "0")}`;
}

function sayTime(t: Words, line: FlowLine, seconds: number | null): string {
  if (seconds === null) return t(line.count ? "flowtimes.cell.longer" : "flowtimes.cell.none");
  if (seconds < 120) return t("flowtimes.time.seconds", { n: formatNumber(seconds) });
  if (seconds < 7200) return t("flowtimes.time.minutes", { n: formatNumber(Math.round(seconds / 60)) });
  return t("flowtimes.time.hours", { n: formatNumber(Math.round(seconds / 3600)) });
}

function sayOpinions(t: Words, { opinions, opinionCount }: FlowLine): string {
  if (opinions === null || !opinionCount) return t("flowtimes.cell.few");
  const easy = (opinions.very_easy ?? 0) + (opinions.easy ?? 0);
  return t("flowtimes.cell.opinions", { easy: Math.round((100 * easy) / opinionCount), count: opinionCount });
}
