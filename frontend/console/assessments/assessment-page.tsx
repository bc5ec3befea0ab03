// The self-assessment of one law: progress, every duty with its answer, and what may be done with each.
import { useLocation, useParams } from "@solidjs/router";
import { createEffect, createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { AssessmentView, EvidenceView, ItemView } from "../../../backend/compliance/assessments/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { WaitFor } from "../../shell/law/wait-for.tsx";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { AnswerDialog } from "./answer-dialog.tsx";
import { AddEvidenceDialog, WithdrawEvidenceDialog } from "./evidence-dialogs.tsx";
import { ExceptionDialog } from "./exception-dialog.tsx";
import { HistoryDialog } from "./history-dialog.tsx";
import { ItemRow } from "./item-row.tsx";
import { ProgressLine } from "./progress-line.tsx";

type Open =
  | { dialog: "answer" | "except" | "add" | "history"; item: ItemView }
  | { dialog: "withdraw"; evidence: EvidenceView };

const done = new Set(["met", "not_applicable", "not_required", "excepted"]);

export function AssessmentPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ packId: string }>();
  const location = useLocation();
  const [view, { refetch }] = createResource(
    () => ({ packId: params.packId, language: currentLanguage() }),
    async ({ packId, language }) => await apiGet<AssessmentView>(`/api/v1/assessments/${packId}`, { language }),
  );
  const [open, setOpen] = createSignal<Open>();
  const [show, setShow] = createSignal<"all" | "waiting">("all");
  const shown = (items: readonly ItemView[]): ItemView[] =>
    items.filter((one) => show() === "all" || !done.has(one.standing) || (one.pin !== null && !one.pin.isCurrent));
  // A line of the calendar leads to its duty.
  createEffect(() => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (view.state === "ready" && id !== "")
      requestAnimationFrame(() => document.getElementById(id)?.scrollIntoView({ block: "start" }));
  });
  const endException = async (id: string): Promise<void> => {
    try {
      await apiPost(`/api/v1/assessments/exceptions/${id}/withdraw`);
      showToast({ text: t("assessments.exception.ended") });
      await refetch();
    } catch (error) {
      tellProblem(error);
    }
  };
  const close = (): void => {
    setOpen(undefined);
  };
  const again = (): void => {
    showToast({ text: t("assessments.saved") });
    void refetch();
  };
  return (
    <main class="page law-page">
      <WaitFor resource={view} onAgain={() => void refetch()}>
        {(known) => (
          <>
            <div class="law-head">
              <div>
                <p>
                  <a href="/console/assessments">{t("assessments.title")}</a>
                </p>
                <h1>{known().packTitle}</h1>
              </div>
              <div class="law-acts">
                <a href={`/api/v1/assessments/${known().packId}/summary?language=${currentLanguage()}`}>
                  {t("assessments.pdf")}
                </a>
                <ExportMenu list="/api/v1/assessments/export" query={{ pack: known().packId }} look="plain" />
              </div>
            </div>
            <Show when={known().notice}>{(notice) => <Notice tone="mind">{notice()}</Notice>}</Show>
            <Card title={t("assessments.progress.title")}>
              <ProgressLine progress={known().progress} />
            </Card>
            <SelectField
              label={t("assessments.show")}
              value={show()}
              options={[
                { value: "all", label: t("assessments.show.all") },
                { value: "waiting", label: t("assessments.show.waiting") },
              ]}
              onChange={(change) => setShow(change.currentTarget.value === "waiting" ? "waiting" : "all")}
            />
            <Card title={t(`assessments.show.${show()}`)} count={shown(known().items).length}>
              <Show
                when={shown(known().items).length > 0}
                fallback={<p class="quiet-text">{t("assessments.show.empty")}</p>}
              >
                <ul class="law-rows">
                  <For each={shown(known().items)}>
                    {(item) => (
                      <ItemRow
                        item={item}
                        mayChange={known().mayChange}
                        onOpen={(dialog) => setOpen({ dialog, item })}
                        onWithdraw={(evidence) => setOpen({ dialog: "withdraw", evidence })}
                        onEndException={(id) => void endException(id)}
                      />
                    )}
                  </For>
                </ul>
              </Show>
            </Card>
          </>
        )}
      </WaitFor>
      <For each={[open()].filter((one) => one !== undefined)}>
        {(one) =>
          one.dialog === "withdraw" ? (
            <WithdrawEvidenceDialog evidence={one.evidence} onClose={close} onDone={again} />
          ) : one.dialog === "history" ? (
            <HistoryDialog packId={params.packId} item={one.item} onClose={close} />
          ) : one.dialog === "add" ? (
            <AddEvidenceDialog packId={params.packId} item={one.item} onClose={close} onDone={again} />
          ) : one.dialog === "except" ? (
            <ExceptionDialog packId={params.packId} item={one.item} onClose={close} onDone={again} />
          ) : (
            <AnswerDialog
              packId={params.packId}
              item={one.item}
              people={view.latest?.people ?? []}
              onClose={close}
              onDone={again}
            />
          )
        }
      </For>
    </main>
  );
}
