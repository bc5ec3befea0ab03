// Somebody who answers for a constituent: new, or corrected. Of a correction only what differs is sent, on the version that was seen.
import { createSignal, type JSX, onMount } from "solid-js";
import { contactRoles, safeChannelKinds } from "../../../backend/registry/model.ts";
import type { ContactDetail } from "../../../backend/registry/profile/details/model.ts";
import type { ContactView } from "../../../backend/reporting/directory/model.ts";
import { SelectField, TextField, Tick } from "../../parts/field/field.tsx";
import { apiPatch, apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords, type WordsLanguage, wordsLanguages } from "../../platform/words.ts";
import { choices, loadChoices } from "./choices.ts";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { LanguageTicks } from "./language-ticks.tsx";
import { createSending } from "./send-form.ts";
import { toHours, type Weekly, WeeklyField, weeklyOf } from "./weekly-field.tsx";

export function ContactDialog(props: {
  constituentId: string;
  /** The contact to correct; absent for a new one. */
  before?: { contact: ContactView; detail: ContactDetail } | undefined;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const before = props.before;
  const known = before?.contact;
  const [name, setName] = createSignal(known?.name ?? "");
  const [role, setRole] = createSignal<string>(known?.role ?? "security");
  const [email, setEmail] = createSignal(known?.email ?? "");
  const [phone, setPhone] = createSignal(known?.phone ?? "");
  const [hours, setHours] = createSignal(known?.hours ?? "");
  const [languages, setLanguages] = createSignal<WordsLanguage[]>(
    known ? wordsLanguages.filter((one) => known.languages.includes(one)) : [currentLanguage()],
  );
  const [isSafe, setSafe] = createSignal(known?.isSafeChannel ?? false);
  const [channelKind, setChannelKind] = createSignal(before?.detail.safeChannel?.kind ?? "");
  const [channel, setChannel] = createSignal(before?.detail.safeChannel?.value ?? "");
  const weeklyBefore = before?.detail.weekly;
  const [weekly, setWeekly] = createSignal<Weekly>(
    weeklyBefore ? weeklyOf(weeklyBefore.hours, weeklyBefore.timeZone) : { timeZone: "", days: {} },
  );
  onMount(
    () =>
      void sending.run(async () => {
        await loadChoices();
        if (weekly().timeZone === "") setWeekly((one) => ({ ...one, timeZone: choices()?.timeZone ?? "" }));
      }),
  );
  const facts = () => ({
    name: name().trim(),
    role: role(),
    languages: languages(),
    isSafeChannel: isSafe(),
    email: email().trim() || null,
    phone: phone().trim() || null,
    hours: hours().trim() || null,
    weekly: toHours(weekly()) ?? null,
    safeChannel: channelKind() ? { kind: channelKind(), value: channel().trim() } : null,
  });
  const send = async (): Promise<void> => {
    if (before) {
      const was = { ...before.contact, ...before.detail };
      const changed = Object.entries(facts()).filter(
        ([fact, value]) => JSON.stringify(value) !== JSON.stringify(was[fact as keyof typeof was] ?? null),
      );
      if (changed.length === 0) {
        props.onClose();
        return;
      }
      await apiPatch(`/api/v1/registry/contacts/${before.contact.id}`, {
        version: before.detail.version,
        ...Object.fromEntries(changed),
      });
    } else {
      const wanted = Object.entries(facts()).filter(([, value]) => value !== null);
      await apiPost("/api/v1/registry/contacts", {
        constituentId: props.constituentId,
        ...Object.fromEntries(wanted),
      });
    }
    props.onDone();
  };
  return (
    <FormDialog
      title={before ? t("register.contact.change", { name: before.contact.name }) : t("desk.directory.add_contact")}
      isWide
      sending={sending}
      onClose={() => props.onClose()}
      onSubmit={send}
    >
      <TextField
        name="name"
        label={t("desk.directory.contact_name")}
        value={name()}
        maxLength={200}
        error={sending.errorOf("name")}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <SelectField
        name="role"
        label={t("desk.directory.role_label")}
        value={role()}
        options={contactRoles.map((value) => ({ value, label: t(`desk.directory.role.${value}`) }))}
        onChange={(event) => setRole(event.currentTarget.value)}
      />
      <TextField
        name="email"
        label={t("desk.directory.email")}
        type="email"
        value={email()}
        maxLength={320}
        error={sending.errorOf("email")}
        onInput={(event) => setEmail(event.currentTarget.value)}
      />
      <TextField
        name="phone"
        label={t("desk.directory.phone")}
        type="tel"
        value={phone()}
        maxLength={40}
        onInput={(event) => setPhone(event.currentTarget.value)}
      />
      <WeeklyField weekly={weekly()} error={sending.errorOf("weekly")} onChange={setWeekly} />
      <TextField
        name="hours"
        label={t("register.hours.words")}
        hint={t("register.hours.words_hint")}
        value={hours()}
        maxLength={200}
        onInput={(event) => setHours(event.currentTarget.value)}
      />
      <LanguageTicks chosen={languages()} onChange={setLanguages} />
      <SelectField
        name="safeChannel.kind"
        label={t("register.channel.label")}
        hint={t("register.channel.hint")}
        value={channelKind()}
        options={[
          { value: "", label: t("register.channel.none") },
          ...safeChannelKinds.map((value) => ({ value, label: t(`register.channel.kind.${value}`) })),
        ]}
        onChange={(event) => setChannelKind(event.currentTarget.value)}
      />
      <TextField
        name="safeChannel"
        label={t("register.channel.value")}
        value={channel()}
        maxLength={300}
        disabled={channelKind() === ""}
        error={sending.errorOf("safeChannel")}
        onInput={(event) => setChannel(event.currentTarget.value)}
      />
      <Tick
        label={t("desk.directory.safe")}
        hint={t("desk.directory.safe_hint")}
        checked={isSafe()}
        onChange={setSafe}
      />
    </FormDialog>
  );
}
