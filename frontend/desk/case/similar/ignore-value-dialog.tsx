// A value that is no longer taken for a link, with the reason; one that was met, or one that is typed.
import { createSignal, type JSX, Show } from "solid-js";
import { TextArea, TextField } from "../../../parts/field/field.tsx";
import { apiPost } from "../../../platform/api.ts";
import { useWords } from "../../../platform/words.ts";
import { ActDialog } from "../../../shell/forms/act-dialog.tsx";
import { defang } from "../../data/defang.ts";

export function IgnoreValueDialog(props: {
  /** Absent: it is typed. */
  value?: { kind: string; value: string };
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const [typed, setTyped] = createSignal("");
  const [reason, setReason] = createSignal("");
  const send = async (): Promise<void> => {
    const what = props.value ?? { value: typed() };
    await apiPost("/api/v1/desk/ignored-values", { ...what, reason: reason() });
  };
  return (
    <ActDialog
      title={t(props.value ? "merging.ignore" : "merging.ignore_add")}
      {...(props.value ? { description: defang(props.value.kind, props.value.value) } : {})}
      act={t(props.value ? "merging.ignore" : "merging.ignore_add")}
      send={send}
      onClose={() => props.onClose()}
      onDone={() => props.onDone()}
    >
      <Show when={!props.value}>
        <TextField
          name="value"
          label={t("merging.ignore_value")}
          hint={t("merging.ignore_hint")}
          value={typed()}
          spellcheck={false}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </Show>
      <TextArea
        name="reason"
        label={t("merging.reason")}
        rows={2}
        value={reason()}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
