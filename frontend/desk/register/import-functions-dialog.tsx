// The nation's list of critical functions, pasted as lines: code; sector; name in French; in English; in Mongolian.
import { createSignal, type JSX } from "solid-js";
import { TextArea, TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { createSending } from "../../shell/forms/send-form.ts";

/** Lines of a sheet or of a text: cells by semicolons or tabs. */
function functionsIn(text: string): { code: string; sector: string; names: Record<string, string> }[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const [code = "", sector = "", ...names] = line.split(/[;\t]/).map((cell) => cell.trim());
      const told = ["fr", "en", "mn"].map((language, index) => [language, names[index] ?? ""] as const);
      return { code, sector, names: Object.fromEntries(told.filter(([, name]) => name !== "")) };
    });
}

export function ImportFunctionsDialog(props: {
  onClose: () => void;
  onDone: (told: { added: number; changed: number }) => void;
}): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [text, setText] = createSignal("");
  const [source, setSource] = createSignal("");
  return (
    <FormDialog
      title={t("register.function.import")}
      description={t("register.function.import_hint")}
      act={t("register.function.bring_in")}
      isWide
      sending={sending}
      onClose={() => props.onClose()}
      onSubmit={async () =>
        props.onDone(
          await apiPost<{ added: number; changed: number }>("/api/v1/registry/functions", {
            source: source().trim(),
            functions: functionsIn(text()),
          }),
        )
      }
    >
      <TextArea
        name="functions"
        label={t("register.function.lines")}
        hint={t("register.function.lines_hint")}
        rows={8}
        class="mono"
        value={text()}
        maxLength={200_000}
        error={sending.errorOf("functions")}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <TextField
        name="source"
        label={t("register.source")}
        hint={t("register.source_hint")}
        value={source()}
        maxLength={300}
        error={sending.errorOf("source")}
        onInput={(event) => setSource(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
