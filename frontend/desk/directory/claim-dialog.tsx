// A range, domain or code that a constituent holds or held: since when, until when, who says so and by what proof.
import { createSignal, type JSX } from "solid-js";
import { type ClaimKind, claimKinds, proofs } from "../../../backend/registry/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { beginningOf } from "./say-facts.ts";
import { createSending } from "./send-form.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

export function ClaimDialog(props: { constituentId: string; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [kind, setKind] = createSignal<ClaimKind>("prefix");
  const [value, setValue] = createSignal("");
  const [from, setFrom] = createSignal("");
  const [until, setUntil] = createSignal("");
  const [source, setSource] = createSignal("");
  const [proof, setProof] = createSignal<string>("rir");
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const heldFrom = beginningOf(from());
    const heldUntil = beginningOf(until());
    await sending.run(async () => {
      await apiPost("/api/v1/registry/claims", {
        constituentId: props.constituentId,
        kind: kind(),
        value: value().trim(),
        source: source().trim(),
        proof: proof(),
        ...(heldFrom ? { heldFrom } : {}),
        ...(heldUntil ? { heldUntil } : {}),
      });
      props.onDone();
    });
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={t("desk.directory.add_claim")}
      description={t("desk.directory.add_claim_hint")}
    >
      <FieldsForm of={sending} onSubmit={(event) => void submit(event)} novalidate>
        <SelectField
          name="kind"
          label={t("desk.directory.kind_label")}
          value={kind()}
          options={claimKinds.map((one) => ({ value: one, label: t(`desk.directory.kind.${one}`) }))}
          onChange={(event) => setKind(claimKinds.find((one) => one === event.currentTarget.value) ?? "prefix")}
        />
        <TextField
          name="value"
          label={t("desk.directory.value")}
          value={value()}
          maxLength={300}
          error={sending.errorOf("value", kind())}
          onInput={(event) => setValue(event.currentTarget.value)}
        />
        <TextField
          name="heldFrom"
          label={t("desk.directory.from")}
          hint={t("desk.directory.day_hint")}
          type="date"
          value={from()}
          error={sending.errorOf("heldFrom")}
          onInput={(event) => setFrom(event.currentTarget.value)}
        />
        <TextField
          name="heldUntil"
          label={t("desk.directory.until")}
          hint={t("desk.directory.until_hint")}
          type="date"
          value={until()}
          error={sending.errorOf("heldUntil")}
          onInput={(event) => setUntil(event.currentTarget.value)}
        />
        <TextField
          name="source"
          label={t("desk.directory.source")}
          value={source()}
          maxLength={200}
          error={sending.errorOf("source")}
          onInput={(event) => setSource(event.currentTarget.value)}
        />
        <SelectField
          name="proof"
          label={t("desk.directory.proof_label")}
          value={proof()}
          options={proofs.map((one) => ({ value: one, label: t(`desk.directory.proof.${one}`) }))}
          onChange={(event) => setProof(event.currentTarget.value)}
        />
        <DialogButtons act={t("desk.directory.save")} isBusy={sending.isBusy()} onCancel={() => props.onClose()} />
      </FieldsForm>
    </Dialog>
  );
}
