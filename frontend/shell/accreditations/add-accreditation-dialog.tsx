// Enters an accredited body with its grant.
import { createSignal, For, type JSX } from "solid-js";
import { accreditationKinds } from "../../../backend/registry/accreditations/model.ts";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { hasWords, useWords } from "../../platform/words.ts";
import { FormDialog } from "../forms/form-dialog.tsx";
import { createSending } from "../forms/send-form.ts";

const lines = [
  { name: "number", max: 100 },
  { name: "authority", max: 300 },
  { name: "country", max: 2 },
  { name: "website", max: 2000 },
  { name: "complaintPath", max: 500 },
  { name: "representative", max: 300 },
  { name: "email", max: 320 },
  { name: "phone", max: 40 },
] as const;

export function AddAccreditationDialog(props: { onClose: () => void; onDone: (id: string) => void }): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [facts, setFacts] = createSignal<Record<string, string>>({ kind: "security_auditor" });
  const set = (name: string, value: string): void => void setFacts((all) => ({ ...all, [name]: value }));
  const Line = (line: { name: string; max: number; type?: string }) => (
    <TextField
      name={line.name}
      label={t(`register.accreditation.field.${line.name}`)}
      hint={
        hasWords(`register.accreditation.field.${line.name}_hint`)
          ? t(`register.accreditation.field.${line.name}_hint`)
          : undefined
      }
      type={line.type ?? "text"}
      value={facts()[line.name] ?? ""}
      maxLength={line.max}
      error={sending.errorOf(line.name)}
      onInput={(event) => set(line.name, event.currentTarget.value)}
    />
  );
  return (
    <FormDialog
      title={t("register.accreditation.add")}
      isWide
      sending={sending}
      onClose={() => props.onClose()}
      onSubmit={async () => {
        const told = Object.entries(facts()).map(([name, value]) => [name, value.trim()] as const);
        const wanted = Object.fromEntries(told.filter(([, value]) => value !== ""));
        if (wanted["country"]) wanted["country"] = wanted["country"].toUpperCase();
        props.onDone((await apiPost<{ id: string }>("/api/v1/registry/accreditations", wanted)).id);
      }}
    >
      <Line name="name" max={300} />
      <SelectField
        name="kind"
        label={t("register.accreditation.column.kind")}
        value={facts()["kind"] ?? ""}
        options={accreditationKinds.map((value) => ({ value, label: t(`register.accreditation.kind.${value}`) }))}
        onChange={(event) => set("kind", event.currentTarget.value)}
      />
      <TextArea
        name="scope"
        label={t("register.accreditation.field.scope")}
        rows={2}
        value={facts()["scope"] ?? ""}
        maxLength={1000}
        error={sending.errorOf("scope")}
        onInput={(event) => set("scope", event.currentTarget.value)}
      />
      <div class="form-pair">
        <Line name="grantedOn" max={10} type="date" />
        <Line name="validUntil" max={10} type="date" />
      </div>
      <div class="form-pair">
        <For each={lines}>{(line) => <Line name={line.name} max={line.max} />}</For>
      </div>
    </FormDialog>
  );
}
