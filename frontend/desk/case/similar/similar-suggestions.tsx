// What may belong to a report or a case: each with how strongly and why, and one press that puts them together.
import { A, useNavigate } from "@solidjs/router";
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import type { Reason, Suggestion } from "../../../../backend/cases/correlation/model.ts";
import { Button } from "../../../parts/button/button.tsx";
import { Card } from "../../../parts/card/card.tsx";
import { SeverityTag } from "../../../parts/severity/severity.tsx";
import { Tag } from "../../../parts/tag/tag.tsx";
import { showToast } from "../../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../../platform/api.ts";
import { loadRoom, useWords } from "../../../platform/words.ts";
import { describeProblem, tellProblem } from "../../../shell/data/tell-problem.ts";
import { can } from "../../../shell/session.ts";
import { defang, defangText } from "../../data/defang.ts";
import "../merge/merge.css";
import { IgnoreValueDialog } from "./ignore-value-dialog.tsx";
import { MergeReportsDialog } from "./merge-reports-dialog.tsx";

/** What is asked about: a report with the case that it is in, or a case. */
export interface SimilarTo {
  kind: "report" | "case";
  id: string;
  caseId: string | null;
  isClosed: boolean;
}

const tones = { strong: "indigo", medium: "plain", weak: "plain" } as const;

export function SimilarSuggestions(props: { to: SimilarTo; onChanged: () => void }): JSX.Element {
  const t = useWords();
  void loadRoom("merging");
  const navigate = useNavigate();
  const [found, setFound] = createSignal<Suggestion[]>();
  const [problem, setProblem] = createSignal<string>();
  const [ignoring, setIgnoring] = createSignal<{ kind: string; value: string }>();
  const [isBusy, setBusy] = createSignal(false);
  const [isMerging, setMerging] = createSignal(false);
  const load = async (kind: SimilarTo["kind"], id: string): Promise<void> => {
    try {
      const { suggestions } = await apiGet<{ suggestions: Suggestion[] }>(`/api/v1/desk/${kind}s/${id}/similar`);
      if (props.to.id === id) setFound(suggestions);
      setProblem(undefined);
    } catch (error) {
      setProblem(describeProblem(error));
    }
  };
  createEffect(
    on(
      () => [props.to.kind, props.to.id, props.to.caseId] as const,
      ([kind, id]) => void load(kind, id),
    ),
  );
  /** Joins a report to a case, opens a case of two reports, or leads to the page of merging. */
  const join = async (one: Suggestion): Promise<void> => {
    const { kind, id, caseId } = props.to;
    const mine = kind === "case" ? id : caseId;
    if (mine !== null && one.kind === "case") {
      navigate(`/cases/${mine}/merge?into=${encodeURIComponent(one.reference)}`);
      return;
    }
    setBusy(true);
    try {
      if (one.kind === "case") await apiPost(`/api/v1/desk/cases/${one.id}/reports`, { reportId: id });
      else if (mine !== null) await apiPost(`/api/v1/desk/cases/${mine}/reports`, { reportId: one.id });
      else await apiPost("/api/v1/desk/cases", { reportIds: [id, one.id] });
      showToast({ text: t("merging.joined", { reference: one.reference }) });
      props.onChanged();
      await load(kind, id);
    } catch (error) {
      tellProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const joinWords = (one: Suggestion): string => {
    const isInCase = props.to.kind === "case" || props.to.caseId !== null;
    if (one.kind === "case") return t(isInCase ? "merging.merge_these" : "merging.join");
    return t(isInCase ? "merging.join_case" : "merging.open_both");
  };
  const mayJoin = (one: Suggestion): boolean =>
    can("case.join") && !props.to.isClosed && one.status !== "closed" && one.status !== "rejected";
  /** Reports that could make one case with this one. */
  const mergeable = () =>
    props.to.kind === "report" && props.to.caseId === null
      ? (found() ?? []).filter((one) => one.kind === "report" && mayJoin(one))
      : [];
  return (
    <Card
      title={t("merging.similar")}
      count={found()?.length}
      aside={
        <A href="/ignored-values" class="small-text">
          {t("merging.ignored")}
        </A>
      }
    >
      <Show when={mergeable().length > 1}>
        <p class="merge-act">
          <Button isSmall onClick={() => setMerging(true)}>
            {t("views.merge.act")}
          </Button>
        </p>
      </Show>
      <Show when={isMerging()}>
        <MergeReportsDialog
          reportId={props.to.id}
          similar={mergeable()}
          onClose={() => setMerging(false)}
          onDone={() => {
            setMerging(false);
            props.onChanged();
          }}
        />
      </Show>
      <ul class="side-list">
        <For
          each={found() ?? []}
          fallback={<li class="quiet-text small-text">{problem() ?? t("merging.similar_none")}</li>}
        >
          {(one) => (
            <li>
              <p>
                <A href={one.kind === "case" ? `/cases/${one.id}` : `/reports/${one.id}`}>{one.reference}</A>{" "}
                <SeverityTag of={one.severity} />{" "}
                <Tag tone={tones[one.strength]}>{t(`merging.strength.${one.strength}`)}</Tag>
              </p>
              <p class="small-text side-title" dir="auto">
                {defangText(one.title)}
              </p>
              <ul class="reasons small-text quiet-text">
                <For each={one.reasons}>
                  {(reason) => (
                    <li>
                      <ReasonWords
                        reason={reason}
                        onIgnore={can("report.assess") ? (value) => setIgnoring(value) : undefined}
                      />
                    </li>
                  )}
                </For>
              </ul>
              <Show when={mayJoin(one)}>
                <Button isSmall disabled={isBusy()} onClick={() => void join(one)}>
                  {joinWords(one)}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={ignoring()} keyed>
        {(value) => (
          <IgnoreValueDialog
            value={value}
            onClose={() => setIgnoring(undefined)}
            onDone={() => {
              setIgnoring(undefined);
              showToast({ text: t("merging.ignore_done") });
              void load(props.to.kind, props.to.id);
            }}
          />
        )}
      </Show>
    </Card>
  );
}

function ReasonWords(props: {
  reason: Reason;
  onIgnore: ((value: { kind: string; value: string }) => void) | undefined;
}): JSX.Element {
  const t = useWords();
  const { reason } = props;
  // In an element, so that words that come later, or in another language, are shown.
  if (reason.kind === "constituent")
    return <>{t("merging.reason.constituent", { name: reason.name, hours: reason.hours })}</>;
  if (reason.kind === "text") return <>{t("merging.reason.text", { percent: reason.percent })}</>;
  if (reason.kind === "time") return <>{t("merging.reason.time", { hours: reason.hours })}</>;
  return (
    <details>
      <summary>{t("merging.reason.values", { count: reason.count, rarest: reason.rarest })}</summary>
      <ul class="side-list">
        <For each={reason.values}>
          {(one) => (
            <li>
              <code class="value">{defang(one.kind, one.value)}</code>{" "}
              <span>{t("merging.ignored_reports", { count: one.reports })}</span>{" "}
              <Show when={props.onIgnore !== undefined}>
                <Button isSmall look="quiet" onClick={() => props.onIgnore?.({ kind: one.kind, value: one.value })}>
                  {t("merging.ignore")}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </details>
  );
}
