// What a paper says of an organisation that is not in the register yet.
import { createUniqueId, For, type JSX, onMount } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { isicCodes } from "../../../backend/registry/isic/model.ts";
import { sectors } from "../../../backend/registry/sectors/model.ts";
import type { AreaView } from "../../../backend/reporting/directory/model.ts";
import { SelectField, TextField, Tick } from "../../parts/field/field.tsx";
import { apiGet } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { choices, loadChoices, titleOfIsic } from "../directory/choices.ts";
import { LanguageTicks } from "../directory/language-ticks.tsx";
import { nameIn } from "../directory/say-facts.ts";
import type { TypedPaper } from "./paper-form.ts";
import "../directory/directory.css";

const depth = { country: 0, region: 1, district: 2, municipality: 3 } as const;

export function PaperEntry(props: {
  typed: TypedPaper;
  onChange: (change: Partial<TypedPaper>) => void;
  errorOf: (path: string) => string | undefined;
}): JSX.Element {
  const t = useWords();
  const isicListId = createUniqueId();
  const [areas] = createResource(async () => (await apiGet<{ rows: AreaView[] }>("/api/v1/desk/areas")).rows);
  onMount(() => void loadChoices().catch(tellProblem));
  const known = () => (areas.error === undefined ? (areas() ?? []) : []);
  return (
    <>
      <TextField
        label={t("desk.directory.other_names")}
        hint={t("desk.directory.by_commas")}
        name="entry.otherNames"
        value={props.typed.otherNames}
        error={props.errorOf("entry.otherNames")}
        onInput={(event) => props.onChange({ otherNames: event.currentTarget.value })}
      />
      <div class="id-pair">
        <SelectField
          label={t("console.field.sector")}
          value={props.typed.sector}
          options={sectors.map((one) => ({ value: one, label: t(`console.sector.${one}`) }))}
          onChange={(event) => {
            const chosen = sectors.find((one) => one === event.currentTarget.value);
            if (chosen) props.onChange({ sector: chosen });
          }}
        />
        <TextField
          label={t("desk.directory.isic")}
          hint={titleOfIsic(props.typed.isic.trim()) ?? t("desk.directory.isic_hint")}
          name="entry.isic"
          list={isicListId}
          maxLength={4}
          value={props.typed.isic}
          error={props.errorOf("entry.isic")}
          onInput={(event) => props.onChange({ isic: event.currentTarget.value })}
        />
        <datalist id={isicListId}>
          <For each={isicCodes}>{(code) => <option value={code}>{titleOfIsic(code)}</option>}</For>
        </datalist>
      </div>
      <SelectField
        label={t("desk.directory.area")}
        value={props.typed.areaId}
        options={[
          { value: "", label: t("desk.directory.unknown") },
          ...known().map((area) => ({
            value: area.id,
            label: `${"\u2003".repeat(depth[area.level])}${nameIn(area.names) ?? area.id}`,
          })),
        ]}
        error={props.errorOf("entry.areaId")}
        onChange={(event) => props.onChange({ areaId: event.currentTarget.value })}
      />
      <fieldset class="plain-fieldset">
        <legend class="field-label">{t("desk.directory.classes")}</legend>
        <p class="field-hint">{t("register.classes_hint")}</p>
        <div class="class-ticks">
          <For each={choices()?.classes ?? []}>
            {(one) => (
              <Tick
                label={one.names[currentLanguage()]}
                checked={props.typed.classes.includes(one.id)}
                onChange={(isOn) =>
                  props.onChange({
                    classes: isOn
                      ? [...props.typed.classes, one.id]
                      : props.typed.classes.filter((name) => name !== one.id),
                  })
                }
              />
            )}
          </For>
        </div>
      </fieldset>
      <LanguageTicks chosen={props.typed.languages} onChange={(languages) => props.onChange({ languages })} />
    </>
  );
}
