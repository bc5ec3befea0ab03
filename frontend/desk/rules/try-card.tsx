// Tries what is being written on a sample: what would fire, why, and where in the sample.
import { For, type JSX, Show } from "solid-js";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { toneOf } from "../../parts/severity/severity.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { useWords } from "../../platform/words.ts";
import { EvidenceView } from "./explain/evidence-view.tsx";
import { WordsList } from "./explain/words-list.tsx";
import type { TryAnswer } from "./work/messages.ts";

/** A trial of one sample; `answer` is absent while it runs. */
export interface Tried {
  name: string;
  expects: "hit" | "miss";
  answer?: TryAnswer;
  problem?: string;
}

export function TryCard(props: { tried: Tried | undefined }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("rules.try.title")}>
      <Show when={props.tried} fallback={<p class="quiet-text">{t("rules.try.hint")}</p>}>
        {(tried) => (
          <div role="status">
            <Show when={tried().problem}>
              <Notice tone="problem">{tried().problem}</Notice>
            </Show>
            <Show when={!tried().answer && !tried().problem}>
              <p class="quiet-text">{t("rules.try.running", { name: tried().name })}</p>
            </Show>
            <Show when={tried().answer}>
              {(answer) => (
                <>
                  <Show when={answer().problem}>
                    <Notice tone="mind">{answer().problem}</Notice>
                  </Show>
                  <p>
                    <Tag tone={answer().fired.length > 0 === (tried().expects === "hit") ? "low" : "critical"}>
                      {t(answer().fired.length > 0 ? "rules.try.fires" : "rules.try.silent")}
                    </Tag>{" "}
                    {t("rules.try.on", { name: tried().name, expects: tried().expects })}
                    {answer().events === null ? "" : ` ${t("rules.try.events", { count: answer().events ?? 0 })}`}
                  </p>
                  <For each={answer().fired}>
                    {(fired) => (
                      <section class="fired">
                        <h3>
                          {fired.title} <Tag tone={toneOf(fired.level)}>{t(`desk.level.${fired.level}`)}</Tag>
                        </h3>
                        <Show when={fired.explanation.truePart}>
                          {(part) => (
                            <p class="true-part">
                              {t("rules.explain.true_part")} <code>{part()}</code>
                            </p>
                          )}
                        </Show>
                        <WordsList words={fired.explanation.words} />
                        <EvidenceView evidence={fired.explanation.evidence} isDefanged={false} />
                      </section>
                    )}
                  </For>
                </>
              )}
            </Show>
          </div>
        )}
      </Show>
    </Card>
  );
}
