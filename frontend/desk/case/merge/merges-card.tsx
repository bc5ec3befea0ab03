// Merges and splits that a case took part in: where things came from and went, by whom and why, and the way back.
import { A } from "@solidjs/router";
import { createEffect, createSignal, For, type JSX, on, onCleanup, Show } from "solid-js";
import type { MergePage, MergeView } from "../../../../backend/cases/merging/model.ts";
import { Button } from "../../../parts/button/button.tsx";
import { Card } from "../../../parts/card/card.tsx";
import { TextArea } from "../../../parts/field/field.tsx";
import { Notice } from "../../../parts/notice/notice.tsx";
import { showToast } from "../../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../../platform/api.ts";
import { formatInstant } from "../../../platform/format.ts";
import { hasWords, loadRoom, useWords } from "../../../platform/words.ts";
import { onChange } from "../../../shell/data/live.ts";
import { tellProblem } from "../../../shell/data/tell-problem.ts";
import { ActDialog } from "../../../shell/forms/act-dialog.tsx";
import { can } from "../../../shell/session.ts";

export function MergesCard(props: { caseId: string; version: number; onChanged: () => void }): JSX.Element {
  const t = useWords();
  void loadRoom("merging");
  const [merges, setMerges] = createSignal<MergeView[]>([]);
  const [undoing, setUndoing] = createSignal<MergePage>();
  const load = async (caseId: string): Promise<void> => {
    try {
      const read = await apiGet<{ merges: MergeView[] }>(`/api/v1/desk/cases/${caseId}/merges`);
      if (caseId === props.caseId) setMerges(read.merges);
    } catch {
      // The page itself says what is wrong with the line; this card only adds to it.
    }
  };
  createEffect(
    on(
      () => [props.caseId, props.version] as const,
      ([caseId]) => void load(caseId),
    ),
  );
  onCleanup(onChange((event) => event.object === "case" && event.id === props.caseId && void load(props.caseId)));
  const ask = async (id: string): Promise<void> => {
    try {
      setUndoing(await apiGet<MergePage>(`/api/v1/desk/merges/${id}`));
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <Card
      title={t("merging.card")}
      count={merges().length}
      aside={
        <Show when={can("case.join")}>
          <A href={`/cases/${props.caseId}/merge`} class="small-text">
            {t("merging.open")}
          </A>
        </Show>
      }
    >
      <ul class="side-list">
        <For each={merges()}>
          {(one) => (
            <li>
              <MergeWords merge={one} caseId={props.caseId} />
              <p class="quiet-text small-text">
                {one.counts.map(({ part, count }) => `${t(`merging.part.${part}`)}: ${count}`).join(" · ")}
              </p>
              <p class="quiet-text small-text" dir="auto">
                {t("merging.by", {
                  time: formatInstant(one.madeAt),
                  name: one.madeBy?.name ?? t("desk.talk.machine"),
                  reason: one.reason,
                })}
              </p>
              <Show when={one.undoneAt}>
                {(at) => (
                  <p class="small-text" dir="auto">
                    {t("merging.undone", {
                      time: formatInstant(at()),
                      name: one.undoneBy?.name ?? t("desk.talk.machine"),
                      reason: one.undoReason ?? "",
                    })}
                  </p>
                )}
              </Show>
              <Show when={one.can.undo}>
                <Button isSmall look="quiet" onClick={() => void ask(one.id)}>
                  {t("merging.undo")}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={undoing()} keyed>
        {(merge) => (
          <UndoDialog
            merge={merge}
            onClose={() => setUndoing(undefined)}
            onDone={() => {
              setUndoing(undefined);
              showToast({ text: t("merging.undo_done") });
              props.onChanged();
              void load(props.caseId);
            }}
          />
        )}
      </Show>
    </Card>
  );
}

function MergeWords(props: { merge: MergeView; caseId: string }): JSX.Element {
  const t = useWords();
  const isSource = (): boolean => props.merge.source.id === props.caseId;
  const other = (): MergeView["source"] => (isSource() ? props.merge.target : props.merge.source);
  const key = (): string => {
    if (props.merge.kind === "split") return isSource() ? "was_moved_out" : "was_split_off";
    return isSource() ? "was_merged_out" : "was_merged_in";
  };
  return <A href={`/cases/${other().id}`}>{t(`merging.${key()}`, { reference: other().reference })}</A>;
}

function UndoDialog(props: { merge: MergePage; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [reason, setReason] = createSignal("");
  const partWords = (part: string): string => {
    const known = `merging.part.${part.replace(/^case_/, "")}`;
    return hasWords(known) ? t(known) : t("merging.part.case");
  };
  return (
    <ActDialog
      title={t("merging.undo_title")}
      description={t("merging.undo_hint")}
      act={t("merging.undo")}
      send={async () => await apiPost(`/api/v1/desk/merges/${props.merge.id}/undo`, { reason: reason() })}
      onClose={() => props.onClose()}
      onDone={() => props.onDone()}
    >
      <Show when={props.merge.blockers.length > 0}>
        <Notice tone="mind" isAlert>
          {t("merging.undo_not")}
        </Notice>
        <ul class="reasons">
          <For each={props.merge.blockers}>
            {(one) => (
              <li dir="auto">
                {partWords(one.part)} {one.label}: {t(`merging.why.${one.why}`)}
              </li>
            )}
          </For>
        </ul>
      </Show>
      <TextArea
        name="reason"
        label={t("merging.reason")}
        rows={2}
        value={reason()}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
