// A new API key: who uses it, what it can do, for how long; then the key, shown once.
import { createSignal, For, type JSX, Show } from "solid-js";
import {
  type ApiKeyAct,
  apiKeyActs,
  type KeyMarking,
  keyMarkings,
  stepUpFor,
} from "../../../backend/identity/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextField, Tick } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { CopyOnce } from "../../shell/confirm/copy-once.tsx";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

export function MakeApiKeyDialog(props: { onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [name, setName] = createSignal("");
  const [acts, setActs] = createSignal<ApiKeyAct[]>(["report.submit"]);
  const [days, setDays] = createSignal(365);
  const [marking, setMarking] = createSignal<KeyMarking>("amber");
  const [networks, setNetworks] = createSignal("");
  const [key, setKey] = createSignal<string>();
  const make = async (): Promise<void> => {
    const limits = {
      marking: marking(),
      networks: networks()
        .split(/[\s,;]+/)
        .filter(Boolean),
    };
    const wanted = { name: name().trim(), acts: acts(), days: days(), ...limits };
    const isDone = await act.run(stepUpFor.makeApiKey(wanted.name, wanted.acts, limits), async () => {
      setKey((await apiPost<{ key: string }>("/api/v1/identity/api-keys", wanted)).key);
    });
    if (isDone) props.onDone();
  };
  return (
    <Dialog isOpen onClose={props.onClose} title={t("identity.keys.make")}>
      <Show
        when={key()}
        fallback={
          <FieldsForm
            of={act}
            class="id-form"
            onSubmit={(event) => {
              event.preventDefault();
              void make();
            }}
          >
            <TextField
              name="name"
              label={t("identity.keys.name")}
              hint={t("identity.keys.name_hint")}
              required
              maxLength={100}
              value={name()}
              onInput={(event) => setName(event.currentTarget.value)}
            />
            <p class="field-label">{t("identity.keys.acts")}</p>
            <For each={apiKeyActs}>
              {(one) => (
                <Tick
                  label={t(`identity.keys.act.${one}`)}
                  checked={acts().includes(one)}
                  onChange={(isOn) => setActs((all) => (isOn ? [...all, one] : all.filter((kept) => kept !== one)))}
                />
              )}
            </For>
            <TextField
              name="days"
              label={t("identity.keys.days")}
              type="number"
              min={1}
              max={730}
              required
              value={days()}
              onInput={(event) => setDays(Number(event.currentTarget.value))}
            />
            <SelectField
              name="marking"
              label={t("identity.keys.marking")}
              hint={t("identity.keys.marking_hint")}
              value={marking()}
              options={keyMarkings.map((value) => ({ value, label: `TLP:${value.toUpperCase()}` }))}
              onChange={(event) =>
                setMarking(keyMarkings.find((known) => known === event.currentTarget.value) ?? "amber")
              }
            />
            <TextField
              name="networks"
              label={t("identity.keys.networks")}
              hint={t("identity.keys.networks_hint")}
              spellcheck={false}
              value={networks()}
              onInput={(event) => setNetworks(event.currentTarget.value)}
            />
            <DialogButtons
              act={t("identity.keys.make")}
              onCancel={props.onClose}
              isBusy={act.isBusy()}
              isOff={acts().length === 0}
            />
          </FieldsForm>
        }
      >
        {(shown) => <ShownApiKey value={shown()} />}
      </Show>
    </Dialog>
  );
}

export function ShownApiKey(props: { value: string }): JSX.Element {
  const t = useWords();
  return (
    <>
      <Notice tone="mind">{t("identity.keys.shown_once")}</Notice>
      <CopyOnce label={t("identity.keys.title")} value={props.value} />
    </>
  );
}
