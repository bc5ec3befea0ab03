// What an analysis says, in a form: verdict, what it is, how sure, with what, and the values that were found.
import { createSignal, type JSX } from "solid-js";
import { type ArtefactPage, confidences, verdicts } from "../../../backend/cases/artefacts/model.ts";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((one) => one.trim())
    .filter((one) => one !== "");

export function ResultDialog(props: { page: ArtefactPage; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [said, setSaid] = createSignal<Record<string, string>>({ verdict: "unknown", confidence: "medium" });
  const of = (name: string): string => said()[name] ?? "";
  const set = (name: string) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setSaid((all) => ({ ...all, [name]: value }));
  };
  const send = async (): Promise<void> => {
    await apiPost(`/api/v1/desk/artefacts/${props.page.id}/results`, {
      version: props.page.version,
      verdict: of("verdict"),
      what: of("what"),
      family: of("family"),
      capabilities: linesOf(of("capabilities")),
      confidence: of("confidence"),
      tools: of("tools"),
      summary: of("summary"),
      values: linesOf(of("values")),
    });
  };
  const line = (name: string, label = name): JSX.Element => (
    <TextField name={name} label={t(`artefacts.${label}`)} value={of(name)} onInput={set(name)} />
  );
  const area = (name: string, rows: number, hint?: string): JSX.Element => (
    <TextArea
      name={name}
      label={t(`artefacts.${name}`)}
      rows={rows}
      value={of(name)}
      {...(hint === undefined ? {} : { hint: t(`artefacts.${hint}`) })}
      onInput={set(name)}
    />
  );
  return (
    <ActDialog
      title={`${t("artefacts.write_result")}: ${props.page.reference}`}
      act={t("artefacts.write_result")}
      send={send}
      onClose={() => props.onClose()}
      onDone={() => props.onDone()}
    >
      <SelectField
        name="verdict"
        label={t("artefacts.verdict_label")}
        value={of("verdict")}
        options={verdicts.map((value) => ({ value, label: t(`artefacts.verdict.${value}`) }))}
        onChange={set("verdict")}
      />
      {line("what")}
      {line("family")}
      <SelectField
        name="confidence"
        label={t("artefacts.confidence_label")}
        value={of("confidence")}
        options={confidences.map((value) => ({ value, label: t(`artefacts.confidence.${value}`) }))}
        onChange={set("confidence")}
      />
      {line("tools")}
      {area("capabilities", 2, "lines_hint")}
      {area("values", 3, "values_hint")}
      {area("summary", 4)}
    </ActDialog>
  );
}
