// After how many months nothing personal is left of a contact that has ended.
import { createSignal, type JSX, Show } from "solid-js";
import type { ProcessingEntry } from "../../../backend/registry/profile/processing/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPut } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createSending } from "../../shell/forms/send-form.ts";
import { can } from "../../shell/session.ts";
import { Refusal } from "../../shell/forms/refusal.tsx";
import "../directory/directory.css";

export function RetentionCard(props: { entry: ProcessingEntry; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const months = () => props.entry.records.find(({ id }) => id === "contacts")?.months ?? 0;
  const [wanted, setWanted] = createSignal("");
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    await sending.run(async () => {
      await apiPut("/api/v1/registry/contact-retention", { months: wanted().trim() === "" ? null : Number(wanted()) });
      showToast({ text: t("desk.directory.saved") });
      setWanted("");
      props.onChanged();
    });
  };
  return (
    <Card title={t("register.retention.title")}>
      <p>{t("register.retention.text", { months: months() })}</p>
      <p class="quiet-text small-text">{t("register.retention.counts", props.entry.counts)}</p>
      <Show when={can("settings.change")}>
        <form class="as-it-was" novalidate onSubmit={(event) => void submit(event)}>
          <TextField
            label={t("register.retention.months")}
            inputMode="numeric"
            placeholder={String(months())}
            value={wanted()}
            maxLength={3}
            error={sending.errorOf("months")}
            onInput={(event) => setWanted(event.currentTarget.value)}
          />
          <Button type="submit" isBusy={sending.isBusy()}>
            {t("desk.directory.save")}
          </Button>
        </form>
        <Refusal of={sending} />
      </Show>
    </Card>
  );
}
