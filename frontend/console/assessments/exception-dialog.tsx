// Excepting a duty until a day, with the reason: the day after it is open again by itself.
import { createSignal, type JSX } from "solid-js";
import type { ItemView } from "../../../backend/compliance/assessments/model.ts";
import { TextArea, TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

export function ExceptionDialog(props: {
  packId: string;
  item: ItemView;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const [reason, setReason] = createSignal("");
  const [endsOn, setEndsOn] = createSignal("");
  return (
    <ActDialog
      asks="assessment"
      title={t("assessments.except")}
      description={props.item.title}
      act={t("assessments.except")}
      onClose={props.onClose}
      onDone={props.onDone}
      send={async () =>
        await apiPost(`/api/v1/assessments/${props.packId}/items/${props.item.obligation}/exceptions`, {
          version: props.item.version,
          reason: reason(),
          endsOn: endsOn(),
        })
      }
    >
      <TextArea
        name="reason"
        label={t("assessments.field.why")}
        why={whyAsked("assessments.field.why")}
        rows={3}
        required
        minLength={3}
        maxLength={2000}
        value={reason()}
        onInput={(input) => setReason(input.currentTarget.value)}
      />
      <TextField
        name="endsOn"
        type="date"
        label={t("assessments.field.ends")}
        hint={t("assessments.field.ends_hint")}
        required
        value={endsOn()}
        onInput={(input) => setEndsOn(input.currentTarget.value)}
      />
    </ActDialog>
  );
}
