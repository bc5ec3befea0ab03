// That a constituent performs one of the nation's critical functions.
import { createSignal, type JSX, onMount } from "solid-js";
import type { FunctionView } from "../../../backend/registry/relations/model.ts";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { nameIn } from "./say-facts.ts";
import { createSending } from "./send-form.ts";

export function PerformerDialog(props: {
  constituentId: string;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [functions, setFunctions] = createSignal<FunctionView[]>([]);
  const [chosen, setChosen] = createSignal("");
  const [since, setSince] = createSignal("");
  const [isAsked, setAsked] = createSignal(false);
  onMount(
    () =>
      void sending.run(async () => {
        setFunctions((await apiGet<{ rows: FunctionView[] }>("/api/v1/registry/functions")).rows);
      }),
  );
  return (
    <FormDialog
      title={t("register.function.perform")}
      description={functions().length === 0 ? t("register.function.none_hint") : undefined}
      sending={sending}
      onClose={() => props.onClose()}
      onSubmit={async () => {
        setAsked(true);
        if (chosen() === "") return;
        await apiPost(`/api/v1/registry/functions/${chosen()}/performers`, {
          constituentId: props.constituentId,
          ...(since() ? { since: since() } : {}),
        });
        props.onDone();
      }}
    >
      <SelectField
        label={t("register.function.one")}
        value={chosen()}
        error={isAsked() && chosen() === "" ? t("register.function.choose") : undefined}
        options={[
          { value: "", label: t("register.function.choose") },
          ...functions().map((one) => ({ value: one.id, label: `${one.code} · ${nameIn(one.names) ?? ""}` })),
        ]}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <TextField
        name="since"
        label={t("register.relation.since")}
        type="date"
        value={since()}
        error={sending.errorOf("since")}
        onInput={(event) => setSince(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
