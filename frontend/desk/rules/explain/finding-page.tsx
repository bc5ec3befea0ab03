// One finding, opened: why it was true, what matched in place, how the rule did so far, and the analyst's verdict.
import { A, useParams } from "@solidjs/router";
import { createEffect, createSignal, on, type JSX, Show } from "solid-js";
import type { FindingExplanation } from "../../../../backend/reporting/explanations/model.ts";
import { Button } from "../../../parts/button/button.tsx";
import { Card } from "../../../parts/card/card.tsx";
import { Notice } from "../../../parts/notice/notice.tsx";
import { toneOf } from "../../../parts/severity/severity.tsx";
import { Skeleton } from "../../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../../parts/tag/tag.tsx";
import { apiGet } from "../../../platform/api.ts";
import { currentLanguage, useWords } from "../../../platform/words.ts";
import { describeProblem } from "../../../shell/data/tell-problem.ts";
import { defangText } from "../../data/defang.ts";
import { titleOf, whyOf } from "../../report/say-finding.ts";
import { offerActs } from "../../../shell/keys.ts";
import { sayHeldBy } from "../held-by.ts";
import { EvidenceView } from "./evidence-view.tsx";
import { HistoryCard } from "./history-card.tsx";
import { VerdictCard } from "./verdict-card.tsx";
import { WordsList } from "./words-list.tsx";
import "../../report/report.css";
import "../rules.css";

export function FindingPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const [finding, setFinding] = createSignal<FindingExplanation>();
  const [problem, setProblem] = createSignal<string>();
  const [isDefanged, setDefanged] = createSignal(true);
  const load = async (): Promise<void> => {
    const { id } = params;
    try {
      const answer = await apiGet<FindingExplanation>(`/api/v1/findings/${id}/explanation`, {
        language: currentLanguage(),
      });
      if (id !== params.id) return;
      setFinding(answer);
      setProblem(undefined);
    } catch (error) {
      if (id === params.id) setProblem(describeProblem(error));
    }
  };
  createEffect(
    on(
      () => params.id,
      () => void load(),
    ),
  );
  offerActs(() => [
    {
      id: "defang",
      label: () => t("desk.act.defang"),
      group: () => t("rules.explain.title"),
      keys: ["KeyD"],
      run: () => setDefanged(!isDefanged()),
    },
  ]);
  return (
    <main class="report">
      <Show when={problem()}>
        <Notice tone="problem" isAlert>
          <span>{problem()}</span>
          <Button isSmall onClick={() => void load()}>
            {t("desk.error.again")}
          </Button>
        </Notice>
      </Show>
      <Show
        when={finding()}
        fallback={<Show when={!problem()}>{<Skeleton lines={9} words={t("desk.loading")} />}</Show>}
      >
        {(one) => (
          <>
            <p class="report-line">
              <A href={`/reports/${one().reportId}?view=all`}>
                {t("rules.explain.of_report", { reference: one().reportReference })}
              </A>
            </p>
            <h1 id="finding-title" tabindex="-1">
              {titleOf(t, one())}
            </h1>
            <p class="quiet-text report-line">
              <Tag tone={toneOf(one().level)}>{t(`desk.level.${one().level}`)}</Tag> {t(`desk.engine.${one().engine}`)}{" "}
              · <code>{one().ruleId}</code> · {t("desk.findings.version", { version: one().ruleVersion })}
              <Show when={one().author}>{(author) => <> · {t("rules.by_author", { author: author() })}</>}</Show>
              <Show when={one().rule?.licence}>{(licence) => <> · {licence()}</>}</Show>
            </p>
            <p class="finding-why">{isDefanged() ? defangText(whyOf(t, one())) : whyOf(t, one())}</p>
            <Show when={one().heldBy}>
              {(heldBy) => (
                <Notice>
                  <span>{sayHeldBy(t, heldBy())}</span>
                </Notice>
              )}
            </Show>
            <div class="report-columns">
              <div class="report-main">
                <Card
                  title={t("rules.explain.in_place")}
                  aside={
                    <Button
                      isSmall
                      look="quiet"
                      aria-pressed={!isDefanged()}
                      onClick={() => setDefanged(!isDefanged())}
                    >
                      {isDefanged() ? t("desk.text.as_written") : t("desk.text.harmless")}
                    </Button>
                  }
                >
                  <Show
                    when={one().evidence.length > 0}
                    fallback={<p class="quiet-text">{t("rules.explain.no_evidence")}</p>}
                  >
                    <EvidenceView evidence={one().evidence} isDefanged={isDefanged()} />
                  </Show>
                </Card>
                <Card title={t("rules.explain.words")}>
                  <Show when={one().truePart}>
                    {(part) => (
                      <p class="true-part">
                        {t("rules.explain.true_part")} <code>{part()}</code>
                      </p>
                    )}
                  </Show>
                  <Show
                    when={one().words.length > 0}
                    fallback={<p class="quiet-text">{t("rules.explain.no_words")}</p>}
                  >
                    <WordsList words={one().words} />
                  </Show>
                  <Show when={one().rule?.source}>
                    {(source) => (
                      <details>
                        <summary>{t("rules.explain.as_written")}</summary>
                        <pre class="source-shown" tabindex="0">
                          {source()}
                        </pre>
                      </details>
                    )}
                  </Show>
                </Card>
              </div>
              <div class="report-side">
                <VerdictCard finding={one()} onChanged={() => void load()} />
                <HistoryCard of={one()} />
                <p class="small-text">
                  <a href={`/api/v1/findings/${one().id}/explanation?language=${currentLanguage()}`} target="_blank">
                    {t("rules.explain.as_json")}
                  </a>
                </p>
              </div>
            </div>
          </>
        )}
      </Show>
    </main>
  );
}
