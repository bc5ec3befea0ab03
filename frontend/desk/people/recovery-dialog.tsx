// Asking for a recovery: how the person was recognised, then the link, or the wait for another administrator.
import { createSignal, type JSX, Show } from "solid-js";
import { type PersonView, stepUpFor } from "../../../backend/identity/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { CopyOnce } from "../../shell/confirm/copy-once.tsx";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

export interface RecoveryLinkView {
  link: string;
  opensAt: string;
  expiresAt: string;
}

export function RecoveryDialog(props: { person: PersonView; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [proof, setProof] = createSignal("");
  const [asked, setAsked] = createSignal<{ link?: RecoveryLinkView }>();
  const ask = async (): Promise<void> => {
    const { id } = props.person;
    const isDone = await act.run(stepUpFor.askRecovery(id), async () => {
      setAsked(
        await apiPost<{ link?: RecoveryLinkView }>(`/api/v1/identity/people/${id}/recovery`, { proof: proof() }),
      );
    });
    if (isDone) props.onDone();
  };
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={t("identity.people.recover_of", { name: props.person.name })}
      description={t("identity.people.recover_text")}
    >
      <Show
        when={asked()}
        fallback={
          <FieldsForm
            of={act}
            class="id-form"
            onSubmit={(event) => {
              event.preventDefault();
              void ask();
            }}
          >
            <TextArea
              name="proof"
              label={t("identity.people.recover_proof")}
              hint={t("identity.people.recover_proof_hint")}
              required
              minLength={10}
              maxLength={2000}
              value={proof()}
              onInput={(event) => setProof(event.currentTarget.value)}
            />
            <DialogButtons act={t("identity.people.recover_act")} onCancel={props.onClose} isBusy={act.isBusy()} />
          </FieldsForm>
        }
      >
        {(done) => (
          <Show when={done().link} fallback={<Notice>{t("identity.people.recover_waits")}</Notice>}>
            {(link) => <ShownRecoveryLink link={link()} />}
          </Show>
        )}
      </Show>
    </Dialog>
  );
}

export function ShownRecoveryLink(props: { link: RecoveryLinkView }): JSX.Element {
  const t = useWords();
  return (
    <>
      <CopyOnce label={t("identity.people.link")} value={props.link.link} />
      <Show when={new Date(props.link.opensAt) > new Date()}>
        <p>{t("identity.people.opens", { when: formatInstant(props.link.opensAt) })}</p>
      </Show>
      <p class="quiet-text">{t("identity.people.until", { when: formatInstant(props.link.expiresAt) })}</p>
    </>
  );
}
