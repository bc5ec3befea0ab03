// How it stands with each constituent of a notification: who was written to, what they answered, and the acts of the desk.
import { A } from "@solidjs/router";
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import {
  notifyAnswers,
  type RunTarget,
  type RunView,
  type TargetState,
  targetStates,
} from "../../../backend/coordination/notifications/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Dialog } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextArea } from "../../parts/field/field.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";

const tones: Record<TargetState, Tone> = {
  waiting: "plain",
  asked: "medium",
  acknowledged: "indigo",
  working: "indigo",
  question: "high",
  fixed: "low",
  not_mine: "plain",
  unreachable: "critical",
};

export function TargetsCard(props: { run: RunView; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const [state, setState] = createSignal("");
  const [rows, setRows] = createSignal<RunTarget[]>([]);
  const [next, setNext] = createSignal<string | null>(null);
  const [noting, setNoting] = createSignal<RunTarget>();
  const [replying, setReplying] = createSignal<string>();
  const [code, setCode] = createSignal<{ code: string; minutes: number }>();
  const ask = async (cursor?: string): Promise<void> => {
    const which = state();
    try {
      const page = await apiGet<{ rows: RunTarget[]; next: string | null }>(
        `/api/v1/notifications/${props.run.id}/targets`,
        { state: which || undefined, cursor },
      );
      if (which !== state()) return;
      setRows((before) => (cursor === undefined ? page.rows : [...before, ...page.rows]));
      setNext(page.next);
    } catch (error) {
      tellProblem(error);
    }
  };
  createEffect(
    on(
      () => `${props.run.id} ${props.run.state} ${JSON.stringify([props.run.targets, props.run.mails])} ${state()}`,
      () => void ask(),
    ),
  );
  const readCode = async (linkId: string): Promise<void> => {
    try {
      setCode(await apiPost<{ code: string; minutes: number }>(`/api/v1/talking/links/${linkId}/code`));
    } catch (error) {
      tellProblem(error);
    }
  };
  const done = (): void => {
    props.onChanged();
    void ask();
  };
  return (
    <Card title={t("notify.run.targets")}>
      <div class="list-filters">
        <SelectField
          label={t("notify.list.filter")}
          value={state()}
          options={[
            { value: "", label: t("notify.list.all") },
            ...targetStates.map((value) => ({ value, label: t(`notify.target.${value}`) })),
          ]}
          onChange={(event) => setState(event.currentTarget.value)}
        />
      </div>
      <ul class="care-rows">
        <For each={rows()} fallback={<li class="quiet-text">{t("notify.list.no_rows")}</li>}>
          {(one) => (
            <li>
              <div>
                <A class="care-name" href={`/directory/${one.constituentId}`}>
                  {one.name}
                </A>{" "}
                <span class="quiet-text small-text">
                  {t("notify.run.rows", { count: one.rows })}
                  {one.nextActAt ? ` · ${t("notify.run.next", { when: formatInstant(one.nextActAt) })}` : ""}
                </span>
                <For each={one.recipients}>
                  {(to) => (
                    <p class="quiet-text small-text">
                      {to.name} &lt;{to.email}&gt;{" "}
                      {to.role === "focal_point"
                        ? t("notify.run.focal")
                        : to.role && t(`desk.directory.role.${to.role}`)}{" "}
                      · {t(`notify.mail_state.${to.mail}`)}
                      {to.protection &&
                        to.protection !== "signed" &&
                        ` · ${t(`notify.run.protection.${to.protection}`)}`}{" "}
                      <Show when={to.linkId} keyed>
                        {(linkId) => (
                          <Button isSmall look="quiet" onClick={() => void readCode(linkId)}>
                            {t("notify.run.code")}
                            <span class="for-ears"> {to.name}</span>
                          </Button>
                        )}
                      </Show>
                    </p>
                  )}
                </For>
                <For each={one.answers}>
                  {(answer) => (
                    <div class="notify-answer">
                      <p>
                        <b>{t(`notify.answer.${answer.answer}`)}</b>{" "}
                        <span class="quiet-text small-text">
                          {t(`notify.run.via.${answer.via}`)} · {answer.by} · {formatInstant(answer.at)}
                        </span>
                      </p>
                      <Show when={answer.note}>
                        <p class="detail">{answer.note}</p>
                      </Show>
                      <Show
                        when={answer.reply}
                        fallback={
                          <Show when={answer.via !== "desk"}>
                            <Button isSmall look="quiet" onClick={() => setReplying(answer.id)}>
                              {t("notify.run.reply")}
                              <span class="for-ears"> {one.name}</span>
                            </Button>
                          </Show>
                        }
                      >
                        <p class="small-text">
                          {t("notify.run.replied", {
                            when: formatInstant(answer.repliedAt ?? answer.at),
                            text: answer.reply ?? "",
                          })}
                        </p>
                      </Show>
                    </div>
                  )}
                </For>
              </div>
              <div class="care-acts">
                <Tag tone={tones[one.state]}>{t(`notify.target.${one.state}`)}</Tag>
                <Show when={props.run.state !== "ended"}>
                  <Button isSmall onClick={() => setNoting(one)}>
                    {t("notify.run.note_answer")}
                    <span class="for-ears"> {one.name}</span>
                  </Button>
                </Show>
              </div>
            </li>
          )}
        </For>
      </ul>
      <Show when={next()} keyed>
        {(cursor) => <Button onClick={() => void ask(cursor)}>{t("desk.more_rows")}</Button>}
      </Show>
      <Show when={noting()} keyed>
        {(target) => (
          <NoteDialog runId={props.run.id} target={target} onClose={() => setNoting(undefined)} onDone={done} />
        )}
      </Show>
      <Show when={code()} keyed>
        {(shown) => (
          <Dialog
            isOpen
            onClose={() => setCode(undefined)}
            title={t("talking.code_title")}
            description={t("talking.code_text", { minutes: shown.minutes })}
          >
            <p class="notify-code figures">{shown.code.replace(/(\d{4})(\d{4})/, "$1 $2")}</p>
          </Dialog>
        )}
      </Show>
      <Show when={replying()} keyed>
        {(answerId) => <ReplyDialog answerId={answerId} onClose={() => setReplying(undefined)} onDone={done} />}
      </Show>
    </Card>
  );
}

function NoteDialog(props: { runId: string; target: RunTarget; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [answer, setAnswer] = createSignal<string>("acknowledged");
  const [note, setNote] = createSignal("");
  return (
    <ActDialog
      title={t("notify.run.note_title", { name: props.target.name })}
      act={t("notify.run.note_answer")}
      send={async () =>
        await apiPost(`/api/v1/notifications/${props.runId}/answers`, {
          constituentId: props.target.constituentId,
          answer: answer(),
          note: note(),
        })
      }
      onClose={props.onClose}
      onDone={props.onDone}
    >
      <SelectField
        name="answer"
        label={t("notify.run.answer")}
        value={answer()}
        options={notifyAnswers.map((value) => ({ value, label: t(`notify.answer.${value}`) }))}
        onChange={(event) => setAnswer(event.currentTarget.value)}
      />
      <TextArea
        name="note"
        label={t("notify.run.note")}
        value={note()}
        onInput={(event) => setNote(event.currentTarget.value)}
      />
    </ActDialog>
  );
}

function ReplyDialog(props: { answerId: string; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [body, setBody] = createSignal("");
  return (
    <ActDialog
      title={t("notify.run.reply_title")}
      act={t("notify.run.send")}
      send={async () => await apiPost(`/api/v1/notification-answers/${props.answerId}/reply`, { body: body() })}
      onClose={props.onClose}
      onDone={props.onDone}
    >
      <TextArea
        name="body"
        label={t("notify.run.reply")}
        rows={6}
        value={body()}
        onInput={(event) => setBody(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
