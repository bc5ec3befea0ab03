// A formality before it is filed: its kind, which processings, whom to ask; saved, thrown away, or filed with the passkey.
import { createSignal, For, type JSX } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { FormalityPage, NeedsView } from "../../../backend/compliance/formalities/answers/model.ts";
import { type FormalityKind, stepUpForFormality } from "../../../backend/compliance/formalities/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextField, Tick } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiDelete, apiGet, apiPost, apiPut } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import type { ReadPage } from "../../shell/authority/read-page.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import "../../shell/account/people.css";
import { FormWhy } from "../../shell/forms/form-why.tsx";

const root = "/api/v1/console/formalities";

export function DraftCard(props: {
  view: FormalityPage;
  read: ReadPage<FormalityPage>;
  onDropped: () => void;
}): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [kind, setKind] = createSignal<FormalityKind>(props.view.kind);
  const [entryIds, setEntryIds] = createSignal<readonly string[]>(props.view.entryIds);
  const [contact, setContact] = createSignal(props.view.contact);
  const [needs] = createResource(
    currentLanguage,
    async (language) => await apiGet<NeedsView>(`${root}/needs`, { language }),
  );
  const entries = () => (needs.latest?.rows ?? []).filter(({ role }) => role === "controller");
  const isChanged = (): boolean =>
    kind() !== props.view.kind ||
    contact() !== props.view.contact ||
    entryIds().toSorted().join() !== props.view.entryIds.toSorted().join();
  const save = async (): Promise<number> => {
    const { id, version } = props.view;
    if (!isChanged()) return version;
    const body = { version, kind: kind(), entryIds: [...entryIds()], contact: contact() };
    return (await apiPut<{ version: number }>(`${root}/${id}`, body)).version;
  };
  const keep = async (): Promise<void> => {
    const { read } = props;
    const isDone = await act.run(undefined, async () => void (await save()));
    if (!isDone) return;
    showToast({ text: t("formalities.draft.saved") });
    await read.reload();
  };
  const submit = async (): Promise<void> => {
    const { read, view } = props;
    const { id } = view;
    const saved: { version?: number } = {};
    if (!(await act.run(undefined, async () => void (saved.version = await save())))) return;
    const version = saved.version ?? view.version;
    await act.run(stepUpForFormality.submit(id, version), async () => {
      const body = { version, language: currentLanguage() };
      const { receiptNumber } = await apiPost<{ receiptNumber: string }>(`${root}/${id}/submit`, body);
      showToast({ text: t("formalities.draft.filed", { number: receiptNumber }) });
    });
    await read.reload();
  };
  const drop = async (): Promise<void> => {
    const { view, onDropped } = props;
    if (await act.run(undefined, async () => await apiDelete(`${root}/${view.id}`))) onDropped();
  };
  return (
    <Card title={t("formalities.draft.title")}>
      <p>{t("formalities.draft.hint")}</p>
      <FieldsForm
        of={act}
        class="id-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <FormWhy of="formality" />
        <SelectField
          label={t("formalities.draft.kind")}
          name="kind"
          hint={t("formalities.draft.kind_hint")}
          value={kind()}
          options={props.view.kinds.map((value) => ({ value, label: t(`formalities.kind.${value}`) }))}
          onChange={(event) => {
            const chosen = props.view.kinds.find((one) => one === event.currentTarget.value);
            if (chosen) setKind(chosen);
          }}
        />
        <fieldset class="formality-ticks">
          <legend class="field-label">{t("formalities.draft.entries")}</legend>
          <For each={entries()}>
            {(entry) => (
              <Tick
                label={`${entry.number}. ${entry.title}`}
                checked={entryIds().includes(entry.entryId)}
                onChange={(isOn) =>
                  setEntryIds(
                    isOn ? [...entryIds(), entry.entryId] : entryIds().filter((known) => known !== entry.entryId),
                  )
                }
              />
            )}
          </For>
        </fieldset>
        <TextField
          label={t("formalities.draft.contact")}
          name="contact"
          hint={t("formalities.draft.contact_hint")}
          maxLength={500}
          value={contact()}
          onInput={(event) => setContact(event.currentTarget.value)}
        />
        <div class="authority-acts">
          <Button type="submit" look="main" isBusy={act.isBusy()}>
            {t("formalities.draft.submit")}
          </Button>
          <Button onClick={() => void keep()}>{t("formalities.draft.save")}</Button>
          <Button onClick={() => void drop()}>{t("formalities.draft.drop")}</Button>
        </div>
      </FieldsForm>
    </Card>
  );
}
