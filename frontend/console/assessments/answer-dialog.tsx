// Answering for a duty: state, the reason where it does not apply, who sees to it, until when, a note.
import { createSignal, type JSX, Show } from "solid-js";
import { type AssessmentView, givenStates, type ItemView } from "../../../backend/compliance/assessments/model.ts";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { apiPut } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

export function AnswerDialog(props: {
  packId: string;
  item: ItemView;
  people: AssessmentView["people"];
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const isHeld = () => props.item.state === "excepted";
  const [state, setState] = createSignal<string>(props.item.state);
  const [reason, setReason] = createSignal(props.item.reason ?? "");
  const [owner, setOwner] = createSignal(props.item.owner?.id ?? "");
  const [due, setDue] = createSignal(props.item.dueOn ?? "");
  const [note, setNote] = createSignal(props.item.note);
  return (
    <ActDialog
      asks="assessment"
      title={t("assessments.answer")}
      description={props.item.title}
      act={t("assessments.save")}
      onClose={props.onClose}
      onDone={props.onDone}
      send={async () =>
        await apiPut(`/api/v1/assessments/${props.packId}/items/${props.item.obligation}`, {
          version: props.item.version,
          ...(isHeld() ? {} : { state: state() }),
          reason: state() === "not_applicable" ? reason() : null,
          note: note(),
          ownerId: owner() === "" ? null : owner(),
          dueOn: due() === "" ? null : due(),
        })
      }
    >
      <Show when={!isHeld()} fallback={<p class="quiet-text">{t("assessments.field.state_held")}</p>}>
        <SelectField
          name="state"
          label={t("assessments.field.state")}
          why={whyAsked("assessments.field.state")}
          value={state()}
          options={givenStates.map((value) => ({ value, label: t(`assessments.standing.${value}`) }))}
          onChange={(change) => setState(change.currentTarget.value)}
        />
      </Show>
      <Show when={state() === "not_applicable"}>
        <TextArea
          name="reason"
          label={t("assessments.field.reason")}
          why={whyAsked("assessments.field.reason")}
          rows={2}
          required
          minLength={3}
          maxLength={2000}
          value={reason()}
          onInput={(input) => setReason(input.currentTarget.value)}
        />
      </Show>
      <SelectField
        name="ownerId"
        label={t("assessments.field.owner")}
        why={whyAsked("assessments.field.owner")}
        value={owner()}
        options={[
          { value: "", label: t("assessments.field.nobody") },
          ...props.people.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(change) => setOwner(change.currentTarget.value)}
      />
      <TextField
        name="dueOn"
        type="date"
        label={t("assessments.field.due")}
        why={whyAsked("assessments.field.due")}
        value={due()}
        onInput={(input) => setDue(input.currentTarget.value)}
      />
      <TextArea
        name="note"
        label={t("assessments.field.note")}
        rows={3}
        maxLength={4000}
        value={note()}
        onInput={(input) => setNote(input.currentTarget.value)}
      />
    </ActDialog>
  );
}
