// Exercises: those that run or are planned, those that ended with how they went, and the form that plans one.
import { A, useNavigate } from "@solidjs/router";
import { createSignal, For, type JSX, onMount, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import {
  type ExerciseList,
  type ExercisePart,
  exerciseParts,
  type ExerciseState,
  type ScenarioHead,
} from "../../../backend/coordination/exercises/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { Moment } from "../../parts/moment/moment.tsx";
import { currentLanguage, useWords, wordsLanguages } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { me } from "../../shell/session.ts";
import { fromField, toField } from "../case/work/times.ts";
import { directory, loadDirectory } from "../data/directory.ts";
import "./exercises.css";

export const stateTones: Record<ExerciseState, Tone> = {
  planned: "plain",
  running: "critical",
  paused: "medium",
  ended: "low",
};

export function ExercisesPage(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const page = createPage<ExerciseList>(() => "/api/v1/exercises");
  const [isPlanning, setPlanning] = createSignal(false);
  return (
    <PageFrame
      title={t("exercises.title")}
      text={t("exercises.lead")}
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => undefined}
      onAgain={page.load}
      filters={
        <Show when={page.answer()?.canRun}>
          <p>
            <Button look="main" onClick={() => setPlanning(true)}>
              {t("exercises.plan")}
            </Button>
          </p>
        </Show>
      }
    >
      <Show
        when={(page.answer()?.rows.length ?? 0) > 0}
        fallback={<Empty title={t("exercises.none")} text={t("exercises.none_text")} />}
      >
        <Card title={t("exercises.title")} count={page.answer()?.rows.length}>
          <ul class="exercise-rows">
            <For each={page.answer()?.rows ?? []}>
              {(one) => (
                <li>
                  <div>
                    <A href={`/exercises/${one.id}`} dir="auto">
                      {one.title}
                    </A>
                    <p class="quiet-text small-text">
                      {one.scenario} · <Moment at={one.startedAt ?? one.plannedAt} />
                      <Show when={one.part} keyed>
                        {(part) => <> · {t(`exercises.part.${part}`)}</>}
                      </Show>
                    </p>
                  </div>
                  <div class="exercise-acts">
                    <Show when={one.state === "ended" && one.expected > 0}>
                      <span class="figures">{t("exercises.result", { met: one.met, expected: one.expected })}</span>
                    </Show>
                    <Tag tone={stateTones[one.state]}>{t(`exercises.state.${one.state}`)}</Tag>
                    <Show when={one.wipedAt}>
                      <Tag>{t("exercises.wiped")}</Tag>
                    </Show>
                  </div>
                </li>
              )}
            </For>
          </ul>
        </Card>
      </Show>
      <Show when={isPlanning()}>
        <PlanDialog
          onClose={() => setPlanning(false)}
          onPlanned={(id) => {
            showToast({ text: t("exercises.planned") });
            navigate(`/exercises/${id}`);
          }}
        />
      </Show>
    </PageFrame>
  );
}

function PlanDialog(props: { onClose: () => void; onPlanned: (id: string) => void }): JSX.Element {
  const t = useWords();
  const [language, setLanguage] = createSignal<string>(currentLanguage());
  const [scenarios] = createResource(
    language,
    async (of) => (await apiGet<{ rows: ScenarioHead[] }>(`/api/v1/exercise-scenarios?language=${of}`)).rows,
  );
  const [scenarioId, setScenario] = createSignal("");
  const [title, setTitle] = createSignal("");
  const [aim, setAim] = createSignal("");
  const [plannedAt, setPlannedAt] = createSignal(toField(new Date().toISOString()).slice(0, 16));
  const [parts, setParts] = createSignal<Record<string, ExercisePart | "">>({});
  onMount(() => void loadDirectory());
  const chosen = () => {
    const all = scenarios.error === undefined ? (scenarios.latest ?? []) : [];
    return all.find(({ id }) => id === scenarioId()) ?? all[0];
  };
  const others = () => directory().people.filter(({ id }) => id !== me()?.personId);
  const send = async (): Promise<void> => {
    const scenario = chosen();
    const people = Object.entries(parts()).flatMap(([personId, part]) => (part === "" ? [] : [{ personId, part }]));
    const { onPlanned } = props;
    const { id } = await apiPost<{ id: string }>("/api/v1/exercises", {
      scenarioId: scenario?.id ?? "",
      title: title().trim() === "" ? (scenario?.title ?? "") : title(),
      aim: aim(),
      language: language(),
      plannedAt: fromField(plannedAt()) ?? "",
      people,
    });
    onPlanned(id);
  };
  return (
    <ActDialog
      title={t("exercises.plan")}
      act={t("exercises.plan_do")}
      send={send}
      onClose={() => props.onClose()}
      onDone={() => undefined}
    >
      <div class="exercise-form">
        <SelectField
          name="language"
          label={t("exercises.field.language")}
          value={language()}
          options={wordsLanguages.map((value) => ({ value, label: t(`exercises.language.${value}`) }))}
          onChange={(event) => setLanguage(event.currentTarget.value)}
        />
        <SelectField
          name="scenarioId"
          label={t("exercises.scenario")}
          value={chosen()?.id ?? ""}
          options={(scenarios.error === undefined ? (scenarios.latest ?? []) : []).map((one) => ({
            value: one.id,
            label: one.title,
          }))}
          onChange={(event) => setScenario(event.currentTarget.value)}
        />
        <Show when={chosen()}>
          {(one) => (
            <div>
              <p dir="auto">{one().about}</p>
              <p class="quiet-text small-text">
                {t("exercises.scenario_facts", {
                  minutes: one().minutes,
                  injects: one().injects,
                  expects: one().expects,
                })}{" "}
                · {t(`exercises.source.${one().source}`)}
              </p>
            </div>
          )}
        </Show>
        <TextField
          name="title"
          label={t("exercises.field.title")}
          value={title()}
          placeholder={chosen()?.title ?? ""}
          maxLength={200}
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
        <TextArea
          name="aim"
          label={t("exercises.field.aim")}
          hint={t("exercises.field.aim_hint")}
          rows={2}
          value={aim()}
          onInput={(event) => setAim(event.currentTarget.value)}
        />
        <TextField
          name="plannedAt"
          type="datetime-local"
          label={t("exercises.field.planned_at")}
          value={plannedAt()}
          onInput={(event) => setPlannedAt(event.currentTarget.value)}
        />
        <fieldset>
          <legend>{t("exercises.field.people")}</legend>
          <p class="quiet-text small-text">{t("exercises.field.people_hint")}</p>
          <For each={others()}>
            {(person) => (
              <SelectField
                label={person.name}
                value={parts()[person.id] ?? ""}
                options={[
                  { value: "", label: t("exercises.part.none") },
                  ...exerciseParts.map((part) => ({ value: part, label: t(`exercises.part.${part}`) })),
                ]}
                onChange={(event) => {
                  const part = exerciseParts.find((known) => known === event.currentTarget.value) ?? "";
                  setParts((all) => ({ ...all, [person.id]: part }));
                }}
              />
            )}
          </For>
        </fieldset>
      </div>
    </ActDialog>
  );
}
