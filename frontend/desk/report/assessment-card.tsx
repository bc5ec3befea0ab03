// The assessment as sentences with its reasons, what it was before, and the way to change it.
import { For, type JSX, Show } from "solid-js";
import type { AssessmentView, ReportPage } from "../../../backend/reporting/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { formatInstant, formatShare } from "../../platform/format.ts";
import { hasWords, useWords } from "../../platform/words.ts";
import { rsitWords } from "../data/say-rsit.ts";
import { keyName } from "../../shell/keys.ts";

/** "Fraud › Phishing (RSIT), confidence 0.94". */
export function assessmentSentence(t: ReturnType<typeof useWords>, one: AssessmentView): string {
  const words = { class: rsitWords(t, one.rsitClass, null), type: rsitWords(t, one.rsitClass, one.rsitType) };
  return one.kind === "changed"
    ? t("desk.assessment.sentence_changed", { ...words, name: one.changedBy?.name ?? t("desk.talk.machine") })
    : t("desk.assessment.sentence", { ...words, confidence: formatShare(one.confidence) });
}

/** A reason in the words of the catalogue's room `triage`; one that the catalogue does not know shows its key. */
export function reasonWords(t: ReturnType<typeof useWords>, reason: AssessmentView["reasons"][number]): string {
  const key = `triage.${reason.key}`;
  return hasWords(key) ? t(key, reason.values) : reason.key;
}

export function AssessmentCard(props: { page: ReportPage; onChange: () => void }): JSX.Element {
  const t = useWords();
  const current = () => props.page.assessments[0];
  const earlier = () => props.page.assessments.slice(1);
  const computed = () => props.page.assessments.find((one) => one.kind === "computed");
  return (
    <Card
      title={t("desk.assessment.title")}
      aside={
        <Show when={props.page.can.assess}>
          <Button isSmall look="quiet" hint={keyName(["KeyS"])} onClick={() => props.onChange()}>
            {t("desk.assessment.change")}
          </Button>
        </Show>
      }
    >
      <Show
        when={current()}
        fallback={
          <p class="quiet-text">
            {props.page.triage?.state === "failed"
              ? t("desk.assessment.failed", { error: props.page.triage.error ?? "" })
              : t("desk.assessment.waits")}
          </p>
        }
      >
        {(one) => (
          <>
            <p>{assessmentSentence(t, one())}</p>
            <Show when={one().changeReason}>
              {(why) => <p class="small-text">{t("desk.quote", { text: why() })}</p>}
            </Show>
            <ul class="reasons small-text">
              <For each={computed()?.reasons ?? []}>{(reason) => <li>{reasonWords(t, reason)}</li>}</For>
            </ul>
          </>
        )}
      </Show>
      <Show when={earlier().length > 0}>
        <details>
          <summary class="small-text">{t("desk.assessment.before", { count: earlier().length })}</summary>
          <ol class="reasons small-text">
            <For each={earlier()}>
              {(one) => (
                <li>
                  {assessmentSentence(t, one)} · {t(`common.severity.${one.severity}`)} ·{" "}
                  <time dateTime={one.at}>{formatInstant(one.at)}</time>
                  <Show when={one.changeReason}>{(why) => <> {t("desk.quote", { text: why() })}</>}</Show>
                </li>
              )}
            </For>
          </ol>
        </details>
      </Show>
    </Card>
  );
}
