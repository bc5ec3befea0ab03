// Takes a file or a thing into custody: what it is, from whom, where it is kept, when.
import { createSignal, type JSX, Show } from "solid-js";
import { evidenceLimits } from "../../../../backend/cases/evidence/model.ts";
import { Dialog, DialogButtons } from "../../../parts/dialog/dialog.tsx";
import { SelectField, TextArea, TextField } from "../../../parts/field/field.tsx";
import { Notice } from "../../../parts/notice/notice.tsx";
import { ApiProblem, apiPostFile } from "../../../platform/api.ts";
import { useWords } from "../../../platform/words.ts";
import { describeProblem } from "../../../shell/data/tell-problem.ts";

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
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  const [wrong, setWrong] = createSignal<Record<string, string>>({});
  type Name = keyof ReturnType<typeof said>;
  const write = (name: Name) => (event: { currentTarget: { value: string } }) => {
    setSaid({ ...said(), [name]: event.currentTarget.value });
  };
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    setProblem(undefined);
    setWrong({});
    const chosen = kind() === "file" ? file() : undefined;
    if (kind() === "file" && !chosen) {
      setWrong({ file: t("evidence.file_missing") });
      return;
    }
    const { takenAt, keepUntil, ...texts } = said();
    const query = new URLSearchParams({ ...texts, takenAt: takenAt === "" ? "" : `${takenAt}:00Z` });
    if (keepUntil !== "") query.set("keepUntil", keepUntil);
    setBusy(true);
    try {
      const made = await apiPostFile<{ reference: string }>(
        `/api/v1/desk/cases/${props.caseId}/evidence?${query}`,
        chosen?.slice(0, chosen.size, "application/octet-stream"),
        chosen ? { "file-name": encodeURIComponent(chosen.name) } : {},
      );
      props.onDone(made.reference);
    } catch (error) {
      const fields = error instanceof ApiProblem ? error.fields : [];
      setWrong(Object.fromEntries(fields.map(({ path, message }) => [path, message])));
      if (!fields.some(({ path }) => path in said())) setProblem(describeProblem(error));
    } finally {
      setBusy(false);
    }
  };
  const field = (name: Name, more: { hint?: string; type?: string; max?: number } = {}): JSX.Element => (
    <TextField
      label={t(`evidence.${snake(name)}`)}
      hint={more.hint}
      type={more.type ?? "text"}
      maxLength={more.max}
      value={said()[name]}
      error={wrong()[name]}
      onInput={write(name)}
    />
  );
  return (
    <Dialog isOpen onClose={() => props.onClose()} title={t("evidence.take")} description={t("evidence.take_hint")}>
      <form novalidate onSubmit={(event) => void send(event)}>
        <Show when={problem()}>
          <Notice tone="problem" isAlert>
            {problem()}
          </Notice>
        </Show>
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
            error={wrong()["file"]}
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
          error={wrong()["description"]}
          onInput={write("description")}
        />
        {field("takenFrom", { max: evidenceLimits.place })}
        {field("place", { max: evidenceLimits.place })}
        {field("takenAt", { type: "datetime-local" })}
        {field("seal", { hint: t("evidence.seal_hint"), max: evidenceLimits.seal })}
        {field("keepUntil", { type: "date" })}
        <DialogButtons act={t("evidence.take")} isBusy={isBusy()} onCancel={() => props.onClose()} />
      </form>
    </Dialog>
  );
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
