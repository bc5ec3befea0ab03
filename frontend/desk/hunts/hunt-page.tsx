// One hunt: how far it is, the constituents that it touches, and the reports with what hit in each.
import { A, useParams } from "@solidjs/router";
import { createEffect, createSignal, For, type JSX, on, onCleanup, Show } from "solid-js";
import type { HuntPage as Page, HuntReport } from "../../../backend/triage/hunt/model.ts";
import { textSuffix } from "../../../backend/triage/pictures/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { SeverityTag } from "../../parts/severity/severity.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant, formatNumber } from "../../platform/format.ts";
import { Moment } from "../../parts/moment/moment.tsx";
import { loadRoom, useWords } from "../../platform/words.ts";
import { defangUnknown } from "../data/defang.ts";
import { describeProblem, tellProblem } from "../../shell/data/tell-problem.ts";
import { can } from "../../shell/session.ts";
import { HuntProgress, isOpenHunt, stateTones } from "./hunt-progress.tsx";
import "../../shell/lists/lists.css";
import "./hunts.css";

const askEveryMs = 1_500;

export function HuntPage(): JSX.Element {
  const t = useWords();
  void loadRoom("hunts");
  const params = useParams<{ id: string }>();
  const [page, setPage] = createSignal<Page>();
  const [problem, setProblem] = createSignal<string>();
  const ask = async (id: string): Promise<void> => {
    try {
      const read = await apiGet<Page>(`/api/v1/hunts/${id}`);
      if (params.id === id) setPage(read);
      setProblem(undefined);
    } catch (error) {
      setProblem(describeProblem(error));
    }
  };
  createEffect(
    on(
      () => params.id,
      (id) => void ask(id),
    ),
  );
  const timer = setInterval(() => {
    const shown = page();
    if (shown && isOpenHunt(shown.hunt)) void ask(params.id);
  }, askEveryMs);
  onCleanup(() => clearInterval(timer));
  const cancel = async (): Promise<void> => {
    try {
      await apiPost(`/api/v1/hunts/${params.id}/cancel`);
    } catch (error) {
      tellProblem(error);
    }
    await ask(params.id);
  };
  return (
    <main class="page list-page">
      <p>
        <A href="/hunts">{t("hunts.back")}</A>
      </p>
      <Show when={problem()}>
        {(words) => (
          <Notice tone="problem" isAlert>
            {words()}
          </Notice>
        )}
      </Show>
      <Show when={page()} fallback={problem() ? null : <Skeleton lines={8} words={t("desk.loading")} />}>
        {(shown) => (
          <>
            <header class="hunt-head">
              <div>
                <h1>{shownTitle(shown())}</h1>
                <p class="quiet-text">
                  {t(`hunts.kind.${shown().hunt.kind}`)} · {formatInstant(shown().hunt.askedAt)} ·{" "}
                  {shown().hunt.askedBy ?? t("hunts.by_itself")}
                </p>
              </div>
              <Show when={can("hunt.start") && isOpenHunt(shown().hunt)}>
                <Button isBusy={shown().hunt.isCancelAsked} onClick={() => void cancel()}>
                  {t("hunts.cancel")}
                </Button>
              </Show>
            </header>
            <div class="hunt-state" role="status">
              <Tag tone={stateTones[shown().hunt.state]}>{t(`hunts.state.${shown().hunt.state}`)}</Tag>
              <HuntProgress hunt={shown().hunt} />
              <p class="small-text quiet-text figures">
                {t("hunts.numbers", {
                  files: shown().hunt.filesDone,
                  events: shown().hunt.eventsDone,
                  values: shown().hunt.valuesDone,
                })}
              </p>
            </div>
            <Show when={shown().hunt.error}>
              {(error) => (
                <Notice tone="problem">
                  <span>
                    {t("hunts.failed")} <code>{error()}</code>
                  </span>
                </Notice>
              )}
            </Show>
            <Results page={shown()} />
          </>
        )}
      </Show>
    </main>
  );
}

function shownTitle({ hunt }: Page): string {
  return hunt.kind === "value" ? defangUnknown(hunt.title) : hunt.title;
}

function Results(props: { page: Page }): JSX.Element {
  const t = useWords();
  return (
    <>
      <Show when={props.page.constituents.length > 0}>
        <Card title={t("hunts.constituents")} count={props.page.constituents.length}>
          <p class="field-hint">{t("hunts.constituents_hint")}</p>
          <ul class="hunt-constituents">
            <For each={props.page.constituents}>
              {(one) => (
                <li>
                  <A href={`/directory/${one.constituentId}`}>{one.name}</A>{" "}
                  <span class="quiet-text figures">{t("hunts.in_reports", { count: one.reports })}</span>
                </li>
              )}
            </For>
          </ul>
        </Card>
      </Show>
      <Card title={t("hunts.reports")} count={props.page.reportCount}>
        <Show
          when={props.page.reports.length > 0}
          fallback={
            <p class="quiet-text">{isOpenHunt(props.page.hunt) ? t("hunts.nothing_yet") : t("hunts.nothing")}</p>
          }
        >
          <ul class="hunt-reports">
            <For each={props.page.reports}>{(report) => <Report report={report} />}</For>
          </ul>
          <Show when={props.page.reportCount > props.page.reports.length}>
            <p class="quiet-text">{t("hunts.first_reports", { count: props.page.reports.length })}</p>
          </Show>
        </Show>
      </Card>
      <Show when={props.page.hunt.problems.length > 0}>
        <Card title={t("hunts.problems")} count={props.page.hunt.problems.length}>
          <ul class="hunt-problems small-text">
            <For each={props.page.hunt.problems}>{(problem) => <li>{problem}</li>}</For>
          </ul>
        </Card>
      </Show>
    </>
  );
}

function Report(props: { report: HuntReport }): JSX.Element {
  const t = useWords();
  return (
    <li>
      <p class="hunt-report-head">
        <A href={`/reports/${props.report.reportId}?view=all`}>{props.report.reference}</A>
        <SeverityTag of={props.report.severity} />
        <Moment class="quiet-text figures" at={props.report.receivedAt} />
        <For each={props.report.holders}>
          {(holder) => (
            <A class="small-text" href={`/directory/${holder.constituentId}`} title={holder.value}>
              {holder.name}
            </A>
          )}
        </For>
      </p>
      <ul class="hunt-matches">
        <For each={props.report.matches}>
          {(match) => (
            <li>
              <code>{match.kind === "file" ? match.title : defangUnknown(match.matched)}</code>{" "}
              <span class="quiet-text small-text">
                {t(`hunts.match.${match.kind}`, {
                  place: placeOf(match.source),
                  at: match.at === null ? "" : formatNumber(match.at),
                })}
              </span>
            </li>
          )}
        </For>
        <Show when={props.report.count > props.report.matches.length}>
          <li class="quiet-text small-text">
            {t("hunts.more_matches", { count: props.report.count - props.report.matches.length })}
          </li>
        </Show>
      </ul>
    </li>
  );
  function placeOf(source: string): string {
    if (source === "description" || source === "subject") return t(`hunts.part.${source}`);
    const file = source.replace(/^files\//, "");
    return file.endsWith(textSuffix) ? t("hunts.part.picture", { file: file.slice(0, -textSuffix.length) }) : file;
  }
}
