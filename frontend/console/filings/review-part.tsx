// One addressee of a review: the duty and its time, the law behind it, and exactly the fields that it will get.
import { For, type JSX, Show } from "solid-js";
import type { PartPreview } from "../../../backend/compliance/filings/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { useWords } from "../../platform/words.ts";
import { instant } from "../../shell/law/law-words.ts";
import { PartFields } from "../../shell/law/part-fields.tsx";

export function ReviewPart(props: { part: PartPreview }): JSX.Element {
  const t = useWords();
  const part = () => props.part;
  return (
    <Card
      title={part().addressee.name}
      aside={
        <Show when={part().isLate}>
          <Tag tone="critical">{t("filings.lateness.late")}</Tag>
        </Show>
      }
    >
      <p class="law-title">{part().title}</p>
      <p class="law-clock">
        {part().clockWords} <Show when={part().due}>{(due) => t("duties.due", { at: instant(due()) })}</Show>
      </p>
      <Show when={part().obligation}>
        <p class="quiet-text small-text">{t(`duties.verification.${part().verification}`)}</p>
      </Show>
      <Show when={!part().isSent}>
        <Notice>{t("filings.review.unchanged")}</Notice>
      </Show>
      <Show when={part().delivery === "paper"}>
        <Notice tone="mind">{t("filings.review.paper")}</Notice>
      </Show>
      <PartFields fields={part().fields} />
      <details class="law-why">
        <summary>{t("duties.why")}</summary>
        <ul>
          <For each={part().cites}>
            {(cite) => (
              <li>
                <p>
                  {cite.article === null
                    ? cite.instrument
                    : t("duties.article", { article: cite.article, instrument: cite.instrument })}
                </p>
                <p class="quiet-text">{cite.paraphrase}</p>
              </li>
            )}
          </For>
          <For each={part().why}>{(sentence) => <li>{sentence}</li>}</For>
          <li class="quiet-text small-text">
            {t("filings.review.law", { pack: part().packId, version: part().packVersion })} ·{" "}
            <span class="mono">{part().packSha256.slice(0, 16)}…</span>
          </li>
        </ul>
      </details>
    </Card>
  );
}
