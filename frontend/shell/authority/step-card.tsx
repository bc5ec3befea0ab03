// "Next step": which one, its fields, the act; where the law or the office asks for it, with the passkey.
import { createEffect, createMemo, createSignal, type JSX, on, Show } from "solid-js";
import type { StepUpBinding } from "../../../backend/identity/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../confirm/confirmed-act.ts";
import { collect, createTyped, type StepField, StepFields } from "./step-fields.tsx";
import type { AskedForm } from "../forms/form-reasons.ts";
import { FormWhy } from "../forms/form-why.tsx";
import { FieldsForm } from "../forms/fields-form.tsx";
import "../account/people.css";
import "./authority.css";

export interface StepOffer {
  kind: string;
  label: string;
  fields: readonly StepField[];
  binding?: StepUpBinding | undefined;
  /** Said above the fields. */
  note?: JSX.Element;
}

/** @param props.run sends the step; it throws what the server says. */
export function StepCard(props: {
  title: string;
  offers: readonly StepOffer[];
  run: (kind: string, body: Record<string, unknown>) => Promise<void>;
  act?: string;
  /** Why it asks and who sees it, above its fields. */
  asks: AskedForm;
  children?: JSX.Element;
  none?: string;
}): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const typed = createTyped();
  const [chosen, setChosen] = createSignal("");
  const kinds = createMemo(() => props.offers.map(({ kind }) => kind).join());
  // Where there is one step only, nobody chooses.
  const onlyOne = (): string => (props.offers.length === 1 ? (props.offers[0]?.kind ?? "") : "");
  // What was typed stays while a page reads itself again, and goes with the step that it was for.
  createEffect(on(kinds, () => props.offers.some(({ kind }) => kind === chosen()) || setChosen(onlyOne())));
  const offer = createMemo(() => props.offers.find(({ kind }) => kind === chosen()));
  const go = async (wanted: StepOffer): Promise<void> => {
    const isDone = await act.run(
      wanted.binding,
      async () => await props.run(wanted.kind, collect(wanted.fields, typed.values())),
    );
    if (!isDone) return;
    typed.clear();
    setChosen(onlyOne());
  };
  return (
    <Card title={props.title}>
      <Show
        when={props.offers.length > 0}
        fallback={<p class="quiet-text">{props.none ?? t("inspections.no_step")}</p>}
      >
        <FieldsForm
          of={act}
          class="id-form"
          onSubmit={(event) => {
            event.preventDefault();
            const wanted = offer();
            if (wanted) void go(wanted);
          }}
        >
          <FormWhy of={props.asks} />
          <Show when={props.offers.length > 1}>
            <SelectField
              label={t("inspections.choose_step")}
              options={[
                { value: "", label: t("inspections.choose") },
                ...props.offers.map(({ kind, label }) => ({ value: kind, label })),
              ]}
              value={chosen()}
              onChange={(event) => {
                act.clear();
                setChosen(event.currentTarget.value);
              }}
            />
          </Show>
          <Show when={offer()}>
            {(known) => (
              <>
                {known().note}
                <StepFields fields={known().fields} typed={typed} />
                {props.children}
                <Show when={known().binding}>
                  <p class="quiet-text small-text">{t("inspections.with_passkey")}</p>
                </Show>
                <div>
                  <Button type="submit" look="main" isBusy={act.isBusy()}>
                    {props.act ?? known().label}
                  </Button>
                </div>
              </>
            )}
          </Show>
        </FieldsForm>
      </Show>
    </Card>
  );
}
