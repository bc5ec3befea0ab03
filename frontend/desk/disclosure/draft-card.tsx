// The text that will be published, in up to three languages, with its severity and references.
import { createSignal, For, type JSX, Show } from "solid-js";
import {
  type DisclosureLanguage,
  disclosureLanguages,
  disclosureSeverities,
} from "../../../backend/coordination/disclosure/model.ts";
import type { DisclosureView } from "../../../backend/coordination/disclosure/views/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { ApiProblem, apiGet, apiPut } from "../../platform/api.ts";
import { loadRoom, useWords } from "../../platform/words.ts";
import { Clash, type Compared } from "../case/work/clash.tsx";
import { toLines } from "./fields-dialog.tsx";
import type { DisclosureWork } from "./work.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import { wholeTexts } from "../../shell/forms/refuse-here.ts";

type Part = "title" | "summary" | "body";
const parts: Part[] = ["title", "summary", "body"];

export function DraftCard(props: { work: DisclosureWork }): JSX.Element {
  const t = useWords();
  const { work } = props;
  const { draft } = work.of;
  const [severity, setSeverity] = createSignal<string>(draft.severity);
  const [texts, setTexts] = createSignal<Partial<Record<DisclosureLanguage, Record<Part, string>>>>(draft.texts);
  const [refs, setRefs] = createSignal(draft.refs.join("\n"));
  const act = createConfirmedAct();
  const [stored, setStored] = createSignal<DisclosureView["draft"]>();
  void loadRoom("casework");
  const write = (language: DisclosureLanguage, part: Part, value: string): void =>
    void setTexts((all) => ({
      ...all,
      [language]: { title: "", summary: "", body: "", ...all[language], [part]: value },
    }));
  const compare = (theirs: DisclosureView["draft"]): Compared[] => [
    {
      label: t("disclosure.desk.severity"),
      mine: t(`advisories.severity.${severity()}`),
      theirs: t(`advisories.severity.${theirs.severity}`),
    },
    ...disclosureLanguages.flatMap((language) =>
      parts.map((part) => ({
        label: t(`disclosure.desk.${part}_in`, { language: t(`common.language.${language}`) }),
        mine: texts()[language]?.[part].trim() ?? "",
        theirs: theirs.texts[language]?.[part] ?? "",
      })),
    ),
    { label: t("disclosure.desk.refs"), mine: toLines(refs()).join("\n"), theirs: theirs.refs.join("\n") },
  ];
  const save = async (version: number): Promise<void> => {
    const isDone = await act.run(undefined, async () => {
      const written = wholeTexts(texts(), disclosureLanguages, parts, t("disclosure.desk.partial"));
      try {
        await apiPut(`${work.path}/draft`, { version, severity: severity(), texts: written, refs: toLines(refs()) });
      } catch (error) {
        if (!(error instanceof ApiProblem && error.code === "conflict")) throw error;
        // Somebody saved meanwhile: what was typed here stays, and both stand side by side.
        setStored((await apiGet<DisclosureView>(work.path)).draft);
      }
    });
    if (!isDone || stored()) return;
    showToast({ text: t("disclosure.desk.saved") });
    work.reload();
  };
  return (
    <Card title={t("disclosure.desk.draft")}>
      <FieldsForm
        of={act}
        class="id-form"
        novalidate
        onSubmit={(event) => {
          event.preventDefault();
          void save(draft.version);
        }}
      >
        <Show when={stored()}>
          {(theirs) => (
            <Clash
              fields={compare(theirs())}
              isBusy={false}
              onMine={() => {
                const { version } = theirs();
                setStored(undefined);
                void save(version);
              }}
              onTheirs={() => {
                setStored(undefined);
                work.reload();
              }}
            />
          )}
        </Show>
        <SelectField
          label={t("disclosure.desk.severity")}
          name="severity"
          value={severity()}
          options={disclosureSeverities.map((value) => ({ value, label: t(`advisories.severity.${value}`) }))}
          onChange={(event) => setSeverity(event.currentTarget.value)}
        />
        <For each={disclosureLanguages}>
          {(language) => (
            <For each={parts}>
              {(part) => {
                const label = t(`disclosure.desk.${part}_in`, { language: t(`common.language.${language}`) });
                const value = (): string => texts()[language]?.[part] ?? "";
                return part === "title" ? (
                  <TextField
                    label={label}
                    name={`texts.${language}.${part}`}
                    value={value()}
                    onInput={(event) => write(language, part, event.currentTarget.value)}
                  />
                ) : (
                  <TextArea
                    label={label}
                    name={`texts.${language}.${part}`}
                    rows={part === "body" ? 5 : 2}
                    value={value()}
                    onInput={(event) => write(language, part, event.currentTarget.value)}
                  />
                );
              }}
            </For>
          )}
        </For>
        <TextArea
          label={t("disclosure.desk.refs")}
          name="refs"
          rows={2}
          value={refs()}
          onInput={(event) => setRefs(event.currentTarget.value)}
        />
        <p>
          <Button type="submit" look="main">
            {t("disclosure.desk.save")}
          </Button>
        </p>
      </FieldsForm>
    </Card>
  );
}
