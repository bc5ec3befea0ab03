// A form that leads to its own mistakes: what was refused stands above its fields as links to each of them, beside each of them, and takes the focus.
import { createEffect, type JSX, on } from "solid-js";
import { FormOfFieldsContext } from "../../parts/field/refused-fields.ts";
import { watchFields } from "./form-of-fields.ts";
import { FormRefusal, type RefusedSending } from "./form-refusal.tsx";

/**
 * Its fields are known by their `name`, which is the key of the body that is sent.
 * @param props.of is busy while it is sent; what came back is shown when that is over.
 */
export function FieldsForm(props: {
  of: RefusedSending & { isBusy(): boolean };
  class?: string;
  novalidate?: boolean;
  onSubmit: (event: SubmitEvent) => void;
  children: JSX.Element;
}): JSX.Element {
  const fields = watchFields(() => props.of.refused());
  let refusal: HTMLElement | undefined;
  createEffect(
    on(
      () => props.of.isBusy(),
      (isBusy, wasBusy) => {
        if (wasBusy === true && !isBusy && refusal?.isConnected) refusal.focus();
      },
    ),
  );
  return (
    <form class={props.class} novalidate={props.novalidate} onSubmit={(event) => props.onSubmit(event)}>
      <FormRefusal
        of={props.of}
        fields={fields}
        ref={(box) => {
          refusal = box;
        }}
      />
      <FormOfFieldsContext.Provider value={fields}>{props.children}</FormOfFieldsContext.Provider>
    </form>
  );
}
