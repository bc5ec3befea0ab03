// An entry of the allow-list: a value, a rule or a rule on a value; with its reason, its owner and its end.
import { createSignal, type JSX, onMount, Show } from "solid-js";
import { observableKinds } from "../../../backend/triage/model.ts";
import { type AllowEntryView, ruleKinds } from "../../../backend/triage/rules/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { apiPatch, apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { directory, loadDirectory } from "../data/directory.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { me } from "../../shell/session.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

const dayMs = 86_400_000;
const usualDays = 90;

export function AllowDialog(props: {
  /** The one that is changed; absent: a new one. */
  entry?: AllowEntryView;
  /** What a new one begins with: a finding's rule. */
  rule?: { engine: string; name: string };
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [what, setWhat] = createSignal<"value" | "rule" | "both">(props.rule ? "both" : "value");
  const [kind, setKind] = createSignal<string>("domain");
  const [value, setValue] = createSignal("");
  const [engine, setEngine] = createSignal(props.rule?.engine ?? "sigma");
  const [name, setName] = createSignal(props.rule?.name ?? "");
  const [reason, setReason] = createSignal(props.entry?.reason ?? "");
  const [owner, setOwner] = createSignal(props.entry?.owner.id ?? me()?.personId ?? "");
  const [day, setDay] = createSignal(
    (props.entry ? new Date(props.entry.expiresAt) : new Date(Date.now() + usualDays * dayMs))
      .toISOString()
      .slice(0, 10),
  );
  onMount(() => void loadDirectory());
  const people = () => {
    const known = directory().people.map((person) => ({ value: person.id, label: person.name }));
    const own = me();
    const all =
      own && !known.some((one) => one.value === own.personId)
        ? [{ value: own.personId, label: own.name }, ...known]
        : known;
    const { entry } = props;
    return entry && !all.some((one) => one.value === entry.owner.id)
      ? [{ value: entry.owner.id, label: entry.owner.name }, ...all]
      : all;
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const common = { reason: reason().trim(), ownerId: owner(), expiresAt: `${day()}T23:59:59Z` };
    const { entry } = props;
    const isDone = await act.run(undefined, async () => {
      if (entry) await apiPatch(`/api/v1/allow-entries/${entry.id}`, { version: entry.version, ...common });
      else
        await apiPost("/api/v1/allow-entries", {
          ...common,
          ...(what() === "rule" ? {} : { value: { kind: kind(), value: value().trim() } }),
          ...(what() === "value" ? {} : { rule: { engine: engine(), name: name().trim() } }),
        });
    });
    if (isDone) props.onDone();
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={t(props.entry ? "rules.allow.change" : "rules.allow.add")}
      description={t("rules.allow.hint")}
    >
      <FieldsForm of={act} class="id-form" onSubmit={(event) => void submit(event)}>
        <Show when={!props.entry}>
          <SelectField
            label={t("rules.allow.what")}
            value={what()}
            options={(["value", "rule", "both"] as const).map((one) => ({
              value: one,
              label: t(`rules.allow.what.${one}`),
            }))}
            onChange={({ currentTarget: { value: one } }) => setWhat(one === "rule" || one === "both" ? one : "value")}
          />
          <Show when={what() !== "rule"}>
            <SelectField
              name="kind"
              label={t("rules.allow.value_kind")}
              value={kind()}
              options={observableKinds.map((one) => ({ value: one, label: t(`desk.kind.${one}`) }))}
              onChange={(event) => setKind(event.currentTarget.value)}
            />
            <TextField
              name="value.value"
              label={t("rules.allow.value_label")}
              required
              maxLength={2000}
              value={value()}
              onInput={(event) => setValue(event.currentTarget.value)}
            />
          </Show>
          <Show when={what() !== "value"}>
            <SelectField
              name="engine"
              label={t("rules.kind")}
              value={engine()}
              options={ruleKinds.map((one) => ({ value: one, label: t(`rules.kind.${one}`) }))}
              onChange={(event) => setEngine(event.currentTarget.value)}
            />
            <TextField
              name="name"
              label={t("rules.allow.rule_name")}
              hint={t("rules.allow.rule_name_hint")}
              required
              maxLength={300}
              value={name()}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          </Show>
        </Show>
        <TextArea
          name="reason"
          label={t("desk.reason.label")}
          required
          maxLength={2000}
          value={reason()}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <SelectField
          name="ownerId"
          label={t("rules.allow.owner")}
          value={owner()}
          options={people()}
          onChange={(event) => setOwner(event.currentTarget.value)}
        />
        <TextField
          name="expiresAt"
          label={t("rules.allow.until")}
          type="date"
          required
          value={day()}
          onInput={(event) => setDay(event.currentTarget.value)}
        />
        <DialogButtons
          act={t(props.entry ? "rules.allow.change" : "rules.allow.add")}
          isBusy={act.isBusy()}
          onCancel={() => props.onClose()}
        />
      </FieldsForm>
    </Dialog>
  );
}
