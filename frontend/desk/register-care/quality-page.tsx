// The quality of the register on one page: coverage with its trend, and lists to act on.
import { createSignal, type JSX, onMount, Show } from "solid-js";
import type { QualityPage as View } from "../../../backend/registry/quality/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { can } from "../../shell/session.ts";
import { CareNav } from "./care-nav.tsx";
import { CoverageCard } from "./coverage-card.tsx";
import { DuplicatesCard } from "./duplicates-card.tsx";
import { IntervalDialog } from "./interval-dialog.tsx";
import { AnswersCard, MendCard, StaleCard, WithoutCard } from "./mend-cards.tsx";
import { MergesCard } from "./merges-card.tsx";
import "./care.css";

export function QualityPage(): JSX.Element {
  const t = useWords();
  const [view, setView] = createSignal<View>();
  const [problem, setProblem] = createSignal<string>();
  const [isChanging, setChanging] = createSignal(false);
  const load = async (): Promise<void> => {
    try {
      setView(await apiGet<View>("/api/v1/registry/quality"));
      setProblem(undefined);
    } catch (error) {
      setProblem(describeProblem(error));
    }
  };
  onMount(() => void load());
  const again = (): void => void load();
  return (
    <PageFrame
      title={t("quality.title")}
      text={t("quality.lead")}
      state={problem() ? "failed" : view() ? "ready" : "loading"}
      problem={problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={again}
      filters={<CareNav />}
    >
      <Show when={view()}>
        {(now) => (
          <>
            <Show when={isChanging()}>
              <IntervalDialog
                days={now().contactTestDays}
                onClose={() => setChanging(false)}
                onDone={() => {
                  setChanging(false);
                  showToast({ text: t("quality.interval.done") });
                  again();
                }}
              />
            </Show>
            <CoverageCard view={now()} />
            <p class="care-facts quiet-text">
              {t("quality.numbers", {
                contacts: now().figures.contacts,
                open: now().figures.openTests,
                days: now().contactTestDays,
              })}{" "}
              <Show when={can("registry.settings")}>
                <Button isSmall look="quiet" onClick={() => setChanging(true)}>
                  {t("quality.interval.act")}
                </Button>
              </Show>
            </p>
            <Show when={now().toHandle}>{(rows) => <AnswersCard rows={rows()} onDone={again} />}</Show>
            <Show when={now().contactsToMend}>{(rows) => <MendCard rows={rows()} onDone={again} />}</Show>
            <DuplicatesCard pairs={now().duplicates} count={now().figures.duplicates} onDone={again} />
            <StaleCard rows={now().staleClaims} count={now().figures.staleClaims} />
            <WithoutCard rows={now().withoutContact} />
            <MergesCard merges={now().merges} onDone={again} />
            <p class="care-facts quiet-text small-text">
              {t("quality.at", { time: formatInstant(now().at) })}
              <ExportMenu list="/api/v1/registry/quality/export" />
            </p>
          </>
        )}
      </Show>
    </PageFrame>
  );
}
