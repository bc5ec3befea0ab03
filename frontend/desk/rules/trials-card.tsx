// A rule's back-tests, newest first.
import { A } from "@solidjs/router";
import { For, type JSX } from "solid-js";
import type { TrialHead } from "../../../backend/triage/rules/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Said } from "../../parts/moment/moment.tsx";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { saySpan } from "./say-rule.ts";

export function TrialsCard(props: { trials: readonly TrialHead[] }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("rules.trials")} count={props.trials.length}>
      <ul class="side-list">
        <For each={props.trials} fallback={<li class="quiet-text">{t("rules.no_trials")}</li>}>
          {(trial) => (
            <li>
              <A href={`/rules/trials/${trial.id}`}>{formatInstant(trial.askedAt)}</A>
              <p class="quiet-text small-text">
                <Said>
                  {(moment) =>
                    [t(`rules.trial_state.${trial.state}`), saySpan(t, trial, moment), trial.askedBy?.name ?? ""]
                      .filter((part) => part !== "")
                      .join(" · ")
                  }
                </Said>
              </p>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}
