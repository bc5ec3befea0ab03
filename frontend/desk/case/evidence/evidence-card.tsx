// The evidence of a case: what is in custody, who holds it, and the act of taking something in.
import { A } from "@solidjs/router";
import { createEffect, createSignal, For, type JSX, on, onCleanup, Show } from "solid-js";
import type { EvidenceHead } from "../../../../backend/cases/evidence/model.ts";
import { Button } from "../../../parts/button/button.tsx";
import { Card } from "../../../parts/card/card.tsx";
import { Tag } from "../../../parts/tag/tag.tsx";
import { showToast } from "../../../parts/toast/toast.tsx";
import { apiGet } from "../../../platform/api.ts";
import { formatInstant } from "../../../platform/format.ts";
import { loadRoom, useWords } from "../../../platform/words.ts";
import { onChange } from "../../../shell/data/live.ts";
import { describeProblem } from "../../../shell/data/tell-problem.ts";
import { TakeEvidenceDialog } from "./take-evidence-dialog.tsx";

export function EvidenceCard(props: { caseId: string }): JSX.Element {
  const t = useWords();
  void loadRoom("evidence");
  const [list, setList] = createSignal<{ evidence: EvidenceHead[]; can: { take: boolean } }>();
  const [problem, setProblem] = createSignal<string>();
  const [isTaking, setTaking] = createSignal(false);
  const load = async (caseId: string): Promise<void> => {
    try {
      const read = await apiGet<{ evidence: EvidenceHead[]; can: { take: boolean } }>(
        `/api/v1/desk/cases/${caseId}/evidence`,
      );
      if (caseId === props.caseId) setList(read);
      setProblem(undefined);
    } catch (error) {
      setProblem(describeProblem(error));
    }
  };
  createEffect(
    on(
      () => props.caseId,
      (caseId) => void load(caseId),
    ),
  );
  onCleanup(onChange((event) => event.object === "case" && event.id === props.caseId && void load(props.caseId)));
  return (
    <Card
      title={t("evidence.title")}
      count={list()?.evidence.length}
      aside={
        <Show when={list()?.can.take}>
          <Button isSmall look="quiet" onClick={() => setTaking(true)}>
            {t("evidence.take")}
          </Button>
        </Show>
      }
    >
      <ul class="side-list">
        <For
          each={list()?.evidence ?? []}
          fallback={<li class="quiet-text small-text">{problem() ?? t("evidence.none")}</li>}
        >
          {(piece) => (
            <li>
              <p>
                <A href={`/evidence/${piece.id}`}>{piece.reference}</A> <span dir="auto">{piece.label}</span>{" "}
                <Show when={piece.isDisposed}>
                  <Tag>{t("evidence.disposed")}</Tag>
                </Show>
                <Show when={piece.isDisposalAsked}>
                  <Tag tone="critical">{t("evidence.disposal_waits")}</Tag>
                </Show>
              </p>
              <p class="quiet-text small-text">
                {t("evidence.held_by", { name: piece.holder.name })} · {piece.place} · {formatInstant(piece.takenAt)}
              </p>
              <Show when={piece.waitsFor}>
                {(person) => <p class="small-text">{t("evidence.waits_for", { name: person().name })}</p>}
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={isTaking()}>
        <TakeEvidenceDialog
          caseId={props.caseId}
          onClose={() => setTaking(false)}
          onDone={(reference) => {
            setTaking(false);
            showToast({ text: t("evidence.taken", { reference }) });
            void load(props.caseId);
          }}
        />
      </Show>
    </Card>
  );
}
