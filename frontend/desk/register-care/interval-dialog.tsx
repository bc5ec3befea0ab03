// How many days lie between two questions to one contact.
import { createSignal, type JSX } from "solid-js";
import { QualitySettings } from "../../../backend/registry/quality/model.ts";
import { TextField } from "../../parts/field/field.tsx";
import { apiPut } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { createSending } from "../../shell/forms/send-form.ts";

export function IntervalDialog(props: { days: number; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [days, setDays] = createSignal(String(props.days));
  const [isAsked, setAsked] = createSignal(false);
  const wanted = () => QualitySettings.safeParse({ contactTestDays: Number(days()) });
  return (
    <FormDialog
      title={t("quality.interval.title")}
      description={t("quality.interval.text")}
      sending={sending}
      onClose={props.onClose}
      onSubmit={async () => {
        setAsked(true);
        const settings = wanted();
        if (!settings.success) return;
        await apiPut("/api/v1/registry/quality/settings", settings.data);
        props.onDone();
      }}
    >
      <TextField
        name="contactTestDays"
        label={t("quality.interval.days")}
        inputMode="numeric"
        maxLength={4}
        value={days()}
        error={isAsked() && !wanted().success ? t("quality.interval.expected") : undefined}
        onInput={(event) => setDays(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
