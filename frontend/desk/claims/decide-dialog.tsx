// Approves or refuses a claim, with what was seen or why not.
import { createSignal, type JSX } from "solid-js";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createSending } from "../../shell/claims/create-sending.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

export function DecideDialog(props: {
  claimId: string;
  act: "approve" | "refuse";
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [reason, setReason] = createSignal("");
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const isDone = await sending.run(async () => {
      await apiPost(`/api/v1/registry/claims/${props.claimId}/${props.act}`, { reason: reason() });
    });
    if (isDone) props.onDone();
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={t(`claims.${props.act}`)}
      description={t(`claims.${props.act}_text`)}
    >
      <FieldsForm of={sending} class="claim-form" onSubmit={(event) => void submit(event)} novalidate>
        <TextArea
          name="reason"
          label={t(`claims.${props.act}_reason`)}
          value={reason()}
          maxLength={2000}
          error={sending.errorOf("reason")}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <DialogButtons
          act={t(`claims.${props.act}`)}
          isDanger={props.act === "refuse"}
          isBusy={sending.isBusy()}
          onCancel={() => props.onClose()}
        />
      </FieldsForm>
    </Dialog>
  );
}
