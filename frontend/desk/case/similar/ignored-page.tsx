// Values that the team does not take for a link between reports: with who said so and why, and the way back.
import { createSignal, For, type JSX, onMount, Show } from "solid-js";
import type { IgnoredView } from "../../../../backend/cases/correlation/model.ts";
import { Button } from "../../../parts/button/button.tsx";
import { Notice } from "../../../parts/notice/notice.tsx";
import { Skeleton } from "../../../parts/skeleton/skeleton.tsx";
import { showToast } from "../../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../../platform/api.ts";
import { formatInstant } from "../../../platform/format.ts";
import { useWords } from "../../../platform/words.ts";
import { describeProblem, tellProblem } from "../../../shell/data/tell-problem.ts";
import { can } from "../../../shell/session.ts";
import { defang } from "../../data/defang.ts";
import { IgnoreValueDialog } from "./ignore-value-dialog.tsx";
import "../../../shell/lists/lists.css";
import "../merge/merge.css";

export function IgnoredPage(): JSX.Element {
  const t = useWords();
  const [values, setValues] = createSignal<IgnoredView[]>();
  const [problem, setProblem] = createSignal<string>();
  const [isAdding, setAdding] = createSignal(false);
  const load = async (): Promise<void> => {
    try {
      setValues((await apiGet<{ values: IgnoredView[] }>("/api/v1/desk/ignored-values")).values);
      setProblem(undefined);
    } catch (error) {
      setProblem(describeProblem(error));
    }
  };
  onMount(() => void load());
  const heed = async (id: string): Promise<void> => {
    try {
      await apiPost(`/api/v1/desk/ignored-values/${id}/end`);
    } catch (error) {
      tellProblem(error);
    }
    await load();
  };
  return (
    <main class="page list-page merge-page">
      <header class="merge-head">
        <h1>{t("merging.ignored")}</h1>
        <Show when={can("report.assess")}>
          <Button look="main" onClick={() => setAdding(true)}>
            {t("merging.ignore_add")}
          </Button>
        </Show>
      </header>
      <p class="quiet-text merge-lead">{t("merging.ignored_lead")}</p>
      <Show when={problem()}>
        <Notice tone="problem" isAlert>
          {problem()}
        </Notice>
      </Show>
      <Show when={values()} fallback={problem() ? null : <Skeleton lines={6} words={t("desk.loading")} />}>
        {(shown) => (
          <ul class="merge-rows">
            <For each={shown()} fallback={<li class="quiet-text">{t("merging.ignored_none")}</li>}>
              {(one) => (
                <li>
                  <div>
                    <code class="value">{defang(one.kind, one.value)}</code>{" "}
                    <span class="quiet-text small-text">
                      {t(`desk.kind.${one.kind}`)} · {t("merging.ignored_reports", { count: one.reports })}
                    </span>
                    <p class="small-text">
                      {t("merging.ignored_by", {
                        name: one.addedBy?.name ?? t("desk.talk.machine"),
                        time: formatInstant(one.addedAt),
                        reason: one.reason,
                      })}
                    </p>
                  </div>
                  <Show when={can("report.assess")}>
                    <Button isSmall look="quiet" onClick={() => void heed(one.id)}>
                      {t("merging.heed")}
                    </Button>
                  </Show>
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
      <Show when={isAdding()}>
        <IgnoreValueDialog
          onClose={() => setAdding(false)}
          onDone={() => {
            setAdding(false);
            showToast({ text: t("merging.ignore_done") });
            void load();
          }}
        />
      </Show>
    </main>
  );
}
