// A draft clock as fields: its kind, how long, from what, and whether it moves over days off.
import { createSignal, type JSX, Show } from "solid-js";
import {
  type DraftForm,
  type DraftKind,
  draftKinds,
  type DraftUnit,
  draftUnits,
  type Triable,
} from "../../../backend/compliance/what-if/model.ts";
import { SelectField, TextField, Tick } from "../../parts/field/field.tsx";
import { useWords } from "../../platform/words.ts";

type Typed = Omit<DraftForm, "setBy" | "start" | "amount"> & { amount: string; start: string | undefined };

export interface ClockForm {
  typed: () => Typed;
  change: (part: Partial<Typed>) => void;
  /** As the server's model reads it. `setBy` and the start unless one was chosen come from the duty. */
  form: (setBy: string, start: string) => DraftForm;
}

export function createClockForm(): ClockForm {
  const [typed, setTyped] = createSignal<Typed>({
    kind: "duration",
    amount: "72",
    unit: "hours",
    start: undefined,
    rollAt: null,
  });
  return {
    typed,
    change: (part) => setTyped((known) => ({ ...known, ...part })),
    form: (setBy, start) => ({
      ...typed(),
      amount: Number(typed().amount.trim() || "NaN"),
      start: typed().start ?? start,
      setBy,
    }),
  };
}

export function ClockFields(props: { typed: ClockForm; events: Triable["events"]; start: string }): JSX.Element {
  const t = useWords();
  const typed = () => props.typed.typed();
  const isCounted = () => typed().kind === "duration" || typed().kind === "working_days";
  return (
    <>
      <SelectField
        label={t("whatif.kind")}
        value={typed().kind}
        options={draftKinds.map((value) => ({ value, label: t(`whatif.kind.${value}`) }))}
        onChange={(change) => props.typed.change({ kind: change.currentTarget.value as DraftKind })}
      />
      <SelectField
        label={t("whatif.start")}
        value={typed().start ?? props.start}
        options={props.events.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(change) => props.typed.change({ start: change.currentTarget.value })}
      />
      <Show when={isCounted()}>
        <TextField
          label={t("whatif.amount")}
          inputMode="numeric"
          value={typed().amount}
          onInput={(input) => props.typed.change({ amount: input.currentTarget.value })}
        />
      </Show>
      <Show when={typed().kind === "duration"}>
        <SelectField
          label={t("whatif.unit")}
          value={typed().unit}
          options={draftUnits.map((value) => ({ value, label: t(`whatif.unit.${value}`) }))}
          onChange={(change) => props.typed.change({ unit: change.currentTarget.value as DraftUnit })}
        />
      </Show>
      <Show when={isCounted()}>
        <div class="what-if-wide">
          <Tick
            label={t("whatif.roll")}
            checked={typed().rollAt !== null}
            onChange={(isOn) => props.typed.change({ rollAt: isOn ? "12:00" : null })}
          />
        </div>
        <Show when={typed().rollAt !== null}>
          <TextField
            type="time"
            label={t("whatif.roll_at")}
            value={typed().rollAt ?? ""}
            onInput={(input) => props.typed.change({ rollAt: input.currentTarget.value })}
          />
        </Show>
      </Show>
    </>
  );
}
