// Brings a list in: the file, what it is called, how it may be shared and used, and whether it looks through everything stored.
import { createSignal, createUniqueId, type JSX, Show } from "solid-js";
import type { ImportFeed } from "../../../backend/triage/feeds/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextField, Tick } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { FileBox } from "../../parts/file-box/file-box.tsx";
import { ApiProblem, apiPostForm } from "../../platform/api.ts";
import { hasWords, useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";

const markings: ImportFeed["marking"][] = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"];
const formats = ["", "misp", "csv", "plain", "list", "warninglist"] as const;

/** A name of small letters, as a file's own name suggests it. */
function nameOf(text: string): string {
  return text
    .replace(/(\.[A-Za-z0-9]{1,8})+$/, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 63);
}

export function ImportFeedDialog(props: { names: string[]; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const fileId = createUniqueId();
  const [file, setFile] = createSignal<File>();
  const [facts, setFacts] = createSignal<Record<string, string>>({ marking: "TLP:AMBER" });
  const [isHunted, setHunted] = createSignal(true);
  const [isBusy, setBusy] = createSignal(false);
  const [wrong, setWrong] = createSignal<string[]>([]);
  const [problem, setProblem] = createSignal<string>();
  const mend = (name: string): void => void setWrong((all) => all.filter((one) => one !== name));
  const set = (name: string, value: string): void => {
    setFacts((all) => ({ ...all, [name]: value }));
    mend(name);
  };
  const errorOf = (name: string): string | undefined =>
    wrong().includes(name) ? t(`hunts.expected.${name}`) : undefined;
  const choose = (chosen: File | undefined): void => {
    setFile(chosen);
    mend("file");
    if (chosen && !facts()["name"]) set("name", nameOf(chosen.name));
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setProblem(undefined);
    const chosen = file();
    const missing = ["name", "title", "licence"].filter((name) => !facts()[name]?.trim());
    if (!chosen || missing.length > 0) {
      setWrong([...(chosen ? [] : ["file"]), ...missing]);
      return;
    }
    const form = new FormData();
    for (const [name, value] of Object.entries(facts())) if (value.trim() !== "") form.append(name, value.trim());
    form.append("isHunted", String(isHunted()));
    form.append("file", chosen);
    setBusy(true);
    try {
      await apiPostForm("/api/v1/indicator-feeds", form);
      props.onDone();
    } catch (error) {
      const fields = error instanceof ApiProblem ? error.fields.map((field) => field.path) : [];
      setWrong(fields);
      if (!fields.length || !fields.every((name) => hasWords(`hunts.expected.${name}`)))
        setProblem(describeProblem(error));
    } finally {
      setBusy(false);
    }
  };
  const Text = (field: { name: string; hint?: boolean }) => (
    <TextField
      label={t(`hunts.field.${field.name}`)}
      {...(field.hint ? { hint: t(`hunts.field.${field.name}_hint`) } : {})}
      value={facts()[field.name] ?? ""}
      error={errorOf(field.name)}
      onInput={(event) => set(field.name, event.currentTarget.value)}
    />
  );
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={t("hunts.import")}
      description={t("hunts.import_hint")}
      isWide
    >
      <form onSubmit={(event) => void submit(event)} novalidate>
        <Show when={problem()}>
          {(words) => (
            <Notice tone="problem" isAlert>
              {words()}
            </Notice>
          )}
        </Show>
        <div class="field" data-error={errorOf("file") ? "" : undefined}>
          <label class="field-label" for={fileId}>
            {t("hunts.field.file")}
          </label>
          <p class="field-hint" id={`${fileId}-hint`}>
            {t("hunts.field.file_hint")}
          </p>
          <Show when={errorOf("file")}>
            <p class="field-error" id={`${fileId}-error`}>
              {errorOf("file")}
            </p>
          </Show>
          <FileBox
            id={fileId}
            aria-describedby={errorOf("file") ? `${fileId}-hint ${fileId}-error` : `${fileId}-hint`}
            onChange={(event) => choose(event.currentTarget.files?.[0])}
          />
        </div>
        <Text name="title" />
        <Text name="name" hint />
        <Text name="licence" hint />
        <SelectField
          label={t("hunts.field.marking")}
          value={facts()["marking"] ?? ""}
          options={markings.map((value) => ({ value, label: value }))}
          onChange={(event) => set("marking", event.currentTarget.value)}
        />
        <Text name="author" />
        <Text name="source" hint />
        <SelectField
          label={t("hunts.field.format")}
          value={facts()["format"] ?? ""}
          options={formats.map((value) => ({ value, label: t(`hunts.format.${value === "" ? "auto" : value}`) }))}
          onChange={(event) => set("format", event.currentTarget.value)}
        />
        <Tick
          label={t("hunts.field.hunted")}
          hint={t("hunts.field.hunted_hint")}
          checked={isHunted()}
          onChange={setHunted}
        />
        <Show when={props.names.includes(facts()["name"] ?? "")}>
          <p class="quiet-text">{t("hunts.replaces")}</p>
        </Show>
        <DialogButtons act={t("hunts.bring_in")} isBusy={isBusy()} onCancel={() => props.onClose()} />
      </form>
    </Dialog>
  );
}
