// How a service stands with an instrument of law on a day, and where that is from.
import { createSignal, type JSX, onMount } from "solid-js";
import { complianceStates, type ServiceView } from "../../../backend/registry/services/model.ts";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { choices, loadChoices } from "./choices.ts";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { createSending } from "./send-form.ts";

export function ComplianceDialog(props: {
  service: ServiceView;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [instrument, setInstrument] = createSignal("");
  const [state, setState] = createSignal<string>("declared");
  const [asOf, setAsOf] = createSignal(new Date().toISOString().slice(0, 10));
  const [source, setSource] = createSignal("");
  onMount(() => void sending.run(loadChoices));
  return (
    <FormDialog
      title={t("register.compliance.add", { name: props.service.name })}
      description={t("register.compliance.hint")}
      sending={sending}
      onClose={() => props.onClose()}
      onSubmit={async () => {
        await apiPost(`/api/v1/registry/services/${props.service.id}/compliance`, {
          instrument: instrument(),
          state: state(),
          asOf: asOf(),
          source: source().trim(),
        });
        props.onDone();
      }}
    >
      <SelectField
        name="instrument"
        label={t("register.compliance.instrument")}
        value={instrument()}
        error={sending.errorOf("instrument")}
        options={[
          { value: "", label: t("register.compliance.choose") },
          ...(choices()?.instruments ?? []).map((one) => ({ value: one.id, label: one.names[currentLanguage()] })),
        ]}
        onChange={(event) => setInstrument(event.currentTarget.value)}
      />
      <SelectField
        name="state"
        label={t("register.compliance.state_label")}
        value={state()}
        options={complianceStates.map((value) => ({ value, label: t(`register.compliance.state.${value}`) }))}
        onChange={(event) => setState(event.currentTarget.value)}
      />
      <TextField
        name="asOf"
        label={t("register.compliance.as_of")}
        type="date"
        value={asOf()}
        error={sending.errorOf("asOf")}
        onInput={(event) => setAsOf(event.currentTarget.value)}
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
