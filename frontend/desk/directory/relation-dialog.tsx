// That a constituent provides something for another, or depends on it.
import { createSignal, type JSX } from "solid-js";
import { relationKinds } from "../../../backend/registry/relations/model.ts";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { ConstituentPicker, type PickedConstituent } from "./constituent-picker.tsx";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { createSending } from "./send-form.ts";

export function RelationDialog(props: {
  constituentId: string;
  name: string;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [kind, setKind] = createSignal<string>("depends_on");
  const [other, setOther] = createSignal<PickedConstituent>();
  const [what, setWhat] = createSignal("");
  const [source, setSource] = createSignal("");
  const [since, setSince] = createSignal("");
  return (
    <FormDialog
      title={t("register.relation.add")}
      sending={sending}
      onClose={() => props.onClose()}
      onSubmit={async () => {
        await apiPost("/api/v1/registry/relations", {
          fromId: props.constituentId,
          toId: other()?.id ?? "",
          kind: kind(),
          what: what().trim(),
          source: source().trim(),
          ...(since() ? { since: since() } : {}),
        });
        props.onDone();
      }}
    >
      <SelectField
        name="kind"
        label={t("register.relation.kind_label")}
        value={kind()}
        options={relationKinds.map((value) => ({
          value,
          label: t(`register.relation.kind.${value}`, { name: props.name }),
        }))}
        onChange={(event) => setKind(event.currentTarget.value)}
      />
      <ConstituentPicker
        label={t("register.relation.other")}
        chosen={other()}
        exceptId={props.constituentId}
        error={sending.errorOf("toId")}
        onChoose={setOther}
      />
      <TextField
        name="what"
        label={t("register.relation.what")}
        hint={t("register.relation.what_hint")}
        value={what()}
        maxLength={300}
        error={sending.errorOf("what")}
        onInput={(event) => setWhat(event.currentTarget.value)}
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
