// Proposing other facts of the own entry. All of them need the desk's word, and the form says so.
import { createSignal, type JSX, Show } from "solid-js";
import type { OwnEntry } from "../../../backend/registry/enrolment/model.ts";
import { sectors } from "../../../backend/registry/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { useWords, type WordsLanguage, wordsLanguages } from "../../platform/words.ts";
import { LanguageTicks } from "../../desk/directory/language-ticks.tsx";
import "../../shell/register/register.css";
import { createProposal } from "./create-proposal.ts";

const listed = (text: string): string[] =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");

export function FactsDialog(props: {
  entry: OwnEntry;
  onClose: () => void;
  onDone: (text: string) => void;
}): JSX.Element {
  const t = useWords();
  const [name, setName] = createSignal(props.entry.name);
  const [others, setOthers] = createSignal(props.entry.otherNames.join(", "));
  const [sector, setSector] = createSignal(props.entry.sector);
  const [classes, setClasses] = createSignal(props.entry.classes.join(", "));
  const [languages, setLanguages] = createSignal<WordsLanguage[]>(
    wordsLanguages.filter((language) => props.entry.languages.includes(language)),
  );
  const [note, setNote] = createSignal("");
  const proposal = createProposal((text) => props.onDone(text));
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={t("console.entry.propose")}
      description={t("console.entry.propose_text")}
    >
      <form
        class="id-form"
        onSubmit={(event) => {
          event.preventDefault();
          void proposal.send({
            kind: "facts",
            constituentId: props.entry.id,
            changes: {
              name: name(),
              otherNames: listed(others()),
              sector: sectors.find((one) => one === sector()) ?? "other",
              classes: listed(classes()),
              languages: languages(),
            },
            note: note(),
          });
        }}
      >
        <TextField
          label={t("console.field.name")}
          required
          maxLength={300}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <TextField
          label={t("console.field.otherNames")}
          hint={t("console.entry.commas")}
          value={others()}
          onInput={(event) => setOthers(event.currentTarget.value)}
        />
        <SelectField
          label={t("console.field.sector")}
          value={sector()}
          options={sectors.map((value) => ({ value, label: t(`console.sector.${value}`) }))}
          onChange={(event) => setSector(event.currentTarget.value)}
        />
        <TextField
          label={t("console.field.classes")}
          hint={t("desk.directory.classes_hint")}
          value={classes()}
          onInput={(event) => setClasses(event.currentTarget.value)}
        />
        <LanguageTicks chosen={languages()} onChange={setLanguages} />
        <TextArea
          label={t("console.entry.note")}
          hint={t("console.entry.note_hint")}
          rows={2}
          maxLength={2000}
          value={note()}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
        <Show when={proposal.problem()}>
          <Notice tone="problem" isAlert>
            {proposal.problem()}
          </Notice>
        </Show>
        <DialogButtons act={t("console.entry.send")} onCancel={() => props.onClose()} isBusy={proposal.isBusy()} />
      </form>
    </Dialog>
  );
}
