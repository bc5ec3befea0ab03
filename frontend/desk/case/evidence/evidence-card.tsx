// The evidence of a case: what is in custody, who holds it, and the act of taking something in.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import type { EvidenceHead } from "../../../../backend/cases/evidence/model.ts";
import { Button } from "../../../parts/button/button.tsx";
import { Card } from "../../../parts/card/card.tsx";
import { Tag } from "../../../parts/tag/tag.tsx";
import { createOfCase } from "../of-case.ts";
import { showToast } from "../../../parts/toast/toast.tsx";
import { formatInstant } from "../../../platform/format.ts";
import { loadRoom, useWords } from "../../../platform/words.ts";
import { TakeEvidenceDialog } from "./take-evidence-dialog.tsx";

export function EvidenceCard(props: { caseId: string }): JSX.Element {
  const t = useWords();
  void loadRoom("evidence");
  // oxlint-disable-next-line solid/reactivity -- asked whenever the case changes
  const page = createOfCase<{ evidence: EvidenceHead[]; can: { take: boolean } }>(() => props.caseId, "evidence");
  const list = page.answer;
  const [isTaking, setTaking] = createSignal(false);
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
          fallback={<li class="quiet-text small-text">{page.problem() ?? t("evidence.none")}</li>}
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
            page.load();
          }}
        />
      </Show>
    </Card>
  );
}
