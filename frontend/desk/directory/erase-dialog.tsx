// Forgetting a contact that has ended, because the person asked: with a reason, and confirmed by the passkey.
import { createSignal, type JSX } from "solid-js";
import { contactStepUp } from "../../../backend/registry/contacts/model.ts";
import type { ContactView } from "../../../backend/reporting/directory/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

export function EraseDialog(props: { contact: ContactView; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [reason, setReason] = createSignal("");
  const [isAsked, setAsked] = createSignal(false);
  const isShort = (): boolean => reason().trim().length < 3;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setAsked(true);
    if (isShort()) return;
    const isDone = await act.run(contactStepUp.erase(props.contact.id), async () => {
      await apiPost(`/api/v1/registry/contacts/${props.contact.id}/erase`, { reason: reason().trim() });
    });
    if (isDone) props.onDone();
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={t("register.contact.erase_title", { name: props.contact.name })}
      description={t("register.contact.erase_hint")}
    >
      <FieldsForm of={act} novalidate onSubmit={(event) => void submit(event)}>
        <TextArea
          name="reason"
          label={t("register.reason")}
          rows={3}
          value={reason()}
          maxLength={2000}
          error={isAsked() && isShort() ? t("register.expected.reason") : undefined}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <DialogButtons
          act={t("register.contact.erase")}
          isDanger
          isBusy={act.isBusy()}
          onCancel={() => props.onClose()}
        />
      </FieldsForm>
    </Dialog>
  );
}
