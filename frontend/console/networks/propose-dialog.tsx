// Claims one thing: what it is, since when, and how it will be proven.
import { createSignal, type JSX, Show } from "solid-js";
import { type HolderProof, holderProofs } from "../../../backend/registry/claims/model.ts";
import { type ClaimKind, claimKinds } from "../../../backend/registry/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createSending } from "../../shell/claims/create-sending.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import { FormWhy } from "../../shell/forms/form-why.tsx";

/** What is possible for a kind; what is best comes first. */
const proofsOf: Record<ClaimKind, readonly HolderProof[]> = {
  prefix: ["dns_txt", "rir", "whois", "rdap", "letter"],
  asn: ["rir", "whois", "rdap", "letter"],
  domain: ["dns_txt", "whois", "rdap", "letter"],
  url_prefix: ["letter"],
  short_code: ["letter"],
};

export function ProposeDialog(props: {
  /** The organisation's entries that have claims, as id and name. */
  entries: [string, string][];
  onClose: () => void;
  onDone: (id: string) => void;
}): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [kind, setKind] = createSignal<ClaimKind>("prefix");
  const [value, setValue] = createSignal("");
  const [from, setFrom] = createSignal("");
  const [proof, setProof] = createSignal<HolderProof>("dns_txt");
  const [entry, setEntry] = createSignal("");
  const chosenProof = () => (proofsOf[kind()].includes(proof()) ? proof() : proofsOf[kind()][0]);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const constituentId = entry() || props.entries[0]?.[0];
    await sending.run(async () => {
      const { id } = await apiPost<{ id: string }>("/api/v1/own/claims", {
        kind: kind(),
        value: value().trim(),
        proof: chosenProof(),
        ...(from() ? { heldFrom: `${from()}T00:00:00Z` } : {}),
        ...(props.entries.length > 1 && constituentId ? { constituentId } : {}),
      });
      props.onDone(id);
    });
  };
  return (
    <Dialog isOpen onClose={() => props.onClose()} title={t("claims.add")} description={t("claims.add_hint")}>
      <FieldsForm of={sending} class="claim-form" onSubmit={(event) => void submit(event)} novalidate>
        <FormWhy of="network" />
        <Show when={props.entries.length > 1}>
          <SelectField
            name="constituentId"
            label={t("claims.which_entry")}
            value={entry() || (props.entries[0]?.[0] ?? "")}
            options={props.entries.map(([id, name]) => ({ value: id, label: name }))}
            onChange={(event) => setEntry(event.currentTarget.value)}
          />
        </Show>
        <SelectField
          name="kind"
          label={t("claims.kind")}
          value={kind()}
          options={claimKinds.map((one) => ({ value: one, label: t(`desk.directory.kind.${one}`) }))}
          onChange={(event) => setKind(claimKinds.find((one) => one === event.currentTarget.value) ?? "prefix")}
        />
        <TextField
          name="value"
          label={t("claims.value")}
          hint={t(`desk.directory.expected.${kind()}`)}
          value={value()}
          maxLength={300}
          spellcheck={false}
          error={sending.errorOf("value", kind())}
          onInput={(event) => setValue(event.currentTarget.value)}
        />
        <TextField
          name="heldFrom"
          label={t("claims.since")}
          hint={t("claims.since_hint")}
          type="date"
          value={from()}
          error={sending.errorOf("heldFrom")}
          onInput={(event) => setFrom(event.currentTarget.value)}
        />
        <SelectField
          name="proof"
          label={t("claims.how")}
          hint={t(`claims.how_hint.${chosenProof() ?? "letter"}`)}
          value={chosenProof() ?? ""}
          options={proofsOf[kind()].map((one) => ({ value: one, label: t(`claims.proofs.${one}`) }))}
          error={sending.errorOf("proof")}
          onChange={(event) => setProof(holderProofs.find((one) => one === event.currentTarget.value) ?? "letter")}
        />
        <DialogButtons act={t("claims.go_on")} isBusy={sending.isBusy()} onCancel={() => props.onClose()} />
      </FieldsForm>
    </Dialog>
  );
}
