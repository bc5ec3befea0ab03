// The next step of a formality: which one, its fields, the act; a decision with the passkey.
import { createSignal, For, type JSX, Match, Show, Switch } from "solid-js";
import type { FormalityPage } from "../../../backend/compliance/formalities/answers/model.ts";
import {
  type FormalityStep,
  isPublic,
  outcomes,
  outcomesOf,
  stepsIn,
  stepUpForFormality,
} from "../../../backend/compliance/formalities/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { readAmount } from "../../shell/say/say-texts.ts";
import { can } from "../../shell/session.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import "../../shell/account/people.css";
import { FormWhy } from "../../shell/forms/form-why.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

type Kind = FormalityStep["kind"];
type Input = "text" | "long" | "day";
type InputName = "text" | "amount" | "currency" | "basis" | "paidOn" | "bankReference" | "reason";
const inputs: Partial<Record<Kind, readonly [name: InputName, input: Input][]>> = {
  ask: [["text", "long"]],
  set_fee: [
    ["amount", "text"],
    ["currency", "text"],
    ["basis", "text"],
  ],
  record_fee: [
    ["paidOn", "day"],
    ["bankReference", "text"],
  ],
  note: [["text", "long"]],
  withdraw_extract: [["reason", "text"]],
};

export function StepForm(props: { view: FormalityPage; onDone: () => Promise<void> }): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [chosen, setChosen] = createSignal("");
  const [typed, setTyped] = createSignal<Readonly<Record<string, string>>>({});
  const [missing, setMissing] = createSignal<readonly string[]>([]);
  const kinds = (): readonly Kind[] => {
    const isPublished = props.view.extract !== null && props.view.extract.withdrawnReason === null;
    const isHead = can("authority.decide");
    return can("authority.work")
      ? stepsIn(props.view.state, isPublished).filter(
          (kind) =>
            (isHead || (kind !== "decide" && kind !== "withdraw_extract")) &&
            (kind !== "record_fee" || (props.view.fee.set !== null && props.view.fee.paid === null)) &&
            (kind !== "set_fee" || props.view.fee.paid === null),
        )
      : [];
  };
  const kind = (): Kind | undefined => kinds().find((one) => one === chosen());
  const value = (name: string): string => typed()[name] ?? "";
  const set = (name: string, text: string): void => void setTyped({ ...typed(), [name]: text });
  const outcome = () => outcomes.find((one) => one === value("outcome"));
  const hasConditions = (): boolean =>
    outcome() === "accepted_with_conditions" || outcome() === "favourable_with_reservations";
  const isShown = (): boolean => {
    const known = outcome();
    return known !== undefined && isPublic(known);
  };
  const stepOf = (of: Kind): Record<string, unknown> => {
    if (of === "decide")
      return {
        outcome: value("outcome"),
        decision: value("decision"),
        conditions: hasConditions() ? value("conditions") : "",
        publicTitle: isShown() ? value("publicTitle") : "",
      };
    const texts = Object.fromEntries((inputs[of] ?? []).map(([name]) => [name, value(name)]));
    if (of === "set_fee") return { ...texts, amount: readAmount(value("amount")) };
    return of === "ask" ? { ...texts, missing: [...missing()] } : texts;
  };
  const take = async (of: Kind): Promise<void> => {
    const { view, onDone } = props;
    const { id, version } = view;
    const binding = of === "decide" ? stepUpForFormality.decide(id, version) : undefined;
    const isDone = await act.run(binding, async () => {
      await apiPost(`/api/v1/office/formalities/${id}/steps`, { version, step: { kind: of, ...stepOf(of) } });
    });
    if (!isDone) return;
    setTyped({});
    setMissing([]);
    setChosen("");
    await onDone();
  };
  return (
    <Card title={t("formalities.office.next")}>
      <Show when={kinds().length > 0} fallback={<p class="quiet-text">{t("formalities.office.none_left")}</p>}>
        <FieldsForm
          of={act}
          class="id-form"
          novalidate
          onSubmit={(event) => {
            event.preventDefault();
            const of = kind();
            if (of) void take(of);
          }}
        >
          <FormWhy of="proceeding" />
          <SelectField
            label={t("formalities.office.next")}
            isLabelHidden
            value={chosen()}
            options={[
              { value: "", label: t("formalities.input.choose") },
              ...kinds().map((one) => ({ value: one, label: t(`formalities.step.${one}`) })),
            ]}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
          <Show when={kind() === "ask"}>
            <fieldset class="formality-ticks">
              <legend class="field-label">{t("formalities.input.missing")}</legend>
              <For each={props.view.form}>
                {(field) => (
                  <Tick
                    label={field.name[currentLanguage()]}
                    checked={missing().includes(field.id)}
                    onChange={(isOn) =>
                      setMissing(isOn ? [...missing(), field.id] : missing().filter((known) => known !== field.id))
                    }
                  />
                )}
              </For>
            </fieldset>
          </Show>
          <For each={inputs[kind() ?? "complete"] ?? []}>
            {([name, input]) => (
              <Switch
                fallback={
                  <TextField
                    label={t(`formalities.input.${name}`)}
                    why={whyAsked(`formalities.input.${name}`)}
                    name={name}
                    type={input === "day" ? "date" : "text"}
                    required
                    value={value(name)}
                    onInput={(event) => set(name, event.currentTarget.value)}
                  />
                }
              >
                <Match when={input === "long"}>
                  <TextArea
                    label={t(`formalities.input.${name}`)}
                    why={whyAsked(`formalities.input.${name}`)}
                    name={name}
                    required
                    value={value(name)}
                    onInput={(event) => set(name, event.currentTarget.value)}
                  />
                </Match>
              </Switch>
            )}
          </For>
          <Show when={kind() === "decide"}>
            <Show when={props.view.fee.set !== null && props.view.fee.paid === null}>
              <p class="quiet-text">{t("formalities.office.unpaid")}</p>
            </Show>
            <SelectField
              label={t("formalities.input.outcome")}
              why={whyAsked("formalities.input.outcome")}
              name="outcome"
              value={value("outcome")}
              options={[
                { value: "", label: t("formalities.input.choose") },
                ...outcomesOf(props.view.kind).map((one) => ({ value: one, label: t(`formalities.outcome.${one}`) })),
              ]}
              onChange={(event) => set("outcome", event.currentTarget.value)}
            />
            <TextArea
              label={t("formalities.input.decision")}
              why={whyAsked("formalities.input.decision")}
              name="decision"
              required
              value={value("decision")}
              onInput={(event) => set("decision", event.currentTarget.value)}
            />
            <Show when={hasConditions()}>
              <TextArea
                label={t("formalities.input.conditions")}
                why={whyAsked("formalities.input.conditions")}
                name="conditions"
                required
                value={value("conditions")}
                onInput={(event) => set("conditions", event.currentTarget.value)}
              />
            </Show>
            <Show when={isShown()}>
              <TextField
                label={t("formalities.input.publicTitle")}
                hint={t("formalities.input.publicTitle_hint")}
                name="publicTitle"
                required
                maxLength={300}
                value={value("publicTitle")}
                onInput={(event) => set("publicTitle", event.currentTarget.value)}
              />
            </Show>
            <p class="quiet-text small-text">{t("inspections.with_passkey")}</p>
          </Show>
          <Show when={kind()}>
            {(of) => (
              <div>
                <Button type="submit" look="main" isBusy={act.isBusy()}>
                  {t(`formalities.step.${of()}`)}
                </Button>
              </div>
            )}
          </Show>
        </FieldsForm>
      </Show>
    </Card>
  );
}
