// Somebody who answers for a constituent.
import { createSignal, type JSX, Show } from "solid-js";
import { contactRoles } from "../../../backend/registry/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextField, Tick } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords, type WordsLanguage } from "../../platform/words.ts";
import { LanguageTicks } from "./language-ticks.tsx";
import { createSending } from "./send-form.ts";

export function ContactDialog(props: { constituentId: string; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [name, setName] = createSignal("");
  const [role, setRole] = createSignal<string>("security");
  const [email, setEmail] = createSignal("");
  const [phone, setPhone] = createSignal("");
  const [hours, setHours] = createSignal("");
  const [languages, setLanguages] = createSignal<WordsLanguage[]>([currentLanguage()]);
  const [isSafe, setSafe] = createSignal(false);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    await sending.run(async () => {
      await apiPost("/api/v1/registry/contacts", {
        constituentId: props.constituentId,
        name: name().trim(),
        role: role(),
        languages: languages(),
        isSafeChannel: isSafe(),
        ...(email().trim() ? { email: email().trim() } : {}),
        ...(phone().trim() ? { phone: phone().trim() } : {}),
        ...(hours().trim() ? { hours: hours().trim() } : {}),
      });
      props.onDone();
    });
  };
  return (
    <Dialog isOpen onClose={() => props.onClose()} title={t("desk.directory.add_contact")}>
      <form onSubmit={(event) => void submit(event)} novalidate>
        <Show when={sending.problem()}>
          <Notice tone="problem" isAlert>
            {sending.problem()}
          </Notice>
        </Show>
        <TextField
          label={t("desk.directory.contact_name")}
          value={name()}
          maxLength={200}
          error={sending.errorOf("name")}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <SelectField
          label={t("desk.directory.role_label")}
          value={role()}
          options={contactRoles.map((value) => ({ value, label: t(`desk.directory.role.${value}`) }))}
          onChange={(event) => setRole(event.currentTarget.value)}
        />
        <TextField
          label={t("desk.directory.email")}
          type="email"
          value={email()}
          maxLength={320}
          error={sending.errorOf("email")}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
        <TextField
          label={t("desk.directory.phone")}
          type="tel"
          value={phone()}
          maxLength={40}
          onInput={(event) => setPhone(event.currentTarget.value)}
        />
        <TextField
          label={t("desk.directory.hours")}
          value={hours()}
          maxLength={200}
          onInput={(event) => setHours(event.currentTarget.value)}
        />
        <LanguageTicks chosen={languages()} onChange={setLanguages} />
        <Tick
          label={t("desk.directory.safe")}
          hint={t("desk.directory.safe_hint")}
          checked={isSafe()}
          onChange={setSafe}
        />
        <DialogButtons act={t("desk.directory.save")} isBusy={sending.isBusy()} onCancel={() => props.onClose()} />
      </form>
    </Dialog>
  );
}
