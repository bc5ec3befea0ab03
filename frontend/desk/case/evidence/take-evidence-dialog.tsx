// Takes a file or a thing into custody: what it is, from whom, where it is kept, when.
import { createSignal, type JSX, Show } from "solid-js";
import { evidenceLimits } from "../../../../backend/cases/evidence/model.ts";
import { Dialog, DialogButtons } from "../../../parts/dialog/dialog.tsx";
import { SelectField, TextArea, TextField } from "../../../parts/field/field.tsx";
import { apiPostFile } from "../../../platform/api.ts";
import { useWords } from "../../../platform/words.ts";
import { createConfirmedAct } from "../../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../../shell/forms/fields-form.tsx";
import { refuseHere } from "../../../shell/forms/refuse-here.ts";

const nowInMinutes = (): string => new Date().toISOString().slice(0, 16);

export function TakeEvidenceDialog(props: {
  caseId: string;
  onClose: () => void;
  onDone: (reference: string) => void;
}): JSX.Element {
  const t = useWords();
  const [kind, setKind] = createSignal<"file" | "thing">("file");
  const [file, setFile] = createSignal<File>();
  const [said, setSaid] = createSignal({
    label: "",
    description: "",
    takenFrom: "",
    place: "",
    takenAt: nowInMinutes(),
    seal: "",
    keepUntil: "",
  });
  const act = createConfirmedAct();
  type Name = keyof ReturnType<typeof said>;
  const write = (name: Name) => (event: { currentTarget: { value: string } }) => {
    setSaid({ ...said(), [name]: event.currentTarget.value });
  };
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { caseId, onDone } = props;
    const chosen = kind() === "file" ? file() : undefined;
    const { takenAt, keepUntil, ...texts } = said();
    const query = new URLSearchParams({ ...texts, takenAt: takenAt === "" ? "" : `${takenAt}:00Z` });
    if (keepUntil !== "") query.set("keepUntil", keepUntil);
    const made: { reference?: string } = {};
    const isDone = await act.run(undefined, async () => {
      if (kind() === "file" && !chosen) throw refuseHere({ file: t("evidence.file_missing") });
      const taken = await apiPostFile<{ reference: string }>(
        `/api/v1/desk/cases/${caseId}/evidence?${query}`,
        chosen?.slice(0, chosen.size, "application/octet-stream"),
        chosen ? { "file-name": encodeURIComponent(chosen.name) } : {},
      );
      made.reference = taken.reference;
    });
    if (isDone) onDone(made.reference ?? "");
  };
  const field = (name: Name, more: { hint?: string; type?: string; max?: number } = {}): JSX.Element => (
    <TextField
      label={t(`evidence.${snake(name)}`)}
      hint={more.hint}
      type={more.type ?? "text"}
      maxLength={more.max}
      value={said()[name]}
      name={name}
      onInput={write(name)}
    />
  );
  return (
    <Dialog isOpen onClose={() => props.onClose()} title={t("evidence.take")} description={t("evidence.take_hint")}>
      <FieldsForm of={act} novalidate onSubmit={(event) => void send(event)}>
        <SelectField
          label={t("evidence.kind")}
          value={kind()}
          options={(["file", "thing"] as const).map((one) => ({ value: one, label: t(`evidence.kind.${one}`) }))}
          onChange={(event) => setKind(event.currentTarget.value === "thing" ? "thing" : "file")}
        />
        <Show when={kind() === "file"}>
          <TextField
            label={t("evidence.file")}
            hint={t("evidence.file_hint")}
            type="file"
            name="file"
            onChange={(event) => setFile(event.currentTarget.files?.[0])}
          />
        </Show>
        {field("label", { hint: t("evidence.label_hint"), max: evidenceLimits.label })}
        <TextArea
          label={t("evidence.description")}
          hint={t("evidence.description_hint")}
          rows={2}
          maxLength={evidenceLimits.description}
          value={said().description}
          name="description"
          onInput={write("description")}
        />
        {field("takenFrom", { max: evidenceLimits.place })}
        {field("place", { max: evidenceLimits.place })}
        {field("takenAt", { type: "datetime-local" })}
        {field("seal", { hint: t("evidence.seal_hint"), max: evidenceLimits.seal })}
        {field("keepUntil", { type: "date" })}
        <DialogButtons act={t("evidence.take")} isBusy={act.isBusy()} onCancel={() => props.onClose()} />
      </FieldsForm>
    </Dialog>
  );
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
