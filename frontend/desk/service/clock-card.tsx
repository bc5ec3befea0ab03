// Beside a report or a case: the team's own clocks with what is left, whom it waits for and why, and apart from them the law's.
import { A } from "@solidjs/router";
import { createEffect, createSignal, For, type JSX, on, onCleanup, Show, Suspense } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { ClockState, ClockView, ServiceView } from "../../../backend/reporting/service/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { Said } from "../../parts/moment/moment.tsx";
import { hasWords, loadRoom, useWords } from "../../platform/words.ts";
import { now } from "../../shell/data/clock.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { sayMinutes } from "./say-minutes.ts";
import { WaitDialog } from "./wait-dialog.tsx";
import "./service.css";

const tones: Record<ClockState, Tone> = {
  running: "low",
  soon: "medium",
  late: "critical",
  paused: "indigo",
  reached: "plain",
  reached_late: "high",
  without_object: "plain",
  no_target: "plain",
};

export function ClockCard(props: { subject: "report" | "case"; id: string; stamp: string }): JSX.Element {
  const t = useWords();
  void loadRoom("service");
  const path = () => `/api/v1/service/${props.subject}s/${props.id}`;
  const [view, { refetch }] = createResource(path, async (asked) => await apiGet<ServiceView>(asked));
  const [isWaiting, setWaiting] = createSignal(false);
  const timer = setInterval(() => void refetch(), 60_000);
  onCleanup(() => clearInterval(timer));
  createEffect(
    on(
      () => props.stamp,
      () => void refetch(),
      { defer: true },
    ),
  );
  const here = () => (view.error === undefined ? view.latest : undefined);
  const open = () => here()?.pauses.find(({ endedAt }) => endedAt === null);
  const resume = async (id: string): Promise<void> => {
    try {
      await apiPost(`/api/v1/service/pauses/${id}/end`);
      showToast({ text: t("service.resumed") });
    } catch (error) {
      tellProblem(error);
    }
    void refetch();
  };
  return (
    // What it asks for holds up nobody: the page around it is painted meanwhile.
    <Suspense fallback={<Waiting />}>
      <Show when={hasWords("service.card.title") && here()}>
        <Card
          title={t("service.card.title")}
          aside={
            <Show when={here()?.can.pause && !open()}>
              <Button isSmall onClick={() => setWaiting(true)}>
                {t("service.wait")}
              </Button>
            </Show>
          }
        >
          <ul class="service-clocks">
            <For each={here()?.clocks ?? []} fallback={<li class="quiet-text small-text">{t("service.card.none")}</li>}>
              {(clock) => <ClockLine clock={clock} isOther={clock.subjectId !== props.id} />}
            </For>
          </ul>
          <Show when={here()?.adviceId} keyed>
            {(id) => (
              <p class="small-text">
                <A href={`/advice/${id}`}>{t("service.advice")}</A>
              </p>
            )}
          </Show>
          <Show when={open()} keyed>
            {(pause) => (
              <div class="service-wait">
                <p>
                  <Said>{(moment) => t("service.waits_for", { who: pause.who, when: moment(pause.pausedAt) })}</Said>{" "}
                  <span class="quiet-text">({t(`service.reason.${pause.reason}`)})</span>
                </p>
                <Show when={pause.promisedAt} keyed>
                  {(at) => (
                    <p class="small-text" data-late={Date.parse(at) < now() ? "" : undefined}>
                      <Said>{(moment) => t("service.promised", { when: moment(at) })}</Said>
                    </p>
                  )}
                </Show>
                <Show when={pause.note !== ""}>
                  <p class="small-text pre-text" dir="auto">
                    {pause.note}
                  </p>
                </Show>
                <Button isSmall onClick={() => void resume(pause.id)}>
                  {t("service.resume")}
                </Button>
              </div>
            )}
          </Show>
          <For each={(here()?.pauses ?? []).filter(({ endedAt }) => endedAt !== null).slice(0, 5)}>
            {(pause) => (
              <p class="small-text quiet-text">
                {t("service.waited_for", {
                  who: pause.who,
                  time: sayMinutes(t, (Date.parse(pause.endedAt ?? "") - Date.parse(pause.pausedAt)) / 60_000),
                })}
                , {t(`service.ended.${pause.endedHow ?? "person"}`)}
                <Show when={pause.promisedAt} keyed>
                  {(at) => (
                    <>
                      , <Said>{(moment) => t("service.promised", { when: moment(at) })}</Said>
                    </>
                  )}
                </Show>
              </p>
            )}
          </For>
          <Show when={(here()?.legal.length ?? 0) > 0}>
            <div class="service-legal">
              <h3>{t("service.card.legal")}</h3>
              <p class="quiet-text small-text">{t("service.card.legal_hint")}</p>
              <ul>
                <For each={here()?.legal ?? []}>
                  {(clock) => (
                    <li>
                      {t("service.card.legal_line", { entity: clock.entity, filing: clock.filing, stage: clock.stage })}{" "}
                      <time dateTime={clock.dueAt} title={formatInstant(clock.dueAt)}>
                        {t("service.due", { when: formatInstant(clock.dueAt) })}
                      </time>{" "}
                      <Show when={clock.isOverdue}>
                        <Tag tone="critical">{t("service.state.late")}</Tag>
                      </Show>
                    </li>
                  )}
                </For>
              </ul>
            </div>
          </Show>
        </Card>
        <Show when={isWaiting()}>
          <WaitDialog
            subject={props.subject}
            id={props.id}
            onClose={() => setWaiting(false)}
            onDone={() => void refetch()}
          />
        </Show>
      </Show>
    </Suspense>
  );
}

/** The card's place until its answer is here, so that what stands under it does not jump. */
function Waiting(): JSX.Element {
  const t = useWords();
  return (
    <Show when={hasWords("service.card.title")}>
      <Card title={t("service.card.title")}>
        <Skeleton lines={2} words={t("desk.loading")} />
      </Card>
    </Show>
  );
}

function ClockLine(props: { clock: ClockView; isOther: boolean }): JSX.Element {
  const t = useWords();
  const left = () => props.clock.leftMinutes;
  return (
    <li data-state={props.clock.state}>
      <p>
        <b>{t(`service.clock.${props.clock.kind}`)}</b>{" "}
        <Show when={props.isOther}>
          <span class="mono small-text">{props.clock.reference}</span>{" "}
        </Show>
        <Tag tone={tones[props.clock.state]}>{t(`service.state.${props.clock.state}`)}</Tag>
      </p>
      <p class="small-text quiet-text">
        <Show when={left() !== null}>
          <span class="figures service-left">
            {t((left() ?? 0) < 0 ? "service.over" : "service.left", { time: sayMinutes(t, left() ?? 0) })}
          </span>{" "}
          ({t(props.clock.isBusinessHours ? "service.business" : "service.always")}){" · "}
        </Show>
        <Show when={props.clock.dueAt} keyed>
          {(at) => (
            <time dateTime={at} title={formatInstant(at)}>
              {t("service.due", { when: formatInstant(at) })}
            </time>
          )}
        </Show>{" "}
        <span>{t("service.edition", { number: props.clock.edition })}</span>
      </p>
    </li>
  );
}
