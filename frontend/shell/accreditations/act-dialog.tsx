// What happened to an accreditation: renewed, suspended, reinstated, withdrawn, or granted again.
import { createSignal, type JSX, Show } from "solid-js";
import type { AccreditationAct, AccreditationPage } from "../../../backend/registry/accreditations/model.ts";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { FormDialog } from "../forms/form-dialog.tsx";
import { createSending } from "../forms/send-form.ts";

export function ActDialog(props: {
  body: AccreditationPage;
  acts: AccreditationAct[];
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [act, setAct] = createSignal<string>(props.acts[0] ?? "renewed");
  const [day, setDay] = createSignal(new Date().toISOString().slice(0, 10));
  const [until, setUntil] = createSignal("");
  const [why, setWhy] = createSignal("");
  const hasEnd = (): boolean => act() === "granted" || act() === "renewed";
  return (
    <FormDialog
      title={t("register.accreditation.act_title", { name: props.body.name })}
      sending={sending}
      onClose={() => props.onClose()}
      onSubmit={async () => {
        await apiPost(`/api/v1/registry/accreditations/${props.body.id}/acts`, {
          act: act(),
          effectiveOn: day(),
          ...(hasEnd() && until() ? { validUntil: until() } : {}),
          ...(why().trim() ? { why: why().trim() } : {}),
        });
        props.onDone();
      }}
    >
      <SelectField
        name="act"
        label={t("register.accreditation.act_label")}
        value={act()}
        error={sending.errorOf("act")}
        options={props.acts.map((value) => ({ value, label: t(`register.accreditation.act.${value}`) }))}
        onChange={(event) => setAct(event.currentTarget.value)}
      />
      <TextField
        name="effectiveOn"
        label={t("register.accreditation.effective")}
        type="date"
        value={day()}
        error={sending.errorOf("effectiveOn")}
        onInput={(event) => setDay(event.currentTarget.value)}
      />
      <Show when={hasEnd()}>
        <TextField
          name="validUntil"
          label={t("register.accreditation.field.validUntil")}
          hint={t("register.accreditation.field.validUntil_hint")}
          type="date"
          value={until()}
          error={sending.errorOf("validUntil")}
          onInput={(event) => setUntil(event.currentTarget.value)}
        />
      </Show>
      <TextArea
        name="why"
        label={t("register.reason")}
        rows={3}
        value={why()}
        maxLength={2000}
        error={sending.errorOf("why")}
        onInput={(event) => setWhy(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
