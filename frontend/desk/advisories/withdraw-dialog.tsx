// Asks a second person to withdraw a published advisory, with the reason that everybody reads.
import { createSignal, For, type JSX } from "solid-js";
import { type AdvisoryLanguage, advisoryLanguages } from "../../../backend/coordination/advisories/model.ts";
import { TextArea } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";

export function WithdrawDialog(props: {
  path: string;
  version: number;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const [note, setNote] = createSignal<Partial<Record<AdvisoryLanguage, string>>>({});
  const send = async (): Promise<void> => {
    const said = Object.fromEntries(Object.entries(note()).filter(([, text]) => text.trim() !== ""));
    await apiPost(`${props.path}/withdraw`, { version: props.version, note: said });
  };
  return (
    <ActDialog
      title={t("advisories.edit.withdraw_title")}
      description={t("advisories.edit.withdraw_text")}
      act={t("advisories.edit.ask")}
      send={send}
      onClose={() => props.onClose()}
      onDone={() => props.onDone()}
    >
      <For each={advisoryLanguages}>
        {(language) => (
          <TextArea
            name={language}
            label={t("advisories.edit.withdraw_why", { language: t(`common.language.${language}`) })}
            rows={2}
            value={note()[language] ?? ""}
            onInput={(event) => {
              const { value } = event.currentTarget;
              setNote((all) => ({ ...all, [language]: value }));
            }}
          />
        )}
      </For>
    </ActDialog>
  );
}
