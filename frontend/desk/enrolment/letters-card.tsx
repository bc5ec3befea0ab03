// Letters so far: printed, sent, used, or waiting for their day to pass.
import { For, type JSX, Show } from "solid-js";
import type { LetterView } from "../../../backend/registry/enrolment/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { Said } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { now } from "../../shell/data/clock.ts";

type LetterState = "used" | "withdrawn" | "expired" | "sent" | "printed" | "made";
const tones: Partial<Record<LetterState, Tone>> = { used: "low", sent: "indigo", made: "medium", printed: "medium" };

function stateOf(letter: LetterView): LetterState {
  if (letter.usedAt) return "used";
  if (letter.withdrawnAt) return "withdrawn";
  if (Date.parse(letter.expiresAt) < now()) return "expired";
  if (letter.sentAt) return "sent";
  return letter.printedAt ? "printed" : "made";
}

export function LettersCard(props: { letters: LetterView[]; canChange: boolean; onDone: () => void }): JSX.Element {
  const t = useWords();
  const send = async (id: string): Promise<void> => {
    await apiPost("/api/v1/desk/enrolment/letters/sent", { letterIds: [id] }).then(() => props.onDone(), tellProblem);
  };
  return (
    <Card title={t("console.letters.title")} count={props.letters.length}>
      <Show when={props.letters.length > 0} fallback={<p class="quiet-text">{t("console.letters.none")}</p>}>
        <ul class="id-rows">
          <For each={props.letters}>
            {(letter) => (
              <li>
                <div>
                  <p>
                    <span class="id-name">{letter.constituent.name}</span>{" "}
                    <Tag tone={tones[stateOf(letter)] ?? "plain"}>{t(`console.letters.state.${stateOf(letter)}`)}</Tag>
                  </p>
                  <p class="id-line">
                    <span>
                      <Said>
                        {(moment) =>
                          t("console.letters.made", { name: letter.madeByName, when: moment(letter.madeAt) })
                        }
                      </Said>
                    </span>
                    <span>
                      <Said>{(moment) => t("console.people.until", { when: moment(letter.expiresAt) })}</Said>
                    </span>
                  </p>
                </div>
                <Show when={props.canChange && ["made", "printed"].includes(stateOf(letter))}>
                  <div class="id-acts">
                    <Button isSmall look="quiet" onClick={() => void send(letter.id)}>
                      {t("console.letters.mark_sent")}
                    </Button>
                  </div>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Card>
  );
}
