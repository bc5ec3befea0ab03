// What was measured for one target in one year; a number that stands already is replaced and kept in history.
import { createSignal, type JSX, Show } from "solid-js";
import type { TargetView } from "../../../backend/reporting/review/model.ts";
import { TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { sayUnit } from "./say-target.ts";
import { readAmount, say, sayAmount } from "../../shell/say/say-texts.ts";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

export function MeasureDialog(props: {
  target: TargetView;
  year: number;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const [value, setValue] = createSignal("");
  const [on, setOn] = createSignal(`${props.year}-12-31` < today() ? `${props.year}-12-31` : today());
  const [source, setSource] = createSignal("");
  return (
    <ActDialog
      asks="review"
      title={t("committee.measure_of", { name: say(props.target.names), year: String(props.year) })}
      act={t("committee.record")}
      onClose={props.onClose}
      onDone={props.onDone}
      send={async () =>
        await apiPost("/api/v1/committee/measurements", {
          targetId: props.target.id,
          year: props.year,
          value: readAmount(value()),
          measuredOn: on(),
          source: source(),
        })
      }
    >
      <Show when={props.target.thisYear}>
        {(now) => <p>{t("committee.stands_now", { value: sayAmount(now().value), source: now().source })}</p>}
      </Show>
      <TextField
        name="value"
        label={t("committee.value_in", { unit: sayUnit(props.target.unit) })}
        why={whyAsked("committee.value_in")}
        inputMode="decimal"
        required
        value={value()}
        onInput={(event) => setValue(event.currentTarget.value)}
      />
      <TextField
        name="measuredOn"
        label={t("committee.column.measured_on")}
        why={whyAsked("committee.column.measured_on")}
        type="date"
        required
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

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
