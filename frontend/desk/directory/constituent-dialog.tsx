// A constituent's basic facts, new or as they stand; of a change only what differs is sent, on the version that was seen.
import { createSignal, createUniqueId, For, type JSX, onMount, Show } from "solid-js";
import { isicCodes } from "../../../backend/registry/isic/model.ts";
import { sectors } from "../../../backend/registry/sectors/model.ts";
import type { AreaView, ConstituentPage } from "../../../backend/reporting/directory/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { ApiProblem, apiGet, apiPatch, apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords, type WordsLanguage } from "../../platform/words.ts";
import { BranchesField } from "./branches-field.tsx";
import { choices, loadChoices, titleOfIsic } from "./choices.ts";
import { ConstituentPicker, type PickedConstituent } from "./constituent-picker.tsx";
import { LanguageTicks } from "./language-ticks.tsx";
import { beginningOf, nameIn } from "./say-facts.ts";
import { createSending } from "./send-form.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

const depth = { country: 0, region: 1, district: 2, municipality: 3 } as const;
const listOf = (text: string): string[] =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");

export function ConstituentDialog(props: {
  /** The constituent to change; absent for a new one. */
  page?: ConstituentPage;
  /** What stands directly above it now. */
  parent?: PickedConstituent | undefined;
  branchAreaIds?: string[] | undefined;
  onClose: () => void;
  /** With the id of a new one. */
  onDone: (id?: string) => void;
  /** Somebody else changed it in the meantime: what stands there now is to be shown. */
  onOvertaken?: () => void;
}): JSX.Element {
  const t = useWords();
  const sending = createSending();
  // What was there when the dialog opened: what is sent is told by it, even when the page behind is read again.
  const before = props.page;
  const [name, setName] = createSignal(before?.name ?? "");
  const [otherNames, setOtherNames] = createSignal(before?.otherNames.join(", ") ?? "");
  const [sector, setSector] = createSignal<string>(before?.sector ?? "public_administration");
  const [areaId, setAreaId] = createSignal(before?.areaId ?? "");
  const [isic, setIsic] = createSignal(before?.isic ?? "");
  const [address, setAddress] = createSignal(before?.address ?? "");
  const [legalForm, setLegalForm] = createSignal(before?.legalForm ?? "");
  const [classes, setClasses] = createSignal<string[]>(before?.classes ?? []);
  const parentBefore = props.parent;
  const [parent, setParent] = createSignal<PickedConstituent | undefined>(parentBefore);
  const branchesBefore = props.branchAreaIds ?? [];
  const [branches, setBranches] = createSignal<string[]>(branchesBefore);
  const [from, setFrom] = createSignal("");
  const [until, setUntil] = createSignal("");
  const [why, setWhy] = createSignal("");
  const isicListId = createUniqueId();
  const [languages, setLanguages] = createSignal<WordsLanguage[]>(before?.languages ?? [currentLanguage()]);
  const [areas, setAreas] = createSignal<AreaView[]>([]);
  onMount(
    () =>
      void sending.run(async () => {
        const [listed] = await Promise.all([apiGet<{ rows: AreaView[] }>("/api/v1/desk/areas"), loadChoices()]);
        setAreas(listed.rows);
      }),
  );
  const areaOptions = () => [
    { value: "", label: t("desk.directory.unknown") },
    ...areas().map((area) => ({
      value: area.id,
      label: `${"\u2003".repeat(depth[area.level])}${nameIn(area.names) ?? area.id}`,
    })),
  ];
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const facts = {
      name: name().trim(),
      otherNames: listOf(otherNames()),
      sector: sector(),
      classes: classes(),
      languages: languages(),
      areaId: areaId() || null,
      isic: isic().trim() || null,
      address: address().trim() || null,
      legalForm: legalForm().trim() || null,
      parentId: parent()?.id ?? null,
      branchAreaIds: branches(),
    };
    await sending.run(async () => {
      if (!before) {
        const wanted = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));
        props.onDone((await apiPost<{ id: string }>("/api/v1/registry/constituents", wanted)).id);
        return;
      }
      const was = { ...before, parentId: parentBefore?.id ?? null, branchAreaIds: branchesBefore };
      const changed = Object.entries(facts).filter(
        ([fact, value]) => JSON.stringify(value) !== JSON.stringify(was[fact as keyof typeof facts]),
      );
      if (changed.length === 0) {
        props.onClose();
        return;
      }
      try {
        const [validFrom, validUntil] = [beginningOf(from()), beginningOf(until())];
        const change = {
          version: before.version,
          ...Object.fromEntries(changed),
          ...(validFrom ? { validFrom } : {}),
          ...(validUntil ? { validUntil } : {}),
          ...(why().trim() ? { why: why().trim() } : {}),
        };
        await apiPatch(`/api/v1/registry/constituents/${before.id}`, change);
        props.onDone();
      } catch (error) {
        if (error instanceof ApiProblem && error.code === "conflict") props.onOvertaken?.();
        throw error;
      }
    });
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={before ? t("desk.directory.change") : t("desk.directory.add")}
      isWide
    >
      <FieldsForm of={sending} onSubmit={(event) => void submit(event)} novalidate>
        <TextField
          name="name"
          label={t("desk.directory.name")}
          value={name()}
          maxLength={300}
          error={sending.errorOf("name")}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <TextField
          name="otherNames"
          label={t("desk.directory.other_names")}
          hint={t("desk.directory.by_commas")}
          value={otherNames()}
          error={sending.errorOf("otherNames")}
          onInput={(event) => setOtherNames(event.currentTarget.value)}
        />
        <SelectField
          name="sector"
          label={t("desk.directory.sector_label")}
          value={sector()}
          options={sectors.map((value) => ({ value, label: t(`desk.directory.sector.${value}`) }))}
          onChange={(event) => setSector(event.currentTarget.value)}
        />
        <SelectField
          name="areaId"
          label={t("desk.directory.area")}
          value={areaId()}
          options={areaOptions()}
          onChange={(event) => setAreaId(event.currentTarget.value)}
        />
        <TextArea
          name="address"
          label={t("desk.directory.address")}
          hint={t("desk.directory.address_hint")}
          rows={2}
          value={address()}
          maxLength={500}
          error={sending.errorOf("address")}
          onInput={(event) => setAddress(event.currentTarget.value)}
        />
        <TextField
          name="legalForm"
          label={t("desk.directory.legal_form")}
          hint={t("desk.directory.legal_form_hint")}
          value={legalForm()}
          maxLength={120}
          error={sending.errorOf("legalForm")}
          onInput={(event) => setLegalForm(event.currentTarget.value)}
        />
        <BranchesField
          areas={areas()}
          options={areaOptions()}
          chosen={branches()}
          error={sending.errorOf("branchAreaIds")}
          onChange={setBranches}
        />
        <ConstituentPicker
          label={t("register.standing.parent")}
          hint={t("register.standing.parent_hint")}
          chosen={parent()}
          exceptId={before?.id}
          error={sending.errorOf("parentId")}
          onChoose={setParent}
        />
        <TextField
          name="isic"
          label={t("desk.directory.isic")}
          hint={titleOfIsic(isic().trim()) ?? t("desk.directory.isic_hint")}
          list={isicListId}
          value={isic()}
          maxLength={5}
          error={sending.errorOf("isic")}
          onInput={(event) => setIsic(event.currentTarget.value)}
        />
        <datalist id={isicListId}>
          <For each={isicCodes}>{(code) => <option value={code}>{titleOfIsic(code)}</option>}</For>
        </datalist>
        <fieldset class="plain-fieldset">
          <legend class="field-label">{t("desk.directory.classes")}</legend>
          <p class="field-hint">{t("register.classes_hint")}</p>
          <Show when={sending.errorOf("classes")}>
            <p class="field-error">{sending.errorOf("classes")}</p>
          </Show>
          <div class="class-ticks">
            <For each={choices()?.classes ?? []}>
              {(one) => (
                <Tick
                  label={one.names[currentLanguage()]}
                  checked={classes().includes(one.id)}
                  onChange={(isOn) =>
                    setClasses((all) => (isOn ? [...all, one.id] : all.filter((name) => name !== one.id)))
                  }
                />
              )}
            </For>
          </div>
        </fieldset>
        <LanguageTicks chosen={languages()} onChange={setLanguages} />
        <Show when={before}>
          <div class="since-when">
            <TextField
              name="validFrom"
              label={t("register.change_from")}
              hint={t("register.change_from_hint")}
              type="date"
              value={from()}
              error={sending.errorOf("validFrom")}
              onInput={(event) => setFrom(event.currentTarget.value)}
            />
            <TextField
              name="validUntil"
              label={t("register.change_until")}
              hint={t("register.change_until_hint")}
              type="date"
              value={until()}
              error={sending.errorOf("validUntil")}
              onInput={(event) => setUntil(event.currentTarget.value)}
            />
          </div>
          <TextArea
            name="why"
            label={t("register.change_why")}
            hint={t("register.change_why_hint")}
            rows={2}
            value={why()}
            maxLength={2000}
            onInput={(event) => setWhy(event.currentTarget.value)}
          />
        </Show>
        <DialogButtons act={t("desk.directory.save")} isBusy={sending.isBusy()} onCancel={() => props.onClose()} />
      </FieldsForm>
    </Dialog>
  );
}
