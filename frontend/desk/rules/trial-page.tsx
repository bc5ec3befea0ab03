// A back-test: how far it is, and what would have fired, report by report, with what fired already told apart.
import { A, useParams } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { TrialHit, TrialView } from "../../../backend/triage/rules/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { toneOf } from "../../parts/severity/severity.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant, formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { defangText } from "../data/defang.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { can } from "../../shell/session.ts";
import { createLoaded } from "./create-loaded.ts";
import { PageState } from "./page-state.tsx";
import { RulesNav } from "./rules-nav.tsx";
import { Said } from "../../parts/moment/moment.tsx";
import { sayProgress, saySpan } from "./say-rule.ts";
import "../../shell/lists/lists.css";
import "../report/report.css";
import "./rules.css";

const isUnderWay = ({ state }: TrialView): boolean => state === "waiting" || state === "running";

export function TrialPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const page = createLoaded<TrialView>(() => `/api/v1/rule-trials/${params.id}`, undefined, isUnderWay);
  const cancel = async (): Promise<void> => {
    try {
      await apiPost(`/api/v1/rule-trials/${params.id}/cancel`);
      page.load();
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <main class="page list-page rules-page">
      <RulesNav />
      <PageState of={page}>
        {(trial) => (
          <>
            <For each={trial().rules.length === 1 ? trial().rules : []}>
              {(rule) => (
                <p class="report-line">
                  <A href={`/rules/${rule.ruleId}`}>
                    {t("rules.trial.of", { title: rule.title, version: rule.version })}
                  </A>
                </p>
              )}
            </For>
            <h1>{t("rules.trial.title")}</h1>
            <p class="quiet-text">
              <Said>{(moment) => saySpan(t, trial(), moment)}</Said> ·{" "}
              {t("rules.asked_by", { name: trial().askedBy?.name ?? "–", time: formatInstant(trial().askedAt) })}
            </p>
            <Card
              title={t(`rules.trial_state.${trial().state}`)}
              aside={
                <Show when={isUnderWay(trial()) && can("rule.write")}>
                  <Button isSmall disabled={trial().isCancelAsked} onClick={() => void cancel()}>
                    {t("rules.trial.cancel")}
                  </Button>
                </Show>
              }
            >
              <progress
                class="progress"
                aria-label={t("rules.trial.title")}
                max={Math.max(1, trial().progress.ofReports)}
                value={trial().state === "done" ? Math.max(1, trial().progress.ofReports) : trial().progress.reports}
              />
              <p role="status">{sayProgress(t, trial())}</p>
              <Show when={trial().error}>
                <Notice tone="problem">{trial().error}</Notice>
              </Show>
            </Card>
            <Card title={t("rules.trial.would_fire")} count={trial().rules.reduce((sum, rule) => sum + rule.hits, 0)}>
              <ul class="reasons">
                <For each={trial().rules}>
                  {(rule) => (
                    <li>
                      <A href={`/rules/${rule.ruleId}`}>{rule.title}</A>:{" "}
                      {t("rules.trial.sum", { hits: rule.hits, reports: rule.reports, fresh: rule.newReports })}
                      <span class="quiet-text small-text">
                        {" "}
                        · {t("rules.trial.took", { time: formatNumber(Math.round(rule.timeMs)) })}
                      </span>
                      <Show when={rule.problem}>
                        <p class="gate-problem small-text">{rule.problem}</p>
                      </Show>
                    </li>
                  )}
                </For>
              </ul>
              <Show
                when={trial().hits.length > 0}
                fallback={
                  <p class="quiet-text">{t(isUnderWay(trial()) ? "rules.trial.none_yet" : "rules.trial.none")}</p>
                }
              >
                <ul class="entries">
                  <For each={trial().hits}>{(hit) => <Hit of={hit} />}</For>
                </ul>
              </Show>
            </Card>
          </>
        )}
      </PageState>
    </main>
  );
}

function Hit(props: { of: TrialHit }): JSX.Element {
  const t = useWords();
  const hit = () => props.of;
  const matched = () =>
    hit()
      .locations.slice(0, 3)
      .map((place) => (place.kind === "field" ? `${place.field} = ${place.value}` : place.text).slice(0, 200));
  return (
    <li class="entry">
      <div class="entry-words">
        <p>
          <A href={`/reports/${hit().reportId}?view=all`} class="mono">
            {hit().reportReference}
          </A>{" "}
          <b>{hit().title}</b> <Tag tone={toneOf(hit().level)}>{t(`desk.level.${hit().level}`)}</Tag>{" "}
          <Tag tone={hit().hasFiredBefore ? "plain" : "indigo"}>
            {t(hit().hasFiredBefore ? "rules.trial.fired_before" : "rules.trial.fresh")}
          </Tag>
        </p>
        <p class="quiet-text small-text">
          {hit().source} · {formatInstant(hit().reportReceivedAt)}
        </p>
        <For each={matched()}>
          {(text) => (
            <p class="small-text">
              <mark data-kind="finding" class="mono">
                {defangText(text)}
              </mark>
            </p>
          )}
        </For>
      </div>
    </li>
  );
}
