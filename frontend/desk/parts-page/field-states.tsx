// Fields in each of their states.
import { createSignal, type JSX } from "solid-js";
import { SelectField, TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { useWords } from "../../platform/words.ts";

export function FieldStates(): JSX.Element {
  const t = useWords();
  const [isTicked, setTicked] = createSignal(true);
  const sample = () => t("parts.sentence");
  const title = () => t("desk.edit_case.title");
  const severities = () =>
    ["critical", "high", "medium"].map((value) => ({ value, label: t(`common.severity.${value}`) }));
  return (
    <div class="parts-grid">
      <TextField label={title()} hint={sample()} value="" />
      <TextField label={title()} value={sample()} class="as-focus" />
      <TextField label={title()} value={sample()} error={t("desk.edit_case.empty")} />
      <TextField label={title()} value={sample()} disabled />
      <TextField label={t("parts.long")} value={sample().repeat(3)} />
      <TextArea label={t("desk.reason.label")} hint={sample()} value={sample()} />
      <TextArea label={t("desk.reason.label")} value="" error={t("desk.reason.too_short")} />
      <TextArea label={t("desk.reason.label")} value={sample()} disabled />
      <SelectField label={t("desk.assessment.severity")} value="high" options={severities()} />
      <SelectField
        label={t("desk.assessment.severity")}
        value="high"
        hint={sample()}
        options={severities().map((option) => ({ ...option, group: t("desk.parts.tags") }))}
      />
      <TextField type="file" label={t("parts.file")} hint={sample()} />
      <TextField type="file" multiple label={t("parts.file")} disabled />
      <Tick label={t("desk.keys.switch")} hint={t("desk.keys.switch_hint")} checked={isTicked()} onChange={setTicked} />
      <Tick label={t("parts.long")} checked={false} onChange={() => {}} />
    </div>
  );
}
