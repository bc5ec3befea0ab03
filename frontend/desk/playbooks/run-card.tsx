// One playbook at work: its steps with their state; questions are answered here, waits cut short, the whole stopped with a reason.
import { createSignal, For, type JSX, Match, Show, Switch } from "solid-js";
import type { RunView } from "../../../backend/cases/playbooks/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { Said } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { PlaybookPicture } from "./playbook-picture.tsx";

type RunStep = RunView["steps"][number];
type Send = (act: string, body: object, said: string) => void;

export function RunCard(props: { run: RunView; mayChange: boolean; onAct: Send }): JSX.Element {
  const t = useWords();
  const [isDrawn, setDrawn] = createSignal(false);
  const [asked, setAsked] = createSignal<{ act: "stop" } | { act: "skip"; stepId: string }>();
  const isOn = () => props.run.state === "running";
  const print = () => props.run.steps.map(({ state }) => state).join();
  return (
    <section class="playbook-run">
      <header>
        <h3>{props.run.title}</h3>
        <Tag tone={isOn() ? "indigo" : "plain"}>{t(`playbooks.run.${props.run.state}`)}</Tag>
        <span class="quiet-text small-text">
          {props.run.startedBy ? (
            <Said>
              {(moment) =>
                t("playbooks.case.started_by", {
                  name: props.run.startedBy?.name ?? "",
                  when: moment(props.run.startedAt),
                })
              }
            </Said>
          ) : (
            <Said>{(moment) => t("playbooks.case.started_itself", { when: moment(props.run.startedAt) })}</Said>
          )}
        </span>
        <span class="playbook-acts">
          <Button isSmall look="quiet" onClick={() => setDrawn(!isDrawn())}>
            {t(isDrawn() ? "playbooks.case.hide_picture" : "playbooks.case.show_picture")}
          </Button>
          <Show when={isOn() && props.mayChange}>
            <Button isSmall look="quiet" onClick={() => setAsked({ act: "stop" })}>
              {t("playbooks.case.stop")}
            </Button>
          </Show>
        </span>
      </header>
      <Show when={props.run.stopReason !== ""}>
        <p>{t("playbooks.case.stop_reason", { reason: props.run.stopReason })}</p>
      </Show>
      <Show when={isDrawn()}>
        <PlaybookPicture
          path={`/api/v1/desk/playbook-runs/${props.run.id}/picture`}
          label={`${t("playbooks.picture")}: ${props.run.title}`}
          print={print()}
        />
      </Show>
      <ol class="playbook-steps">
        <For each={props.run.steps}>
          {(step) => (
            <StepRow
              step={step}
              mayAnswer={isOn() && props.mayChange}
              canApprove={props.run.canApprove}
              onAnswer={(outcome) =>
                props.onAct("answer", { stepId: step.stepId, outcome }, t("playbooks.case.answered"))
              }
              onSkip={() => setAsked({ act: "skip", stepId: step.stepId })}
            />
          )}
        </For>
      </ol>
      <Show when={asked()} keyed>
        {(one) => (
          <WhyDialog
            title={t(one.act === "stop" ? "playbooks.case.stop" : "playbooks.case.skip")}
            text={one.act === "stop" ? t("playbooks.case.stop_text") : ""}
            onClose={() => setAsked(undefined)}
            onDone={(reason) => {
              setAsked(undefined);
              if (one.act === "stop") props.onAct("stop", { reason }, t("playbooks.case.stopped"));
              else props.onAct("skip", { stepId: one.stepId, reason }, t("playbooks.case.skipped"));
            }}
          />
        )}
      </Show>
    </section>
  );
}

function StepRow(props: {
  step: RunStep;
  mayAnswer: boolean;
  canApprove: boolean;
  onAnswer: (outcome: string) => void;
  onSkip: () => void;
}): JSX.Element {
  const t = useWords();
  const isReady = () => props.step.state === "ready";
  const answer = () => props.step.options.find(({ id }) => id === props.step.outcome)?.title ?? "";
  return (
    <li data-state={props.step.state}>
      <Tag>{t(`playbooks.kind.${props.step.kind}`)}</Tag>
      <span class="playbook-said">
        {props.step.title}
        <Show when={answer()}> — {answer()}</Show>
        <Show when={props.step.note}>
          <span class="quiet-text small-text" dir="auto">
            {" "}
            {props.step.note}
          </span>
        </Show>
      </span>
      <Switch
        fallback={
          <span class="quiet-text small-text">
            {t(`playbooks.state.${props.step.state}`)}
            <Show when={props.step.endedBy} keyed>
              {(person) => (
                <>
                  {" · "}
                  <Said>
                    {(moment) => t("playbooks.case.by", { name: person.name, when: moment(props.step.endedAt ?? "") })}
                  </Said>
                </>
              )}
            </Show>
          </span>
        }
      >
        <Match when={isReady() && props.step.kind === "approval" && props.mayAnswer && !props.canApprove}>
          <span class="quiet-text small-text">{t("playbooks.case.needs_other")}</span>
        </Match>
        <Match when={isReady() && props.step.options.length > 0 && props.mayAnswer}>
          <span class="playbook-acts" role="group" aria-label={props.step.title}>
            <For each={props.step.options}>
              {(option) => (
                <Button isSmall onClick={() => props.onAnswer(option.id)}>
                  {option.title}
                </Button>
              )}
            </For>
          </span>
        </Match>
        <Match when={isReady() && props.step.kind === "wait"}>
          <span class="playbook-acts">
            <span class="quiet-text small-text">
              <Said>{(moment) => t("playbooks.case.until", { when: moment(props.step.wakesAt ?? "") })}</Said>
            </span>
            <Show when={props.mayAnswer}>
              <Button isSmall look="quiet" onClick={() => props.onSkip()}>
                {t("playbooks.case.skip")}
              </Button>
            </Show>
          </span>
        </Match>
      </Switch>
    </li>
  );
}

function WhyDialog(props: {
  title: string;
  text: string;
  onClose: () => void;
  onDone: (reason: string) => void;
}): JSX.Element {
  const t = useWords();
  const [reason, setReason] = createSignal("");
  const [error, setError] = createSignal<string>();
  return (
    <Dialog isOpen onClose={() => props.onClose()} title={props.title} description={props.text}>
      <form
        novalidate
        onSubmit={(event) => {
          event.preventDefault();
          if (reason().trim().length < 3) setError(t("desk.reason.too_short"));
          else props.onDone(reason().trim());
        }}
      >
        <TextArea
          label={t("playbooks.case.reason")}
          value={reason()}
          error={error()}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <DialogButtons act={props.title} onCancel={() => props.onClose()} />
      </form>
    </Dialog>
  );
}
