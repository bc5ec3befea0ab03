// A service that a constituent offers online, new or as it stands.
import { createSignal, type JSX, Show } from "solid-js";
import { audiences, serviceKinds, type ServiceView } from "../../../backend/registry/services/model.ts";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { apiPatch, apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { createSending } from "./send-form.ts";

export function ServiceDialog(props: {
  constituentId: string;
  /** The service to change; absent for a new one. */
  service?: ServiceView | undefined;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const before = props.service;
  const [name, setName] = createSignal(before?.name ?? "");
  const [url, setUrl] = createSignal(before?.url ?? "");
  const [kind, setKind] = createSignal<string>(before?.kind ?? "egovernment");
  const [audience, setAudience] = createSignal<string>(before?.audience ?? "everybody");
  const [since, setSince] = createSignal(before?.since ?? "");
  const [endedOn, setEndedOn] = createSignal(before?.endedOn ?? "");
  const send = async (): Promise<void> => {
    const facts = { name: name().trim(), url: url().trim(), kind: kind(), audience: audience() };
    if (before) {
      const wanted = { ...facts, since: since() || null, endedOn: endedOn() || null };
      const changed = Object.entries(wanted).filter(([fact, value]) => value !== before[fact as keyof typeof wanted]);
      if (changed.length === 0) {
        props.onClose();
        return;
      }
      await apiPatch(`/api/v1/registry/services/${before.id}`, {
        version: before.version,
        ...Object.fromEntries(changed),
      });
    } else
      await apiPost("/api/v1/registry/services", {
        constituentId: props.constituentId,
        ...facts,
        ...(since() ? { since: since() } : {}),
      });
    props.onDone();
  };
  return (
    <FormDialog
      title={before ? t("register.service.change") : t("register.service.add")}
      sending={sending}
      onClose={() => props.onClose()}
      onSubmit={send}
    >
      <TextField
        name="name"
        label={t("register.service.name")}
        value={name()}
        maxLength={300}
        error={sending.errorOf("name")}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <TextField
        name="url"
        label={t("register.service.url")}
        type="url"
        placeholder="https://"
        value={url()}
        maxLength={2000}
        error={sending.errorOf("url")}
        onInput={(event) => setUrl(event.currentTarget.value)}
      />
      <SelectField
        name="kind"
        label={t("register.service.kind_label")}
        value={kind()}
        options={serviceKinds.map((value) => ({ value, label: t(`register.service.kind.${value}`) }))}
        onChange={(event) => setKind(event.currentTarget.value)}
      />
      <SelectField
        name="audience"
        label={t("register.service.audience_label")}
        value={audience()}
        options={audiences.map((value) => ({ value, label: t(`register.service.audience.${value}`) }))}
        onChange={(event) => setAudience(event.currentTarget.value)}
      />
      <TextField
        name="since"
        label={t("register.service.since")}
        type="date"
        value={since()}
        error={sending.errorOf("since")}
        onInput={(event) => setSince(event.currentTarget.value)}
      />
      <Show when={before}>
        <TextField
          name="endedOn"
          label={t("register.service.ended")}
          hint={t("register.service.ended_hint")}
          type="date"
          value={endedOn()}
          error={sending.errorOf("endedOn")}
          onInput={(event) => setEndedOn(event.currentTarget.value)}
        />
      </Show>
    </FormDialog>
  );
}
