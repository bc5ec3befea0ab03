// A figure of a constituent's size: staff, turnover or users, of which day and from where.
import { createSignal, type JSX, Show } from "solid-js";
import { sizeKinds } from "../../../backend/registry/profile/model.ts";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { createSending } from "./send-form.ts";

export function SizeDialog(props: { constituentId: string; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [kind, setKind] = createSignal<string>("staff");
  const [amount, setAmount] = createSignal("");
  const [currency, setCurrency] = createSignal("XOF");
  const [asOf, setAsOf] = createSignal("");
  const [source, setSource] = createSignal("");
  return (
    <FormDialog
      title={t("register.size.add")}
      description={t("register.size.hint")}
      sending={sending}
      onClose={() => props.onClose()}
      onSubmit={async () => {
        await apiPost("/api/v1/registry/sizes", {
          constituentId: props.constituentId,
          kind: kind(),
          amount:
            amount().trim() === ""
              ? null
              : Number(
                  amount()
                    .replaceAll(/[\s\u00a0\u202f]/g, "")
                    .replace(",", "."),
                ),
          asOf: asOf(),
          source: source().trim(),
          ...(kind() === "turnover" ? { currency: currency().trim().toUpperCase() } : {}),
        });
        props.onDone();
      }}
    >
      <SelectField
        name="kind"
        label={t("register.size.kind_label")}
        value={kind()}
        options={sizeKinds.map((value) => ({ value, label: t(`register.size.kind.${value}`) }))}
        onChange={(event) => setKind(event.currentTarget.value)}
      />
      <TextField
        name="amount"
        label={t("register.size.amount")}
        inputMode="decimal"
        value={amount()}
        error={sending.errorOf("amount")}
        onInput={(event) => setAmount(event.currentTarget.value)}
      />
      <Show when={kind() === "turnover"}>
        <TextField
          name="currency"
          label={t("register.size.currency")}
          hint={t("register.size.currency_hint")}
          value={currency()}
          maxLength={3}
          error={sending.errorOf("currency")}
          onInput={(event) => setCurrency(event.currentTarget.value)}
        />
      </Show>
      <TextField
        name="asOf"
        label={t("register.size.as_of")}
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
