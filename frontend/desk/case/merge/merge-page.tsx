// Merging a case into another, or splitting it: what moves and where to, what comes of it, and only then the act.
import { A, useNavigate, useParams, useSearchParams } from "@solidjs/router";
import { createEffect, createSignal, type JSX, on, Show } from "solid-js";
import type { PartName, PartsView, PreviewView } from "../../../../backend/cases/merging/model.ts";
import type { CaseRowView, Page } from "../../../../backend/reporting/model.ts";
import { Button } from "../../../parts/button/button.tsx";
import { Card } from "../../../parts/card/card.tsx";
import { SelectField, TextArea, TextField } from "../../../parts/field/field.tsx";
import { Notice } from "../../../parts/notice/notice.tsx";
import { Skeleton } from "../../../parts/skeleton/skeleton.tsx";
import { showToast } from "../../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../../platform/api.ts";
import { forgetTyped } from "../../../platform/typed.ts";
import { useWords } from "../../../platform/words.ts";
import { describeProblem } from "../../../shell/data/tell-problem.ts";
import { PartsChoice } from "./parts-choice.tsx";
import { PreviewCard } from "./preview-card.tsx";
import "../../../shell/lists/lists.css";
import "./merge.css";

export type Chosen = Partial<Record<PartName, "all" | string[]>>;

export function MergePage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const [search] = useSearchParams<{ into?: string }>();
  const navigate = useNavigate();
  const [view, setView] = createSignal<PartsView>();
  const [chosen, setChosen] = createSignal<Chosen>({});
  const [where, setWhere] = createSignal<"other" | "new">("other");
  const [reference, setReference] = createSignal(search.into ?? "");
  const [title, setTitle] = createSignal("");
  const [reason, setReason] = createSignal("");
  const [preview, setPreview] = createSignal<PreviewView>();
  const [wrong, setWrong] = createSignal<{ reference?: string; title?: string }>({});
  const [problem, setProblem] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  const load = async (id: string): Promise<void> => {
    try {
      const read = await apiGet<PartsView>(`/api/v1/desk/cases/${id}/parts`);
      if (params.id !== id) return;
      setView(read);
      setChosen(Object.fromEntries(read.parts.map(({ part }) => [part, "all" as const])));
      setProblem(undefined);
    } catch (error) {
      setProblem(describeProblem(error));
    }
  };
  createEffect(
    on(
      () => params.id,
      (id) => void load(id),
    ),
  );
  /** What was shown is of another choice now. */
  const forget = (): void => {
    setPreview(undefined);
  };
  const choose = (next: Chosen): void => {
    setChosen(next);
    forget();
  };
  /** Keeps who presses twice, and says what went wrong. */
  const run = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(describeProblem(error));
    } finally {
      setBusy(false);
    }
  };
  const look = async (): Promise<void> => {
    setWrong({});
    if (where() === "new") {
      setPreview(await apiPost(`/api/v1/desk/cases/${params.id}/merge-preview`, { targetId: null, parts: chosen() }));
      return;
    }
    const wanted = reference().trim().toUpperCase();
    const found =
      wanted === ""
        ? undefined
        : await apiGet<Page<CaseRowView>>("/api/v1/desk/cases", { status: "all", text: wanted, limit: 10 });
    const target = found?.rows.find((row) => row.reference.toUpperCase() === wanted);
    if (!target) {
      setWrong({ reference: t("merging.reference_unknown") });
      return;
    }
    const asked = { targetId: target.id, parts: chosen() };
    setPreview(await apiPost(`/api/v1/desk/cases/${params.id}/merge-preview`, asked));
  };
  const move = async (): Promise<void> => {
    const shown = preview();
    if (!shown) return;
    const { target, source } = shown;
    const said = { parts: chosen(), reason: reason(), sourceVersion: source.version };
    if (target) {
      const asked = { ...said, targetId: target.id, targetVersion: target.version };
      await apiPost(`/api/v1/desk/cases/${params.id}/merge`, asked);
      showToast({ text: t("merging.merged") });
      forgetTyped();
      navigate(`/cases/${target.id}`);
      return;
    }
    if (title().trim() === "") {
      setWrong({ title: t("merging.title_missing") });
      return;
    }
    const made = await apiPost<{ caseId: string; reference: string }>(`/api/v1/desk/cases/${params.id}/split`, {
      ...said,
      title: title(),
    });
    showToast({ text: t("merging.split_done", { reference: made.reference }) });
    // What was typed on this page's forms has gone with the act: nothing is left to be lost.
    forgetTyped();
    navigate(`/cases/${made.caseId}`);
  };
  return (
    <main class="page list-page merge-page">
      <p>
        <A href={`/cases/${params.id}`}>{t("merging.back")}</A>
      </p>
      <Show
        when={view()}
        fallback={
          <Show when={!problem()}>
            <Skeleton lines={8} words={t("desk.loading")} />
          </Show>
        }
      >
        {(shown) => (
          <>
            <h1 tabindex="-1">{t("merging.title", { reference: shown().case.reference })}</h1>
            <p class="quiet-text merge-lead" dir="auto">
              {shown().case.title}. {t("merging.lead")}
            </p>
            <Card title={t("merging.what")}>
              <PartsChoice parts={shown().parts} chosen={chosen()} onChange={choose} />
            </Card>
            <Card title={t("merging.where")}>
              <form
                class="merge-form"
                novalidate
                onSubmit={(event) => {
                  event.preventDefault();
                  void run(look);
                }}
              >
                <SelectField
                  label={t("merging.where")}
                  isLabelHidden
                  value={where()}
                  options={[
                    { value: "other", label: t("merging.into_other") },
                    { value: "new", label: t("merging.into_new") },
                  ]}
                  onChange={(event) => {
                    setWhere(event.currentTarget.value === "new" ? "new" : "other");
                    forget();
                  }}
                />
                <Show
                  when={where() === "other"}
                  fallback={
                    <TextField
                      label={t("merging.new_title")}
                      value={title()}
                      error={wrong().title}
                      maxLength={300}
                      onInput={(event) => setTitle(event.currentTarget.value)}
                    />
                  }
                >
                  <TextField
                    label={t("merging.reference")}
                    hint={t("merging.reference_hint")}
                    value={reference()}
                    error={wrong().reference}
                    spellcheck={false}
                    onInput={(event) => {
                      setReference(event.currentTarget.value);
                      forget();
                    }}
                  />
                </Show>
                <Button type="submit" look={preview() ? "plain" : "main"} isBusy={isBusy()} disabled={isBusy()}>
                  {t("merging.preview")}
                </Button>
              </form>
            </Card>
            <Show when={preview()}>
              {(plan) => (
                <PreviewCard plan={plan()}>
                  <form
                    class="merge-form"
                    novalidate
                    onSubmit={(event) => {
                      event.preventDefault();
                      void run(move);
                    }}
                  >
                    <TextArea
                      label={t("merging.reason")}
                      hint={t("merging.reason_hint")}
                      rows={2}
                      value={reason()}
                      onInput={(event) => setReason(event.currentTarget.value)}
                    />
                    <Button type="submit" look="main" isBusy={isBusy()} disabled={isBusy()}>
                      {t(plan().target ? "merging.merge" : "merging.split")}
                    </Button>
                  </form>
                </PreviewCard>
              )}
            </Show>
          </>
        )}
      </Show>
      <Show when={problem()}>
        <Notice tone="problem" isAlert>
          {problem()}
        </Notice>
      </Show>
    </main>
  );
}
