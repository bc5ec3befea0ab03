// A release as the public will read it, with how many numbers are kept back; asked of a second person here, or dropped.
import { A, useNavigate, useParams } from "@solidjs/router";
import { For, type JSX, onCleanup, Show } from "solid-js";
import type { ReleasePage as Release } from "../../../backend/reporting/charts/releases/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiDelete, apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { ChartFigure } from "../../shell/charts/chart-figure.tsx";
import { createPage } from "../../shell/claims/create-page.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { FourEyesCard } from "../notifications/four-eyes-card.tsx";
import { releaseTones } from "./statistics-page.tsx";
import "../../shell/charts/charts.css";

export function ReleasePage(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const params = useParams<{ releaseId: string }>();
  const path = (): string => `/api/v1/desk/statistics/${encodeURIComponent(params.releaseId)}`;
  const page = createPage<Release>(() => `${path()}?language=${currentLanguage()}`);
  const release = (): Release | undefined => page.answer();
  // It is counted by a job, and published by one after the second person's word.
  const timer = setInterval(() => {
    const state = release()?.state;
    const isApproved = release()?.releases.some((one) => one.state === "approved") ?? false;
    if (state === "counting" || (state === "waiting" && isApproved)) page.load();
  }, 1_500);
  onCleanup(() => clearInterval(timer));
  const act = async (run: () => Promise<unknown>, said: string, then: () => void): Promise<void> => {
    try {
      await run();
      showToast({ text: said });
      then();
    } catch (error) {
      tellProblem(error);
      page.load();
    }
  };
  const ask = (): void =>
    void act(
      async () => await apiPost(`${path()}/ask`),
      t("charts.release.asked"),
      () => page.load(),
    );
  const drop = (): void =>
    void act(
      async () => await apiDelete(path()),
      t("charts.release.dropped"),
      () => navigate("/statistics"),
    );
  return (
    <PageFrame
      title={
        release()
          ? t("charts.release_title", { year: String(release()?.year), revision: release()?.revision ?? 1 })
          : t("charts.nav_statistics")
      }
      state={page.problem() !== undefined ? "failed" : release() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => undefined}
      onAgain={() => page.load()}
    >
      <p>
        <A href="/statistics">← {t("charts.release.back")}</A>
      </p>
      <Show when={release()}>
        {(one) => (
          <>
            <p>
              <Tag tone={releaseTones[one().state]}>{t(`charts.release.state.${one().state}`)}</Tag>{" "}
              <Show when={one().state !== "counting"}>
                {t("charts.release.told", { told: one().told, masked: one().masked })}
              </Show>
            </p>
            <Show when={one().reason}>
              <p>{one().reason}</p>
            </Show>
            <Show when={one().state === "counting"}>
              <Notice>{t("charts.release.made")}</Notice>
            </Show>
            <Show when={one().state === "draft"}>
              <div class="care-acts">
                <Button look="main" onClick={ask}>
                  {t("charts.release.ask")}
                </Button>
                <Button look="danger" onClick={drop}>
                  {t("charts.release.drop")}
                </Button>
              </div>
            </Show>
            <Show when={one().releases.length > 0}>
              <FourEyesCard requests={one().releases} isOnItsPage onChanged={() => page.load()} />
            </Show>
            <Show when={one().sha256}>
              <p class="quiet-text small-text">
                {t("charts.release.sha")}: {one().sha256}
              </p>
            </Show>
            <For each={one().charts}>
              {(chart) => (
                <section class="chart-section">
                  <h2>{chart.title}</h2>
                  <p>{chart.text}</p>
                  <div class="chart-panels">
                    <For each={chart.panels}>{(panel) => <ChartFigure panel={panel} />}</For>
                  </div>
                </section>
              )}
            </For>
          </>
        )}
      </Show>
    </PageFrame>
  );
}
