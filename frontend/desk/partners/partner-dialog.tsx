// A fraud desk of a constituent: a new one, or one as it stands.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import {
  freezeFields,
  freezeTargets,
  partnerKinds,
  type PartnerView,
} from "../../../backend/registry/partners/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextField, Tick } from "../../parts/field/field.tsx";
import { apiGet, apiPost, apiPut } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import "../../shell/areas/areas.css";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

export function PartnerDialog(props: {
  /** The one to change; absent for a new one. */
  partner?: PartnerView | undefined;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  // What was there when the dialog opened.
  const before = props.partner;
  const [search, setSearch] = createSignal("");
  const [found] = createResource(search, async (text) =>
    text.trim().length < 2
      ? []
      : (await apiGet<{ rows: { id: string; name: string }[] }>("/api/v1/desk/register", { text, limit: 20 })).rows,
  );
  const [facts, setFacts] = createSignal<Record<string, string>>({
    kind: "operator",
    channel: "mail",
    language: "fr",
    answerMinutes: "60",
    ...(before ? factsOf(before) : {}),
  });
  const [freezes, setFreezes] = createSignal<string[]>(before?.freezes ?? ["mobile_money"]);
  const [needs, setNeeds] = createSignal<string[]>(before?.needs ?? ["account"]);
  const act = createConfirmedAct();
  const set = (name: string) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setFacts((all) => ({ ...all, [name]: value }));
  };
  const toggle = (list: string[], one: string, isOn: boolean): string[] =>
    isOn ? [...list.filter((other) => other !== one), one] : list.filter((other) => other !== one);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { onDone } = props;
    const told = Object.fromEntries(Object.entries(facts()).filter(([, value]) => value.trim() !== ""));
    const constituentId = facts()["constituentId"] || found()?.[0]?.id || "";
    const desk = { ...told, answerMinutes: Number(facts()["answerMinutes"]), freezes: freezes(), needs: needs() };
    const isDone = await act.run(undefined, async () => {
      if (before) await apiPut(`/api/v1/registry/partners/${before.id}`, { ...desk, version: before.version });
      else await apiPost("/api/v1/registry/partners", { ...desk, constituentId });
    });
    if (isDone) onDone();
  };
  const Text = (field: { name: string }) => (
    <TextField
      label={t(`partners.form.${field.name}`)}
      value={facts()[field.name] ?? ""}
      name={field.name}
      onInput={set(field.name)}
    />
  );
  return (
    <Dialog
      isOpen
      isWide
      onClose={props.onClose}
      title={before ? t("partners.page.change", { name: before.constituent.name }) : t("partners.page.add")}
    >
      <FieldsForm of={act} onSubmit={(event) => void save(event)} novalidate>
        <div class="money-fields">
          <Show when={!before}>
            <TextField
              label={t("partners.form.search")}
              value={search()}
              onInput={(event) => setSearch(event.currentTarget.value)}
            />
            <SelectField
              label={t("partners.form.constituent")}
              name="constituentId"
              value={facts()["constituentId"] ?? ""}
              options={(found.error ? [] : (found() ?? [])).map(({ id, name }) => ({ value: id, label: name }))}
              onChange={set("constituentId")}
            />
          </Show>
          <SelectField
            label={t("partners.form.kind")}
            name="kind"
            value={facts()["kind"] ?? ""}
            options={partnerKinds.map((value) => ({ value, label: t(`partners.kind.${value}`) }))}
            onChange={set("kind")}
          />
          <Text name="contactName" />
          <SelectField
            label={t("partners.form.channel")}
            name="channel"
            value={facts()["channel"] ?? ""}
            options={["mail", "phone"].map((value) => ({ value, label: t(`partners.channel.${value}`) }))}
            onChange={set("channel")}
          />
          <Text name="email" />
          <Text name="phone" />
          <Text name="hours" />
          <Text name="answerMinutes" />
          <SelectField
            label={t("partners.form.language")}
            name="language"
            value={facts()["language"] ?? "fr"}
            options={["fr", "en", "mn"].map((value) => ({ value, label: t(`common.language.${value}`) }))}
            onChange={set("language")}
          />
        </div>
        <h3>{t("partners.page.freezes")}</h3>
        <For each={freezeTargets}>
          {(one) => (
            <Tick
              label={t(`partners.target.${one}`)}
              checked={freezes().includes(one)}
              onChange={(isOn) => setFreezes((all) => toggle(all, one, isOn))}
            />
          )}
        </For>
        <h3>{t("partners.form.needs")}</h3>
        <For each={freezeFields}>
          {(one) => (
            <Tick
              label={t(`partners.field.${one}`)}
              checked={needs().includes(one)}
              onChange={(isOn) => setNeeds((all) => toggle(all, one, isOn))}
            />
          )}
        </For>
        <DialogButtons
          act={t(before ? "partners.form.change" : "partners.form.save")}
          isBusy={act.isBusy()}
          onCancel={props.onClose}
        />
      </FieldsForm>
    </Dialog>
  );
}

/** What the form's fields hold of a fraud desk. */
function factsOf({ kind, contactName, email, phone, hours, channel, answerMinutes, language }: PartnerView) {
  const texts = { contactName, email: email ?? "", phone: phone ?? "", hours: hours ?? "" };
  return { kind, channel, language, answerMinutes: String(answerMinutes), ...texts };
}
