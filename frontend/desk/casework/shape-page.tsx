// How the team shapes its cases: the pattern of references, and fields of its own.
import { createSignal, For, type JSX, onMount, Show } from "solid-js";
import type { FieldView } from "../../../backend/cases/fields/model.ts";
import type { FormatView } from "../../../backend/cases/references/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { ApiProblem, apiGet, apiPatch, apiPut } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { describeProblem, tellProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { AddFieldDialog } from "./add-field-dialog.tsx";
import "../case/work/casework.css";

export function ShapePage(): JSX.Element {
  const t = useWords();
  const [fields, setFields] = createSignal<FieldView[]>([]);
  const [format, setFormat] = createSignal<FormatView>();
  const [state, setState] = createSignal<"loading" | "ready" | "failed">("loading");
  const [problem, setProblem] = createSignal("");
  const [isAdding, setAdding] = createSignal(false);
  const load = async (): Promise<void> => {
    try {
      setFields((await apiGet<{ rows: FieldView[] }>("/api/v1/desk/case-fields")).rows);
      setFormat(await apiGet<FormatView>("/api/v1/desk/case-reference-format"));
      setState("ready");
    } catch (error) {
      setProblem(describeProblem(error));
      setState("failed");
    }
  };
  onMount(() => void load());
  const retire = async (field: FieldView): Promise<void> => {
    try {
      await apiPatch(`/api/v1/desk/case-fields/${field.id}`, { version: field.version, isRetired: !field.isRetired });
      showToast({ text: t("casework.saved") });
    } catch (error) {
      tellProblem(error);
    }
    await load();
  };
  return (
    <PageFrame
      title={t("casework.shape.title")}
      text={t("casework.shape.text")}
      state={state()}
      problem={problem()}
      hasMore={false}
      onMore={() => undefined}
      onAgain={() => void load()}
    >
      <div class="work-panels">
        <Show when={format()} keyed>
          {(known) => <FormatCard known={known} onSaved={setFormat} />}
        </Show>
        <Card
          title={t("casework.shape.fields")}
          count={fields().length}
          aside={
            <Button isSmall onClick={() => setAdding(true)}>
              {t("casework.shape.add")}
            </Button>
          }
        >
          <ul class="work-list">
            <For each={fields()} fallback={<li class="quiet-text">{t("casework.shape.no_fields")}</li>}>
              {(field) => (
                <li class="work-row" data-ended={field.isRetired ? "" : undefined}>
                  <div class="work-row-main">
                    <p>
                      <b>{field.names[currentLanguage()]}</b> <Tag>{t(`casework.shape.kind.${field.kind}`)}</Tag>{" "}
                      <Show when={field.isRequired}>
                        <Tag tone="indigo">{t("casework.fields.required")}</Tag>
                      </Show>
                      <Show when={field.isRetired}>
                        <Tag>{t("casework.fields.retired")}</Tag>
                      </Show>
                    </p>
                    <p class="quiet-text small-text">
                      <span class="mono">{field.key}</span>
                      <Show when={field.choices.length > 0}>
                        {" "}
                        · {field.choices.map((choice) => choice.names[currentLanguage()]).join(", ")}
                      </Show>
                    </p>
                  </div>
                  <div class="work-row-acts">
                    <Button isSmall look="quiet" onClick={() => void retire(field)}>
                      {t(field.isRetired ? "casework.shape.restore" : "casework.shape.retire", {
                        name: field.names[currentLanguage()],
                      })}
                    </Button>
                  </div>
                </li>
              )}
            </For>
          </ul>
        </Card>
      </div>
      <Show when={isAdding()}>
        <AddFieldDialog reload={load} onClose={() => setAdding(false)} />
      </Show>
    </PageFrame>
  );
}

function FormatCard(props: { known: FormatView; onSaved: (view: FormatView) => void }): JSX.Element {
  const t = useWords();
  const [text, setText] = createSignal(props.known.format);
  const [error, setError] = createSignal<string>();
  const save = async (): Promise<void> => {
    const { onSaved } = props;
    setError(undefined);
    try {
      onSaved(await apiPut<FormatView>("/api/v1/desk/case-reference-format", { format: text() }));
      showToast({ text: t("casework.saved") });
    } catch (failure) {
      setError(
        failure instanceof ApiProblem && failure.fields[0] ? failure.fields[0].message : describeProblem(failure),
      );
    }
  };
  return (
    <Card title={t("casework.shape.format")}>
      <form
        class="work-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          label={t("casework.shape.format")}
          hint={t("casework.shape.format_hint")}
          value={text()}
          maxLength={60}
          error={error()}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <p>{t("casework.shape.example", { example: props.known.example })}</p>
        <div class="dialog-buttons">
          <Button type="submit" look="main">
            {t("casework.save")}
          </Button>
          <Button look="quiet" onClick={() => setText(props.known.usual)}>
            {t("casework.shape.usual")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
