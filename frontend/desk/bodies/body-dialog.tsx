// Entering a body, or changing one: its kind, its name, which addressee of the law it is, where papers go.
import { createSignal, type JSX, Show } from "solid-js";
import { bodyKinds, type BodiesView, type BodyKind, type BodyView } from "../../../backend/compliance/bodies/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { apiPatch, apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords, wordsLanguages } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { nameOfAddressee } from "./name-of-addressee.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

export function BodyDialog(props: {
  body?: BodyView;
  list: BodiesView | undefined;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  // What stands in the form when it opens; later changes of the list do not overwrite what is typed.
  const before = props.body;
  const [kind, setKind] = createSignal<BodyKind>(before?.kind ?? "authority");
  const [name, setName] = createSignal(before?.name ?? "");
  const [addressee, setAddressee] = createSignal(before?.addressee ?? "");
  const [email, setEmail] = createSignal(before?.email ?? "");
  const [postal, setPostal] = createSignal(before?.postalAddress ?? "");
  const [language, setLanguage] = createSignal(before?.language ?? currentLanguage());
  const free = () =>
    (props.list?.addressees ?? []).filter((one) => one.bodyId === null || one.id === before?.addressee);
  const save = async (): Promise<void> => {
    const said = {
      name: name().trim(),
      language: language(),
      addressee: kind() === "authority" && addressee() !== "" ? addressee() : null,
      email: email().trim() || null,
      postalAddress: postal().trim() || null,
    };
    const isDone = await act.run(undefined, async () => {
      if (before) await apiPatch(`/api/v1/bodies/${before.id}`, { ...said, version: before.version });
      else await apiPost("/api/v1/bodies", { ...said, kind: kind() });
    });
    if (!isDone) return;
    props.onDone();
    props.onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={before ? t("bodies.change_of", { name: before.name }) : t("bodies.add")}
    >
      <FieldsForm
        of={act}
        class="id-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Show when={!before}>
          <SelectField
            name="kind"
            label={t("bodies.kind")}
            options={bodyKinds.map((value) => ({ value, label: t(`bodies.one.${value}`) }))}
            value={kind()}
            onChange={(event) => setKind(bodyKinds.find((one) => one === event.currentTarget.value) ?? "authority")}
          />
        </Show>
        <TextField
          name="name"
          label={t("bodies.name")}
          required
          maxLength={200}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <Show when={kind() === "authority"}>
          <SelectField
            name="addressee"
            label={t("bodies.addressee")}
            hint={t("bodies.addressee_hint")}
            options={[
              { value: "", label: t("bodies.no_addressee") },
              ...free().map(({ id }) => ({ value: id, label: props.list ? nameOfAddressee(props.list, id) : id })),
            ]}
            value={addressee()}
            onChange={(event) => setAddressee(event.currentTarget.value)}
          />
        </Show>
        <TextField
          name="email"
          label={t("bodies.email")}
          hint={t("bodies.email_hint")}
          type="email"
          maxLength={320}
          value={email()}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
        <TextArea
          name="postalAddress"
          label={t("bodies.postal")}
          rows={3}
          maxLength={500}
          value={postal()}
          onInput={(event) => setPostal(event.currentTarget.value)}
        />
        <SelectField
          name="language"
          label={t("bodies.language")}
          options={wordsLanguages.map((value) => ({ value, label: t(`common.language.${value}`) }))}
          value={language()}
          onChange={(event) => setLanguage(event.currentTarget.value)}
        />
        <DialogButtons
          act={before ? t("bodies.save") : t("bodies.add_act")}
          onCancel={() => props.onClose()}
          isBusy={act.isBusy()}
        />
      </FieldsForm>
    </Dialog>
  );
}
