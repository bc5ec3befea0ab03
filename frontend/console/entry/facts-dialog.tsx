// Proposing other facts of the own entry. All of them need the desk's word, and the form says so.
import { createSignal, For, type JSX } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { AreaChoice, EntryView, OwnEntry } from "../../../backend/registry/enrolment/model.ts";
import { sectors } from "../../../backend/registry/sectors/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { currentLanguage, useWords, type WordsLanguage, wordsLanguages } from "../../platform/words.ts";
import { LanguageTicks } from "../../desk/directory/language-ticks.tsx";
import "../../shell/register/register.css";
import { apiGet } from "../../platform/api.ts";
import { nameIn } from "../../shell/areas/name-in.ts";
import { createProposal } from "./create-proposal.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import { FormWhy } from "../../shell/forms/form-why.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

const depth = { country: 0, region: 1, district: 2, municipality: 3 } as const;
const listed = (text: string): string[] =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");

export function FactsDialog(props: {
  entry: OwnEntry;
  knownClasses: EntryView["knownClasses"];
  onClose: () => void;
  onDone: (text: string) => void;
}): JSX.Element {
  const t = useWords();
  const [name, setName] = createSignal(props.entry.name);
  const [others, setOthers] = createSignal(props.entry.otherNames.join(", "));
  const [sector, setSector] = createSignal(props.entry.sector);
  const [classes, setClasses] = createSignal<readonly string[]>(props.entry.classes);
  const [languages, setLanguages] = createSignal<WordsLanguage[]>(
    wordsLanguages.filter((language) => props.entry.languages.includes(language)),
  );
  const [areaId, setAreaId] = createSignal(props.entry.areaId ?? "");
  const [address, setAddress] = createSignal(props.entry.address ?? "");
  const [legalForm, setLegalForm] = createSignal(props.entry.legalForm ?? "");
  const [areas] = createResource(async () => (await apiGet<{ rows: AreaChoice[] }>("/api/v1/console/areas")).rows);
  const [note, setNote] = createSignal("");
  // Until the list is there, where it cannot be had, or when the area has ended, the seat stays what it is.
  const known = (): AreaChoice[] =>
    props.entry.areaId ? [{ id: props.entry.areaId, level: "country", names: props.entry.areaNames ?? {} }] : [];
  const choices = (): AreaChoice[] => {
    const rows = areas.error === undefined ? (areas() ?? []) : [];
    return rows.some(({ id }) => id === props.entry.areaId) ? rows : [...known(), ...rows];
  };
  const proposal = createProposal((text) => props.onDone(text));
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={t("console.entry.propose")}
      description={t("console.entry.propose_text")}
    >
      <FieldsForm
        of={proposal}
        class="id-form"
        onSubmit={(event) => {
          event.preventDefault();
          void proposal.send({
            kind: "facts",
            constituentId: props.entry.id,
            changes: {
              name: name(),
              otherNames: listed(others()),
              sector: sectors.find((one) => one === sector()) ?? "other",
              classes: [...classes()],
              areaId: areaId() || null,
              address: address().trim() || null,
              legalForm: legalForm().trim() || null,
              languages: languages(),
            },
            note: note(),
          });
        }}
      >
        <FormWhy of="entry" />
        <TextField
          label={t("console.field.name")}
          name="name"
          required
          maxLength={300}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <TextField
          label={t("console.field.otherNames")}
          name="otherNames"
          hint={t("console.entry.commas")}
          value={others()}
          onInput={(event) => setOthers(event.currentTarget.value)}
        />
        <SelectField
          label={t("console.field.sector")}
          name="sector"
          why={whyAsked("console.field.sector")}
          value={sector()}
          options={sectors.map((value) => ({ value, label: t(`console.sector.${value}`) }))}
          onChange={(event) => setSector(event.currentTarget.value)}
        />
        <fieldset class="plain-fieldset">
          <legend class="field-label">{t("console.field.classes")}</legend>
          <p class="field-hint">{whyAsked("console.field.classes")}</p>
          <div class="id-ticks">
            <For each={props.knownClasses}>
              {(one) => (
                <Tick
                  label={one.names[currentLanguage()] ?? one.id}
                  checked={classes().includes(one.id)}
                  onChange={(isOn) =>
                    setClasses((all) => (isOn ? [...all, one.id] : all.filter((id) => id !== one.id)))
                  }
                />
              )}
            </For>
          </div>
        </fieldset>
        <SelectField
          label={t("console.field.areaId")}
          name="areaId"
          why={whyAsked("console.field.areaId")}
          value={areaId()}
          options={[
            { value: "", label: t("desk.directory.unknown") },
            ...choices().map((area) => ({
              value: area.id,
              label: `${"\u2003".repeat(depth[area.level])}${nameIn(area.names, area.id)}`,
            })),
          ]}
          onChange={(event) => setAreaId(event.currentTarget.value)}
        />
        <TextArea
          label={t("desk.directory.address")}
          name="address"
          hint={t("desk.directory.address_hint")}
          rows={2}
          maxLength={500}
          value={address()}
          onInput={(event) => setAddress(event.currentTarget.value)}
        />
        <TextField
          label={t("desk.directory.legal_form")}
          name="legalForm"
          hint={t("desk.directory.legal_form_hint")}
          maxLength={120}
          value={legalForm()}
          onInput={(event) => setLegalForm(event.currentTarget.value)}
        />
        <LanguageTicks chosen={languages()} onChange={setLanguages} />
        <TextArea
          label={t("console.entry.note")}
          name="note"
          hint={t("console.entry.note_hint")}
          rows={2}
          maxLength={2000}
          value={note()}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
        <DialogButtons act={t("console.entry.send")} onCancel={() => props.onClose()} isBusy={proposal.isBusy()} />
      </FieldsForm>
    </Dialog>
  );
}
