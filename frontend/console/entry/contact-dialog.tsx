// A contact of the own entry: a new one, or changes. How somebody is reached changes at once; who it is and the address wait for the desk.
import { createSignal, type JSX } from "solid-js";
import type { OwnEntry } from "../../../backend/registry/enrolment/model.ts";
import { contactRoles } from "../../../backend/registry/model.ts";
import { changeRules, type ContactField } from "../../../backend/registry/proposals/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { useWords, type WordsLanguage, wordsLanguages } from "../../platform/words.ts";
import { LanguageTicks } from "../../desk/directory/language-ticks.tsx";
import "../../shell/register/register.css";
import { createProposal } from "./create-proposal.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import { FormWhy } from "../../shell/forms/form-why.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

type Contact = OwnEntry["contacts"][number];

export function ContactDialog(props: {
  entry: OwnEntry;
  contact: Contact | undefined;
  onClose: () => void;
  onDone: (text: string) => void;
}): JSX.Element {
  const t = useWords();
  const [name, setName] = createSignal(props.contact?.name ?? "");
  const [role, setRole] = createSignal(props.contact?.role ?? "security");
  const [email, setEmail] = createSignal(props.contact?.email ?? "");
  const [phone, setPhone] = createSignal(props.contact?.phone ?? "");
  const [hours, setHours] = createSignal(props.contact?.hours ?? "");
  const [languages, setLanguages] = createSignal<WordsLanguage[]>(
    wordsLanguages.filter((language) => (props.contact?.languages ?? props.entry.languages).includes(language)),
  );
  const proposal = createProposal((text) => props.onDone(text));
  // Of a new contact everything waits.
  const ruleOf = (field: ContactField): string =>
    t(`console.rule.${props.contact ? changeRules.contact[field] : "approval"}`);
  const send = async (): Promise<void> => {
    const known = contactRoles.find((one) => one === role()) ?? "other";
    const text = (value: string): string | undefined => (value.trim() === "" ? undefined : value.trim());
    if (!props.contact) {
      const contact = {
        name: name(),
        role: known,
        languages: languages(),
        ...(text(email()) ? { email: text(email()) } : {}),
        ...(text(phone()) ? { phone: text(phone()) } : {}),
        ...(text(hours()) ? { hours: text(hours()) } : {}),
      };
      await proposal.send({ kind: "contact_add", constituentId: props.entry.id, contact });
      return;
    }
    await proposal.send({
      kind: "contact",
      contactId: props.contact.id,
      changes: {
        name: name(),
        role: known,
        languages: languages(),
        email: text(email()) ?? null,
        phone: text(phone()) ?? null,
        hours: text(hours()) ?? null,
      },
    });
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={t(props.contact ? "console.contacts.change" : "console.contacts.add")}
      description={t(props.contact ? "console.contacts.change_text" : "console.contacts.add_text")}
    >
      <FieldsForm
        of={proposal}
        class="id-form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <FormWhy of="entry" />
        <TextField
          label={t("console.field.name")}
          name="name"
          hint={ruleOf("name")}
          required
          maxLength={200}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <SelectField
          label={t("console.field.role")}
          name="role"
          why={whyAsked("console.field.role")}
          hint={ruleOf("role")}
          value={role()}
          options={contactRoles.map((value) => ({ value, label: t(`desk.directory.role.${value}`) }))}
          onChange={(event) => setRole(event.currentTarget.value)}
        />
        <TextField
          label={t("console.field.email")}
          name="email"
          why={whyAsked("console.field.email")}
          hint={ruleOf("email")}
          type="email"
          maxLength={320}
          value={email()}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
        <TextField
          label={t("console.field.phone")}
          name="phone"
          why={whyAsked("console.field.phone")}
          hint={ruleOf("phone")}
          type="tel"
          maxLength={40}
          value={phone()}
          onInput={(event) => setPhone(event.currentTarget.value)}
        />
        <TextField
          label={t("console.field.hours")}
          name="hours"
          why={whyAsked("console.field.hours")}
          hint={ruleOf("hours")}
          maxLength={200}
          value={hours()}
          onInput={(event) => setHours(event.currentTarget.value)}
        />
        <LanguageTicks chosen={languages()} onChange={setLanguages} />
        <DialogButtons act={t("console.entry.send")} onCancel={() => props.onClose()} isBusy={proposal.isBusy()} />
      </FieldsForm>
    </Dialog>
  );
}
