// Templates of messages: the shipped ones to be read, the team's own to be kept, each in three languages.
import { createSignal, For, type JSX, onCleanup, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { templateFields, templateLanguages, type TemplateView } from "../../../backend/coordination/templates/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextArea, TextField } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { onConflict } from "../../platform/typed.ts";
import { describeProblem, tellProblem } from "../../shell/data/tell-problem.ts";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { createSending } from "../../shell/forms/send-form.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { can } from "../../shell/session.ts";
import "./talking.css";

const blank: TemplateView = { id: null, name: "", subjects: {}, bodies: {}, version: 0 };

export function TemplatesPage(): JSX.Element {
  const t = useWords();
  const [list, { refetch }] = createResource(
    currentLanguage,
    async (language) => (await apiGet<{ rows: TemplateView[] }>("/api/v1/talking/templates", { language })).rows,
  );
  const [changed, setChanging] = createSignal<TemplateView>();
  const rows = () => (list.error ? [] : (list.latest ?? []));
  // Somebody else changed it meanwhile: what is sent again goes on from theirs.
  onCleanup(onConflict(() => void refetch()));
  const changing = () => {
    const one = changed();
    return one === undefined || one.id === null ? one : (rows().find(({ id }) => id === one.id) ?? one);
  };
  const end = async (id: string): Promise<void> => {
    try {
      await apiPost(`/api/v1/talking/templates/${id}/end`);
      void refetch();
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <PageFrame
      title={t("talking.templates.title")}
      text={t("talking.templates.lead", { fields: templateFields.map((name) => `{${name}}`).join(" ") })}
      state={list.error ? "failed" : list.loading && !list.latest ? "loading" : "ready"}
      problem={list.error ? describeProblem(list.error) : ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={() => void refetch()}
    >
      <Show when={can("registry.change")}>
        <p>
          <Button look="main" onClick={() => setChanging(blank)}>
            {t("talking.templates.add")}
          </Button>
        </p>
      </Show>
      <For each={rows()}>
        {(row) => (
          <Card
            title={row.name}
            aside={
              <Show when={row.id !== null} fallback={<Tag>{t("talking.templates.shipped")}</Tag>}>
                <Show when={can("registry.change")}>
                  <span>
                    <Button isSmall onClick={() => setChanging(row)}>
                      {t("talking.templates.change")}
                    </Button>{" "}
                    <Button isSmall look="quiet" onClick={() => void end(row.id ?? "")}>
                      {t("talking.templates.end")}
                    </Button>
                  </span>
                </Show>
              </Show>
            }
          >
            <p dir="auto">
              <b>{row.subjects[currentLanguage()]}</b>
            </p>
            <p class="pre-text" dir="auto">
              {row.bodies[currentLanguage()]}
            </p>
          </Card>
        )}
      </For>
      <Show when={changing()}>
        {(one) => (
          <TemplateDialog template={one()} onClose={() => setChanging(undefined)} onDone={() => void refetch()} />
        )}
      </Show>
    </PageFrame>
  );
}

function TemplateDialog(props: { template: TemplateView; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [name, setName] = createSignal(props.template.name);
  const [subjects, setSubjects] = createSignal({ fr: "", en: "", mn: "", ...props.template.subjects });
  const [bodies, setBodies] = createSignal({ fr: "", en: "", mn: "", ...props.template.bodies });
  return (
    <FormDialog
      isWide
      title={props.template.id === null ? t("talking.templates.add") : t("talking.templates.change")}
      description={t("talking.templates.lead", { fields: templateFields.map((field) => `{${field}}`).join(" ") })}
      act={t("talking.form.save")}
      sending={sending}
      onClose={props.onClose}
      onSubmit={async () => {
        const { id, version } = props.template;
        await apiPost("/api/v1/talking/templates", {
          ...(id === null ? {} : { templateId: id, version }),
          name: name(),
          subjects: subjects(),
          bodies: bodies(),
        });
        props.onDone();
        props.onClose();
      }}
    >
      <TextField
        name="name"
        label={t("talking.form.name")}
        value={name()}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <For each={templateLanguages}>
        {(language) => (
          <>
            <TextField
              name={`subjects.${language}`}
              label={t("talking.templates.subject", { language: t(`common.language.${language}`) })}
              lang={language}
              value={subjects()[language]}
              onInput={(event) => {
                const { value } = event.currentTarget;
                setSubjects((all) => ({ ...all, [language]: value }));
              }}
            />
            <TextArea
              name={`bodies.${language}`}
              label={t("talking.templates.body", { language: t(`common.language.${language}`) })}
              lang={language}
              value={bodies()[language]}
              onInput={(event) => {
                const { value } = event.currentTarget;
                setBodies((all) => ({ ...all, [language]: value }));
              }}
            />
          </>
        )}
      </For>
    </FormDialog>
  );
}
