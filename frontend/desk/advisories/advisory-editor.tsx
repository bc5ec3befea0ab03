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
import { Notice } from "../../parts/notice/notice.tsx";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { AdvisoryBlocks } from "./advisory-blocks.tsx";

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
  const [problem, setProblem] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  const write = (language: AdvisoryLanguage, part: Part, value: string): void =>
    void setTexts((all) => ({
      ...all,
      [language]: { title: "", summary: "", body: "", ...all[language], [part]: value },
    }));
  const save = async (): Promise<void> => {
    setProblem(undefined);
    const written = advisoryLanguages.flatMap((language) => {
      const text = texts()[language];
      return text && parts.some((part) => text[part].trim() !== "") ? [[language, text] as const] : [];
    });
    if (written.length === 0 || written.some(([, text]) => parts.some((part) => text[part].trim() === ""))) {
      setProblem(t("advisories.edit.partial"));
      return;
    }
    const notes = Object.entries(note()).filter(([, text]) => text.trim() !== "");
    setBusy(true);
    try {
      await props.onSave({
        severity: severity(),
        texts: Object.fromEntries(written),
        note: Object.fromEntries(notes),
      });
    } catch (error) {
      setProblem(describeProblem(error));
    } finally {
      setBusy(false);
    }
  };
  const named = (key: string, language: AdvisoryLanguage): string =>
    t(`advisories.edit.${key}`, { language: t(`common.language.${language}`) });
  return (
    <form
      class="notify-form"
      novalidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Show when={problem()}>
        <Notice tone="problem" isAlert>
          {problem()}
        </Notice>
      </Show>
      <Card title={t("advisories.edit.write")}>
        <SelectField
          label={t("advisories.edit.severity")}
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
                  value={texts()[language]?.title ?? ""}
                  readonly={props.isLocked ?? false}
                  onInput={(event) => write(language, "title", event.currentTarget.value)}
                />
                <TextField
                  label={named("summary", language)}
                  value={texts()[language]?.summary ?? ""}
                  readonly={props.isLocked ?? false}
                  onInput={(event) => write(language, "summary", event.currentTarget.value)}
                />
                <TextArea
                  label={named("body", language)}
                  rows={12}
                  value={texts()[language]?.body ?? ""}
                  readonly={props.isLocked ?? false}
                  onInput={(event) => write(language, "body", event.currentTarget.value)}
                />
                <Show when={(props.advisory?.editions ?? 0) > 0}>
                  <TextField
                    label={named("note", language)}
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
          <Button type="submit" look="main" isBusy={isBusy()}>
            {t("advisories.edit.save")}
          </Button>
        </p>
      </Show>
    </form>
  );
}
