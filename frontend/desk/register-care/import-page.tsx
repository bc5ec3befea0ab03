// One import: which column brings what, what each row would do, the run, its result, and the undo.
import { useNavigate, useParams } from "@solidjs/router";
import { createEffect, createSignal, type JSX, on, onCleanup, Show } from "solid-js";
import { importStepUp, type ImportView } from "../../../backend/registry/imports/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiDelete, apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant, formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { SureDialog } from "../../shell/confirm/sure-dialog.tsx";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { BackToImports, stateTones } from "./imports-page.tsx";
import { MappingCard } from "./mapping-card.tsx";
import { CareNav } from "./care-nav.tsx";
import { RowsCard } from "./rows-card.tsx";
import "./care.css";

type Act = "run" | "undo" | "forget";

export function RegisterImportPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const navigate = useNavigate();
  const [view, setView] = createSignal<ImportView>();
  const [problem, setProblem] = createSignal<string>();
  const [asked, setAsked] = createSignal<Act>();
  const load = async (): Promise<void> => {
    try {
      setView(await apiGet<ImportView>(`/api/v1/registry/imports/${params.id}`));
      setProblem(undefined);
    } catch (error) {
      setProblem(describeProblem(error));
    }
  };
  createEffect(
    on(
      () => params.id,
      () => void load(),
    ),
  );
  const isMoving = (): boolean => ["running", "undoing"].includes(view()?.state ?? "");
  const timer = setInterval(() => {
    if (isMoving()) void load();
  }, 1_000);
  onCleanup(() => clearInterval(timer));
  const act = async (name: Act): Promise<void> => {
    const now = view();
    if (!now) return;
    try {
      if (name === "forget") {
        await apiDelete(`/api/v1/registry/imports/${now.id}`);
        navigate("/directory/imports");
      } else setView(await apiPost<ImportView>(`/api/v1/registry/imports/${now.id}/${name}`, { version: now.version }));
    } catch (error) {
      void load();
      throw error;
    }
  };
  const bindingOf = (name: Act) => {
    const now = view();
    return now && name !== "forget" ? importStepUp[name](now.id, now.version) : undefined;
  };
  // What was running and rests now is told once.
  createEffect(
    on(
      () => view()?.state,
      (state, before) => {
        if (before === "running" && state === "done") showToast({ text: t("imports.done_text") });
        if (before === "undoing" && state === "undone") showToast({ text: t("imports.undone_text") });
      },
    ),
  );
  const takes = (): number => (view()?.counts.verdicts["new"] ?? 0) + (view()?.counts.verdicts["change"] ?? 0);
  const nameOf = (name: Act): string =>
    name === "run" ? t("imports.run", { count: takes() }) : t(name === "undo" ? "imports.undo_act" : "imports.forget");
  const done = (now: ImportView): number => now.counts.rows - (now.counts.outcomes["pending"] ?? 0);
  return (
    <PageFrame
      title={view()?.fileName ?? t("imports.title")}
      state={problem() ? "failed" : view() ? "ready" : "loading"}
      problem={problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={() => void load()}
      filters={<CareNav />}
    >
      <Show when={view()}>
        {(now) => (
          <>
            <div class="care-head">
              <div class="care-facts">
                <BackToImports />
                <Tag tone={stateTones[now().state]}>{t(`imports.state.${now().state}`)}</Tag>
                <span class="quiet-text">
                  {t("imports.by", { name: now().createdBy ?? "—", time: formatInstant(now().createdAt) })} ·{" "}
                  {t("imports.numbers", { rows: now().counts.rows })}
                </span>
              </div>
              <div class="care-acts">
                <Show when={now().state === "preview"}>
                  <Button look="quiet" onClick={() => setAsked("forget")}>
                    {t("imports.forget")}
                  </Button>
                  <Button look="main" disabled={takes() === 0} onClick={() => setAsked("run")}>
                    {takes() === 0 ? t("imports.run_none") : t("imports.run", { count: takes() })}
                  </Button>
                </Show>
                <Show when={now().state === "done"}>
                  <Button onClick={() => setAsked("undo")}>{t("imports.undo_act")}</Button>
                </Show>
              </div>
            </div>
            <Show when={isMoving()}>
              <p role="status">
                <progress
                  class="care-bar"
                  value={done(now())}
                  max={now().counts.rows}
                  aria-label={t(`imports.state.${now().state}`)}
                />{" "}
                {now().state === "running"
                  ? t("imports.progress", { done: formatNumber(done(now())), all: formatNumber(now().counts.rows) })
                  : t("imports.state.undoing")}
              </p>
            </Show>
            <Show when={now().emptiedAt}>
              <Notice>{t("imports.emptied")}</Notice>
            </Show>
            <Show when={now().state === "preview"}>
              <MappingCard view={now()} onChanged={setView} />
            </Show>
            <RowsCard view={now()} onDecided={() => void load()} />
          </>
        )}
      </Show>
      <Show when={asked()} keyed>
        {(name) => (
          <SureDialog
            title={nameOf(name)}
            text={name === "run" ? t("imports.run_sure", { count: takes() }) : t(`imports.${name}_sure`)}
            act={nameOf(name)}
            binding={bindingOf(name)}
            onClose={() => setAsked(undefined)}
            run={async () => await act(name)}
          />
        )}
      </Show>
    </PageFrame>
  );
}
