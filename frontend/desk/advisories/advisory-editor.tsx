// The plain editor of an advisory in three languages, with its preview.
import { createSignal, For, type JSX, Show } from "solid-js";
import {
  type AdvisoryLanguage,
  advisoryLanguages,
  advisorySeverities,
  type AdvisoryView,
  type WriteAdvisory,
} from "../../../backend/coordination/advisories/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { useWords } from "../../platform/words.ts";
import { AdvisoryBlocks } from "./advisory-blocks.tsx";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import { wholeTexts } from "../../shell/forms/refuse-here.ts";

type Part = "title" | "summary" | "body";
const parts: Part[] = ["title", "summary", "body"];

export function AdvisoryEditor(props: {
  advisory?: AdvisoryView | undefined;
  isLocked?: boolean;
  onSave: (advisory: WriteAdvisory) => Promise<void>;
}): JSX.Element {
  const t = useWords();
  const [severity, setSeverity] = createSignal<WriteAdvisory["severity"]>(props.advisory?.severity ?? "medium");
  const [texts, setTexts] = createSignal<Partial<Record<AdvisoryLanguage, Record<Part, string>>>>(
    props.advisory?.texts ?? {},
  );
  const [note, setNote] = createSignal<Partial<Record<AdvisoryLanguage, string>>>(
    Object.fromEntries(Object.entries(props.advisory?.note ?? {}).filter(([, text]) => text !== undefined)),
  );
  const act = createConfirmedAct();
  const write = (language: AdvisoryLanguage, part: Part, value: string): void =>
    void setTexts((all) => ({
      ...all,
      [language]: { title: "", summary: "", body: "", ...all[language], [part]: value },
    }));
  const save = async (): Promise<void> => {
    const { onSave } = props;
    const notes = Object.entries(note()).filter(([, text]) => text.trim() !== "");
    await act.run(undefined, async () => {
      const written = wholeTexts(texts(), advisoryLanguages, parts, t("advisories.edit.partial"));
      await onSave({ severity: severity(), texts: written, note: Object.fromEntries(notes) });
    });
  };
  const named = (key: string, language: AdvisoryLanguage): string =>
    t(`advisories.edit.${key}`, { language: t(`common.language.${language}`) });
  return (
    <FieldsForm
      of={act}
      class="notify-form"
      novalidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Card title={t("advisories.edit.write")}>
        <SelectField
          label={t("advisories.edit.severity")}
          name="severity"
          value={severity()}
          disabled={props.isLocked ?? false}
          options={advisorySeverities.map((value) => ({ value, label: t(`advisories.severity.${value}`) }))}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setSeverity(advisorySeverities.find((one) => one === value) ?? "medium");
          }}
        />
        <p class="quiet-text">{t("advisories.edit.hint")}</p>
      </Card>
      <For each={advisoryLanguages}>
        {(language) => (
          <Card title={t(`common.language.${language}`)}>
            <div class="care-pair" lang={language}>
              <div>
                <TextField
                  label={named("title", language)}
                  name={`texts.${language}.title`}
                  value={texts()[language]?.title ?? ""}
                  readonly={props.isLocked ?? false}
                  onInput={(event) => write(language, "title", event.currentTarget.value)}
                />
                <TextField
                  label={named("summary", language)}
                  name={`texts.${language}.summary`}
                  value={texts()[language]?.summary ?? ""}
                  readonly={props.isLocked ?? false}
                  onInput={(event) => write(language, "summary", event.currentTarget.value)}
                />
                <TextArea
                  label={named("body", language)}
                  name={`texts.${language}.body`}
                  rows={12}
                  value={texts()[language]?.body ?? ""}
                  readonly={props.isLocked ?? false}
                  onInput={(event) => write(language, "body", event.currentTarget.value)}
                />
                <Show when={(props.advisory?.editions ?? 0) > 0}>
                  <TextField
                    label={named("note", language)}
                    name={`note.${language}`}
                    value={note()[language] ?? ""}
                    readonly={props.isLocked ?? false}
                    onInput={(event) => setNote((all) => ({ ...all, [language]: event.currentTarget.value }))}
                  />
                </Show>
              </div>
              <section
                class="advisory-page"
                aria-label={`${t("advisories.edit.preview")} ${t(`common.language.${language}`)}`}
              >
                <p class="field-label">{t("advisories.edit.preview")}</p>
                <Show when={texts()[language]?.title}>{(title) => <h3>{title()}</h3>}</Show>
                <p>{texts()[language]?.summary}</p>
                <AdvisoryBlocks source={texts()[language]?.body ?? ""} />
              </section>
            </div>
          </Card>
        )}
      </For>
      <Show when={!props.isLocked}>
        <p>
          <Button type="submit" look="main" isBusy={act.isBusy()}>
            {t("advisories.edit.save")}
          </Button>
        </p>
      </Show>
    </FieldsForm>
  );
}
