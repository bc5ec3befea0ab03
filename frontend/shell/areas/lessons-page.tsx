// The board of lessons: what happened, what helped, questions and answers; for focal points and for the desk, which looks before it is shown.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../data/create-resource.ts";
import type { LessonView } from "../../../backend/coordination/lessons/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { Moment } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { describeProblem, tellProblem } from "../data/tell-problem.ts";
import { createConfirmedAct } from "../confirm/confirmed-act.ts";
import { FieldsForm } from "../forms/fields-form.tsx";
import { PageFrame } from "../lists/page-frame.tsx";
import { can } from "../session.ts";
import { nameIn } from "./name-in.ts";
import "./areas.css";

const tones: Record<LessonView["state"], Tone> = {
  waiting: "medium",
  shown: "low",
  refused: "high",
  withdrawn: "plain",
};

export function LessonsPage(): JSX.Element {
  const t = useWords();
  const [list, { refetch }] = createResource(
    async () => (await apiGet<{ lessons: LessonView[] }>("/api/v1/lessons")).lessons,
  );
  const again = (): void => void refetch();
  return (
    <PageFrame
      title={t("areas.lessons.title")}
      text={t(can("lesson.decide") || can("report.read") ? "areas.lessons.lead_desk" : "areas.lessons.lead")}
      state={list.error ? "failed" : list.loading && !list.latest ? "loading" : "ready"}
      problem={list.error ? describeProblem(list.error) : ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={again}
    >
      <Show
        when={!list.error && (list() ?? []).length > 0}
        fallback={<Empty title={t("areas.lessons.none")} text={t("areas.lessons.none_hint")} />}
      >
        <ul class="lesson-list">
          <For each={list.error ? [] : list()}>{(lesson) => <Lesson lesson={lesson} onChanged={again} />}</For>
        </ul>
      </Show>
    </PageFrame>
  );
}

function Lesson(props: { lesson: LessonView; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const [isRefusing, setRefusing] = createSignal<"refused" | "withdrawn">();
  const decide = async (decision: string, reason?: string): Promise<void> => {
    try {
      await apiPost(`/api/v1/lessons/${props.lesson.id}/decide`, { decision, ...(reason ? { reason } : {}) });
      setRefusing(undefined);
      props.onChanged();
    } catch (error) {
      tellProblem(error);
    }
  };
  const questions = () => props.lesson.posts.filter(({ questionId }) => questionId === null);
  return (
    <li>
      <Card
        title={props.lesson.title}
        aside={<Tag tone={tones[props.lesson.state]}>{t(`areas.lessons.state.${props.lesson.state}`)}</Tag>}
      >
        <p class="quiet-text small-text">
          {nameIn(props.lesson.regionNames)} · <Moment at={props.lesson.writtenAt} /> · TLP:
          {props.lesson.marking.toUpperCase()}
          <Show when={props.lesson.isMine}> · {t("areas.lessons.mine")}</Show>
          <Show when={props.lesson.caseReference}>{(reference) => <> · {reference()}</>}</Show>
        </p>
        <h3>{t("areas.lessons.happened")}</h3>
        <p class="lesson-text">{props.lesson.happened}</p>
        <h3>{t("areas.lessons.helped")}</h3>
        <p class="lesson-text">{props.lesson.helped}</p>
        <p>
          <For each={props.lesson.tags}>
            {(tag) => (
              <>
                <Tag>{tag}</Tag>{" "}
              </>
            )}
          </For>
        </p>
        <Show when={props.lesson.decisionReason}>{(why) => <p class="quiet-text">{why()}</p>}</Show>
        <Show when={props.lesson.can.decide}>
          <p>
            <Button look="main" onClick={() => void decide("shown")}>
              {t("areas.lessons.show")}
            </Button>{" "}
            <Button onClick={() => setRefusing("refused")}>{t("areas.lessons.refuse")}</Button>
          </p>
        </Show>
        <Show when={props.lesson.can.withdraw}>
          <p>
            <Button isSmall onClick={() => setRefusing("withdrawn")}>
              {t("areas.lessons.withdraw")}
            </Button>
          </p>
        </Show>
        <Show when={props.lesson.state === "shown"}>
          <ul class="lesson-posts">
            <For each={questions()}>
              {(question) => (
                <>
                  <Post post={question} />
                  <For each={props.lesson.posts.filter(({ questionId }) => questionId === question.id)}>
                    {(answer) => <Post post={answer} />}
                  </For>
                  <Show when={props.lesson.can.post}>
                    <li class="lesson-post" data-answer>
                      <Write lessonId={props.lesson.id} questionId={question.id} onDone={props.onChanged} />
                    </li>
                  </Show>
                </>
              )}
            </For>
          </ul>
          <Show when={props.lesson.can.post}>
            <Write lessonId={props.lesson.id} onDone={props.onChanged} />
          </Show>
        </Show>
        <Show when={isRefusing()}>
          {(decision) => (
            <ReasonDialog
              title={t(`areas.lessons.${decision() === "refused" ? "refuse" : "withdraw"}`)}
              onClose={() => setRefusing(undefined)}
              onSay={(reason) => void decide(decision(), reason)}
            />
          )}
        </Show>
      </Card>
    </li>
  );
}

function Post(props: { post: LessonView["posts"][number] }): JSX.Element {
  const t = useWords();
  return (
    <li class="lesson-post" data-answer={props.post.questionId === null ? undefined : ""}>
      <p class="quiet-text small-text">
        {nameIn(props.post.regionNames, t("areas.national"))} · <Moment at={props.post.at} />
      </p>
      <p class="pre-text">{props.post.body}</p>
    </li>
  );
}

function Write(props: { lessonId: string; questionId?: string; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [isOpen, setOpen] = createSignal(false);
  const [body, setBody] = createSignal("");
  const act = createConfirmedAct();
  const kind = () => (props.questionId === undefined ? "ask" : "reply");
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { lessonId, questionId, onDone } = props;
    const post = { body: body(), ...(questionId === undefined ? {} : { questionId }) };
    if (!(await act.run(undefined, async () => await apiPost(`/api/v1/lessons/${lessonId}/posts`, post)))) return;
    setOpen(false);
    setBody("");
    onDone();
  };
  return (
    <Show
      when={isOpen()}
      fallback={
        <Button isSmall onClick={() => setOpen(true)}>
          {t(`areas.lessons.${kind()}`)}
        </Button>
      }
    >
      <FieldsForm of={act} class="area-form" onSubmit={(event) => void send(event)}>
        <TextArea
          label={t(`areas.lessons.${kind()}_label`)}
          hint={t("areas.lessons.post_hint")}
          name="body"
          rows={3}
          value={body()}
          onInput={(event) => setBody(event.currentTarget.value)}
        />
        <Button type="submit" isSmall look="main" isBusy={act.isBusy()}>
          {t("areas.lessons.send")}
        </Button>
      </FieldsForm>
    </Show>
  );
}

function ReasonDialog(props: { title: string; onClose: () => void; onSay: (reason: string) => void }): JSX.Element {
  const t = useWords();
  const [reason, setReason] = createSignal("");
  return (
    <Dialog isOpen onClose={props.onClose} title={props.title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          props.onSay(reason());
        }}
      >
        <TextArea
          label={t("areas.lessons.reason")}
          value={reason()}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <DialogButtons act={props.title} onCancel={props.onClose} isOff={reason().trim().length < 3} />
      </form>
    </Dialog>
  );
}
