// Self-assessment, law by law: how far, what is overdue, what was answered under an older version.
import { For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { AssessmentList } from "../../../backend/compliance/assessments/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { WaitFor } from "../../shell/law/wait-for.tsx";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { ProgressLine } from "./progress-line.tsx";

export function AssessmentsPage(): JSX.Element {
  const t = useWords();
  const [list, { refetch }] = createResource(
    currentLanguage,
    async (language) => await apiGet<AssessmentList>("/api/v1/assessments", { language }),
  );
  return (
    <main class="page law-page">
      <WaitFor resource={list} onAgain={() => void refetch()}>
        {(known) => (
          <>
            <div class="law-head">
              <div>
                <h1>{t("assessments.title")}</h1>
                <p class="quiet-text">{t("assessments.lead")}</p>
              </div>
              <ExportMenu list="/api/v1/assessments/export" look="plain" />
            </div>
            <Show
              when={known().assessments.length > 0}
              fallback={<Empty title={t("assessments.none")} text={t("assessments.none.text")} />}
            >
              <Card title={t("assessments.progress.title")}>
                <ul class="law-rows">
                  <For each={known().assessments}>
                    {(one) => (
                      <li>
                        <div>
                          <h3 class="law-title">
                            <a href={`/console/assessments/${one.packId}`}>{one.packTitle}</a>
                          </h3>
                          <ProgressLine progress={one.progress} />
                        </div>
                        <div class="law-side">
                          <Show when={one.overdue > 0}>
                            <Tag tone="critical">{t("assessments.overdue_count", { count: one.overdue })}</Tag>
                          </Show>
                          <Show when={one.toReview > 0}>
                            <Tag tone="medium">{t("assessments.to_review", { count: one.toReview })}</Tag>
                          </Show>
                        </div>
                      </li>
                    )}
                  </For>
                </ul>
              </Card>
            </Show>
          </>
        )}
      </WaitFor>
    </main>
  );
}
