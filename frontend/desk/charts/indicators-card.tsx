// Indicators of others: what a next release shows beside, a table brought in, one taken out.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { Indicator } from "../../../backend/reporting/charts/releases/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { FileBox } from "../../parts/file-box/file-box.tsx";
import { apiDelete, ApiProblem, apiPost } from "../../platform/api.ts";
import { formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { describeProblem, tellProblem } from "../../shell/data/tell-problem.ts";

const path = "/api/v1/desk/statistics/indicators";

export function IndicatorsCard(): JSX.Element {
  const t = useWords();
  const page = createPage<{ indicators: (Indicator & { id: string })[] }>(() => path);
  const [problem, setProblem] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  let input: HTMLInputElement | undefined;
  const bringIn = async (): Promise<void> => {
    const file = input?.files?.[0];
    if (!file) {
      setProblem(t("charts.indicator.choose"));
      return;
    }
    setProblem(undefined);
    setBusy(true);
    try {
      const { written } = await apiPost<{ written: number }>(path, { csv: await file.text() });
      showToast({ text: t("charts.indicator.done", { count: written }) });
      page.load();
    } catch (error) {
      setProblem(sayProblem(error));
    } finally {
      setBusy(false);
    }
  };
  const remove = async (id: string): Promise<void> => {
    try {
      await apiDelete(`${path}/${id}`);
    } catch (error) {
      tellProblem(error);
    }
    page.load();
  };
  return (
    <Card title={t("charts.indicator.title")} count={page.answer()?.indicators.length ?? 0}>
      <p class="quiet-text">{t("charts.indicator.lead")}</p>
      <form
        class="indicator-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy()) void bringIn();
        }}
      >
        <label>
          {t("charts.indicator.file")} <FileBox ref={(element) => (input = element)} accept=".csv,text/csv" />
        </label>
        <Button type="submit" isBusy={isBusy()}>
          {t("charts.indicator.import")}
        </Button>
      </form>
      <Show when={problem()}>
        <Notice tone="problem" isAlert>
          {problem()}
        </Notice>
      </Show>
      <ul class="care-rows">
        <For each={page.answer()?.indicators ?? []} fallback={<li class="quiet-text">{t("charts.indicator.none")}</li>}>
          {(one) => (
            <li>
              <div>
                <b>{one.name}</b>, {one.period}: {formatNumber(one.value)} {one.unit}
                <p class="quiet-text small-text">
                  {one.source}, {one.sourceOn}. {one.licence}
                </p>
              </div>
              <Button
                isSmall
                onClick={() => void remove(one.id)}
                aria-label={`${t("charts.indicator.remove")}: ${one.name}, ${one.period}`}
              >
                {t("charts.indicator.remove")}
              </Button>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}

/** The rows that could not be read, each with its line and what was expected. */
function sayProblem(error: unknown): string {
  if (!(error instanceof ApiProblem) || error.fields.length === 0) return describeProblem(error);
  return error.fields
    .slice(0, 5)
    .map(({ path: at, message }) => `${at.replace(/^csv\.?/, "")} ${message}`.trim())
    .join(" · ");
}
