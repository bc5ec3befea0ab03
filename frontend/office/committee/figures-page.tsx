// What Toguna counts of a year: each number with its query; freezing them, and evidence for outside measures.
import { For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { Figure } from "../../../backend/reporting/review/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import "../../shell/account/people.css";
import "./committee.css";
import { sayAmount } from "../../shell/say/say-texts.ts";
import { useYear, YearPicker } from "./year-picker.tsx";

const packs = ["gci", "sim3"] as const;

export function FiguresPage(): JSX.Element {
  const t = useWords();
  const { year, goTo } = useYear();
  const [list] = createResource(
    year,
    async (of) => await apiGet<{ figures: Figure[] }>(`/api/v1/committee/figures/${of}`),
  );
  const freeze = async (): Promise<void> => {
    try {
      const { sha256 } = await apiPost<{ sha256: string }>(`/api/v1/committee/figures/${year()}/freeze`);
      showToast({ text: t("committee.frozen_toast", { hash: sha256.slice(0, 16) }) });
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <main class="page people-page">
      <header class="committee-head">
        <div>
          <h1>{t("committee.figures")}</h1>
          <p class="quiet-text">{t("committee.figures_lead")}</p>
        </div>
        <YearPicker year={year()} onYear={goTo} />
      </header>
      <Card
        title={t("committee.evidence")}
        aside={
          <Button isSmall look="main" onClick={() => void freeze()}>
            {t("committee.freeze")}
          </Button>
        }
      >
        <p class="quiet-text">{t("committee.evidence_lead")}</p>
        <For each={packs}>
          {(pack) => (
            <p class="committee-links">
              <strong>{t(`committee.pack.${pack}`)}</strong>
              <For each={["csv", "xlsx", "json"]}>
                {(format) => (
                  <a
                    href={`/api/v1/committee/evidence/export?year=${year()}&pack=${pack}&format=${format}&language=${currentLanguage()}`}
                  >
                    {format.toUpperCase()}
                  </a>
                )}
              </For>
            </p>
          )}
        </For>
      </Card>
      <Card title={t("committee.figures_of", { year: String(year()) })} count={list.latest?.figures.length}>
        <Show when={list.latest} fallback={<Skeleton lines={8} words={t("desk.loading")} />}>
          {(known) => (
            <ul class="id-rows">
              <For each={known().figures}>
                {(figure) => (
                  <li>
                    <div>
                      <p class="id-name">{t(`committee.figure.${figure.name}`)}</p>
                      <details>
                        <summary class="committee-under">{t("committee.column.query")}</summary>
                        <pre class="committee-query">{figure.query}</pre>
                      </details>
                    </div>
                    <strong class="figures">{sayAmount(figure.value)}</strong>
                  </li>
                )}
              </For>
            </ul>
          )}
        </Show>
      </Card>
    </main>
  );
}
