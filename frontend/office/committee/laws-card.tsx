// How far each law is carried out, five steps a law; each said with its source.
import { createSignal, For, type JSX, Show } from "solid-js";
import { lawSteps, type LawStepView, type ReviewView, stepStates } from "../../../backend/reporting/review/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { say } from "../../shell/say/say-texts.ts";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

const tones = { yes: "low", partly: "medium", no: "high", unknown: "plain" } as const;

export function LawsCard(props: { review: ReviewView; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [law, setLaw] = createSignal<LawStepView>();
  return (
    <Card title={t("committee.laws")} count={props.review.laws.length}>
      <Show when={props.review.laws.length > 0} fallback={<p class="quiet-text">{t("committee.no_laws")}</p>}>
        <div class="committee-scroll" tabindex="0" role="region" aria-label={t("committee.laws")}>
          <table class="committee-table">
            <thead>
              <tr>
                <th scope="col">{t("committee.column.law")}</th>
                <For each={lawSteps}>{(step) => <th scope="col">{t(`committee.step.${step}`)}</th>}</For>
                <Show when={props.review.can.change}>
                  <th scope="col">
                    <span class="for-ears">{t("committee.acts")}</span>
                  </th>
                </Show>
              </tr>
            </thead>
            <tbody>
              <For each={props.review.laws}>
                {(row) => (
                  <tr>
                    <th scope="row">{say(row.names) || row.instrument}</th>
                    <For each={row.steps}>
                      {(step) => (
                        <td>
                          <Tag tone={tones[step.state]} title={step.source}>
                            {t(`committee.state.${step.state}`)}
                          </Tag>
                          <Show when={step.reachedOn}>{(day) => <p class="committee-under figures">{day()}</p>}</Show>
                        </td>
                      )}
                    </For>
                    <Show when={props.review.can.change}>
                      <td>
                        <Button isSmall onClick={() => setLaw(row)}>
                          {t("committee.tell_step")}
                        </Button>
                      </td>
                    </Show>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
      <Show when={law()}>
        {(chosen) => <StepDialog law={chosen()} onClose={() => setLaw(undefined)} onDone={props.onDone} />}
      </Show>
    </Card>
  );
}

function StepDialog(props: { law: LawStepView; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [step, setStep] = createSignal<string>(lawSteps[0]);
  const [state, setState] = createSignal<string>("yes");
  const [on, setOn] = createSignal("");
  const [source, setSource] = createSignal("");
  return (
    <ActDialog
      asks="review"
      title={say(props.law.names) || props.law.instrument}
      act={t("committee.save")}
      onClose={props.onClose}
      onDone={props.onDone}
      send={async () =>
        await apiPost("/api/v1/committee/law-steps", {
          instrument: props.law.instrument,
          step: step(),
          state: state(),
          reachedOn: on() || null,
          source: source(),
        })
      }
    >
      <SelectField
        name="step"
        label={t("committee.step")}
        why={whyAsked("committee.step")}
        options={lawSteps.map((value) => ({ value, label: t(`committee.step.${value}`) }))}
        value={step()}
        onChange={(event) => setStep(event.currentTarget.value)}
      />
      <SelectField
        name="state"
        label={t("committee.column.state")}
        why={whyAsked("committee.column.state")}
        options={stepStates.map((value) => ({ value, label: t(`committee.state.${value}`) }))}
        value={state()}
        onChange={(event) => setState(event.currentTarget.value)}
      />
      <TextField
        name="reachedOn"
        label={t("committee.reached_on")}
        why={whyAsked("committee.reached_on")}
        type="date"
        value={on()}
        onInput={(event) => setOn(event.currentTarget.value)}
      />
      <TextField
        name="source"
        label={t("committee.column.source")}
        hint={t("committee.source_hint")}
        required
        maxLength={500}
        value={source()}
        onInput={(event) => setSource(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
