// How one target stands, in words: one text a language, and the outlook.
import { createSignal, For, type JSX } from "solid-js";
import { type Outlook, outlooks, type TargetView } from "../../../backend/reporting/review/model.ts";
import { SelectField, TextArea } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords, wordsLanguages } from "../../platform/words.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { say } from "../../shell/say/say-texts.ts";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

export function NarrativeDialog(props: {
  target: TargetView;
  year: number;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const [text, setText] = createSignal<Record<string, string>>({ ...props.target.narrative?.text });
  const [outlook, setOutlook] = createSignal<Outlook>(props.target.narrative?.outlook ?? "unknown");
  const filled = (): Record<string, string> =>
    Object.fromEntries(Object.entries(text()).filter(([, one]) => one.trim() !== ""));
  return (
    <ActDialog
      asks="review"
      title={t("committee.tell_of", { name: say(props.target.names) })}
      description={t("committee.tell_hint")}
      act={t("committee.save")}
      onClose={props.onClose}
      onDone={props.onDone}
      send={async () =>
        await apiPost(`/api/v1/committee/reviews/${props.year}/narratives/${props.target.id}`, {
          text: filled(),
          outlook: outlook(),
          version: props.target.narrative?.version ?? 0,
        })
      }
    >
      <SelectField
        name="outlook"
        label={t("committee.column.outlook")}
        why={whyAsked("committee.column.outlook")}
        options={outlooks.map((value) => ({ value, label: t(`committee.outlook.${value}`) }))}
        value={outlook()}
        onChange={(event) => setOutlook(outlooks.find((one) => one === event.currentTarget.value) ?? "unknown")}
      />
      <For each={wordsLanguages}>
        {(language) => (
          <TextArea
            name={language}
            label={t(`common.language.${language}`)}
            lang={language}
            rows={3}
            maxLength={8000}
            value={text()[language] ?? ""}
            onInput={(event) => setText({ ...text(), [language]: event.currentTarget.value })}
          />
        )}
      </For>
    </ActDialog>
  );
}
