// One exercise: its clock, what came and is to come, what was expected and seen, its review, and the wiping at the end.
import { A, useParams } from "@solidjs/router";
import { createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import {
  bindWipe,
  type ExerciseAct,
  type ExerciseState,
  type ExerciseView,
  type InjectView,
  type Outcome,
} from "../../../backend/coordination/exercises/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatClock, formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createPage, type LoadedPage } from "../../shell/claims/create-page.ts";
import { onChange } from "../../shell/data/live.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { ExerciseBand } from "./exercise-band.tsx";
import { stateTones } from "./exercises-page.tsx";
import { ReviewCards } from "./review-cards.tsx";
import "./exercises.css";

const outcomeTones: Record<Outcome, Tone> = {
  waits: "plain",
  open: "indigo",
  met: "low",
  late: "medium",
  missed: "critical",
};
const actsIn: Record<ExerciseState, readonly ExerciseAct[]> = {
  planned: ["start"],
  running: ["pause", "end"],
  paused: ["resume", "end"],
  ended: [],
};

export function ExercisePage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ exerciseId: string }>();
  const page = createPage<ExerciseView>(() => `/api/v1/exercises/${params.exerciseId}`);
  const [open, setOpen] = createSignal<"end" | "wipe">();
  // Its clock goes on, and jobs play what is due.
  onMount(() => {
    const timer = setInterval(() => page.answer()?.state === "running" && page.load(), 5_000);
    onCleanup(() => clearInterval(timer));
  });
  let soon: ReturnType<typeof setTimeout> | undefined;
  onCleanup(onChange(() => (soon ??= setTimeout(() => ((soon = undefined), page.load()), 1_000))));
  onCleanup(() => clearTimeout(soon));
  const path = () => `/api/v1/exercises/${params.exerciseId}`;
  const run = async (act: ExerciseAct): Promise<void> => {
    const version = page.answer()?.version ?? 1;
    await apiPost(`${path()}/acts`, { act, version });
    page.load();
  };
  const press = (act: ExerciseAct): void => {
    if (act === "end") setOpen("end");
    else void run(act).catch(tellProblem);
  };
  return (
    <PageFrame
      title={page.answer()?.title ?? t("exercises.tag")}
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => undefined}
      onAgain={page.load}
    >
      <Show when={page.answer()}>
        {(one) => (
          <div class="exercise-page">
            <ExerciseBand />
            <p class="exercise-head">
              <Tag tone={stateTones[one().state]}>{t(`exercises.state.${one().state}`)}</Tag>
              <span dir="auto">{one().scenario}</span>
              <Show when={one().startedAt}>
                <b class="figures">{t("exercises.clock", { minutes: one().minutes, planned: one().plannedMinutes })}</b>
              </Show>
              <Show when={one().can.lead}>
                <span class="exercise-acts">
                  <For each={actsIn[one().state]}>
                    {(act) => (
                      <Button look={act === "start" || act === "resume" ? "main" : "plain"} onClick={() => press(act)}>
                        {t(`exercises.act.${act}`)}
                      </Button>
                    )}
                  </For>
                </span>
              </Show>
            </p>
            <Show when={one().aim !== ""}>
              <p dir="auto">{one().aim}</p>
            </Show>
            <Show when={one().about !== ""}>
              <p class="quiet-text" dir="auto">
                {one().about}
              </p>
            </Show>
            <InjectsCard one={one()} page={page} />
            <Show
              when={one().measured.length > 0}
              fallback={<p class="quiet-text">{t("exercises.measured_hidden")}</p>}
            >
              <MeasuredCard one={one()} page={page} />
            </Show>
            <Card title={t("exercises.people")} count={one().people.length}>
              <ul class="exercise-rows">
                <For each={one().people}>
                  {({ person, part }) => (
                    <li>
                      <div>{person.name}</div>
                      <span class="quiet-text">{t(`exercises.part.${part}`)}</span>
                    </li>
                  )}
                </For>
              </ul>
            </Card>
            <Show when={one().state === "ended"}>
              <ReviewCards one={one()} onChanged={page.load} />
              <Card title={t("exercises.keep_title")}>
                <p>{t("exercises.made", one().made)}</p>
                <Show
                  when={one().wipedAt === null}
                  fallback={<Tag>{t("exercises.wiped_at", { when: formatInstant(one().wipedAt ?? "") })}</Tag>}
                >
                  <p class="quiet-text">{t("exercises.keep_or_wipe")}</p>
                  <Show when={one().can.lead}>
                    <Button look="danger" onClick={() => setOpen("wipe")}>
                      {t("exercises.wipe")}
                    </Button>
                  </Show>
                </Show>
              </Card>
            </Show>
          </div>
        )}
      </Show>
      <Show when={open() === "end"}>
        <ActDialog
          title={t("exercises.end.title")}
          description={t("exercises.end.text")}
          act={t("exercises.act.end")}
          send={async () => await run("end")}
          onClose={() => setOpen(undefined)}
          onDone={() => undefined}
        >
          {null}
        </ActDialog>
      </Show>
      <Show when={open() === "wipe"}>
        <ActDialog
          title={t("exercises.wipe.title")}
          description={t("exercises.wipe.text")}
          act={t("exercises.wipe.do")}
          binding={() => bindWipe(params.exerciseId)}
          send={async () => await apiPost(`${path()}/wipe`)}
          onClose={() => setOpen(undefined)}
          onDone={() => {
            showToast({ text: t("exercises.wipe.done") });
            page.load();
          }}
        >
          {null}
        </ActDialog>
      </Show>
    </PageFrame>
  );
}

function InjectsCard(props: { one: ExerciseView; page: LoadedPage<ExerciseView> }): JSX.Element {
  const t = useWords();
  const seesAll = () => props.one.can.observe || props.one.state === "ended";
  const press = async (inject: InjectView, act: "play" | "leave-out"): Promise<void> => {
    const { page } = props;
    try {
      await apiPost(`/api/v1/exercises/${props.one.id}/injects/${inject.id}/${act}`, act === "play" ? undefined : {});
      if (act === "play") showToast({ text: t("exercises.is_playing") });
      page.load();
    } catch (error) {
      tellProblem(error);
    }
  };
  const say = (inject: InjectView): string => {
    if (inject.state === "played")
      return t("exercises.inject.played", { when: formatClock(new Date(inject.playedAt ?? "")) });
    if (inject.state === "left_out") return t("exercises.inject.left_out");
    if (props.one.state === "ended") return t("exercises.inject.not_played");
    return inject.dueAt
      ? t("exercises.inject.due", { when: formatClock(new Date(inject.dueAt)) })
      : t("exercises.inject.waits");
  };
  return (
    <Card title={t(seesAll() ? "exercises.injects" : "exercises.injects_played")} count={props.one.injects.length}>
      <ul class="exercise-rows">
        <For each={props.one.injects} fallback={<li class="quiet-text">{t("exercises.no_injects")}</li>}>
          {(inject) => (
            <li>
              <div>
                <b dir="auto">{inject.title}</b>
                <p class="quiet-text small-text">
                  {t(`exercises.inject.${inject.kind}`)} · {t("exercises.inject.at", { minute: inject.dueMinutes })} ·{" "}
                  {say(inject)}
                </p>
              </div>
              <div class="exercise-acts">
                <Show when={inject.report} keyed>
                  {(report) => (
                    <A href={`/reports/${report.id}?view=all`}>
                      {t("exercises.inject.open", { reference: report.reference })}
                    </A>
                  )}
                </Show>
                <Show when={inject.listId} keyed>
                  {(listId) => <A href={`/findings-lists/${listId}`}>{t("exercises.inject.open_list")}</A>}
                </Show>
                <Show when={props.one.can.lead && props.one.state === "running" && inject.state === "waiting"}>
                  <Button
                    isSmall
                    aria-label={t("exercises.play_label", { title: inject.title })}
                    onClick={() => void press(inject, "play")}
                  >
                    {t("exercises.play")}
                  </Button>
                  <Button
                    isSmall
                    look="quiet"
                    aria-label={t("exercises.leave_label", { title: inject.title })}
                    onClick={() => void press(inject, "leave-out")}
                  >
                    {t("exercises.leave")}
                  </Button>
                </Show>
              </div>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}

function MeasuredCard(props: { one: ExerciseView; page: LoadedPage<ExerciseView> }): JSX.Element {
  const t = useWords();
  const see = async (expectationId: string): Promise<void> => {
    const { page } = props;
    try {
      const seenAt = new Date().toISOString();
      await apiPost(`/api/v1/exercises/${props.one.id}/sightings`, { expectationId, seenAt });
      page.load();
    } catch (error) {
      tellProblem(error);
    }
  };
  const mayBeSeen = (kind: string, outcome: Outcome): boolean =>
    kind === "by_hand" &&
    outcome !== "waits" &&
    props.one.can.observe &&
    (props.one.state === "running" || props.one.state === "paused");
  return (
    <Card title={t("exercises.measured")} count={props.one.measured.length}>
      <ul class="exercise-rows">
        <For each={props.one.measured}>
          {(one) => (
            <li>
              <div>
                <b dir="auto">{one.title}</b>
                <p class="quiet-text small-text">
                  {t("exercises.within", { minutes: one.withinMinutes })}
                  <Show when={one.tookMinutes !== null}>
                    {" "}
                    · {t("exercises.took", { minutes: one.tookMinutes ?? 0 })}
                  </Show>
                  <Show when={one.note !== ""}> · {one.note}</Show>
                </p>
              </div>
              <div class="exercise-acts">
                <Show when={mayBeSeen(one.kind, one.outcome) && one.seenAt === null}>
                  <Button
                    isSmall
                    aria-label={t("exercises.see_label", { title: one.title })}
                    onClick={() => void see(one.expectationId)}
                  >
                    {t("exercises.see")}
                  </Button>
                </Show>
                <Tag tone={outcomeTones[one.outcome]}>{t(`exercises.outcome.${one.outcome}`)}</Tag>
              </div>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}
