// One duty: what, to whom, the time in words, its day; opened, the articles, the reasons and what the law threatens.
import { For, type JSX, Show } from "solid-js";
import type { DutyView } from "../../../backend/compliance/duties/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { instant, sayLeft } from "../../shell/law/law-words.ts";

const tones: Partial<Record<DutyView["status"], Tone>> = { overdue: "critical", running: "indigo", no_time: "plain" };

export function DutyRow(props: {
  duty: DutyView;
  now: string;
  onHappened?: ((duty: DutyView) => void) | undefined;
}): JSX.Element {
  const t = useWords();
  const duty = () => props.duty;
  const isPeriodic = () => duty().clock === "periodic" || duty().clock === "fixed_date";
  const amount = (value: number | null) => (value === null ? "?" : formatNumber(value));
  return (
    <li id={duty().obligation}>
      <div>
        <p class="law-title">{duty().title}</p>
        <p>{t("duties.owed_to", { addressee: duty().addressee.name })}</p>
        <p class="law-clock">{duty().clockWords}</p>
        <p class="quiet-text small-text">{t(`duties.verification.${duty().verification}`)}</p>
        <details class="law-why">
          <summary>{t("duties.why")}</summary>
          <ul>
            <For each={duty().cites}>
              {(cite) => (
                <li>
                  <p>
                    {cite.article === null
                      ? cite.instrument
                      : t("duties.article", { article: cite.article, instrument: cite.instrument })}
                  </p>
                  <p class="quiet-text">{cite.paraphrase}</p>
                  <Show when={cite.quote}>{(quote) => <blockquote class="pre-text">{quote()}</blockquote>}</Show>
                  <p class="quiet-text small-text">
                    {t(`duties.verification.${cite.verification}`)}
                    <Show when={cite.source}>{(source) => <> · {t("duties.source", { source: source() })}</>}</Show>
                  </p>
                </li>
              )}
            </For>
            <For each={duty().why}>{(sentence) => <li>{sentence}</li>}</For>
            <Show when={duty().sanctions.length > 0}>
              <li>
                <p>{t("duties.sanctions")}</p>
                <For each={duty().sanctions}>
                  {(sanction) => (
                    <p class="quiet-text">
                      {t(`duties.sanction.${sanction.kind}`)}{" "}
                      <Show when={sanction.max !== null}>
                        {t(sanction.min === null ? "duties.sanction.up_to" : "duties.sanction.between", {
                          min: amount(sanction.min),
                          max: amount(sanction.max),
                          currency: sanction.currency ?? "",
                        })}
                      </Show>{" "}
                      · {t(`duties.verification.${sanction.verification}`)}
                    </p>
                  )}
                </For>
              </li>
            </Show>
            <li class="quiet-text small-text">
              {duty().packTitle} · {duty().packId} {duty().packVersion} · {t(`duties.modality.${duty().modality}`)}
            </li>
          </ul>
        </details>
      </div>
      <div class="law-side">
        <Tag tone={tones[duty().status] ?? "plain"}>{t(`duties.status.${duty().status}`)}</Tag>
        <Show when={duty().due}>
          {(due) => (
            <>
              <span class="figures">{sayLeft(t, due(), Date.parse(props.now))}</span>
              <time class="small-text figures" datetime={due()}>
                {instant(due())}
              </time>
            </>
          )}
        </Show>
        <Show when={props.onHappened && duty().group !== "incident" && duty().status !== "not_binding"}>
          <Button isSmall onClick={() => props.onHappened?.(duty())}>
            {isPeriodic() ? t("duties.event.done") : t("duties.event.add", { event: duty().startsFrom.name })}
          </Button>
        </Show>
      </div>
    </li>
  );
}
