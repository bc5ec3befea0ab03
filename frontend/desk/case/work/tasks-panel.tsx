// The tasks of a case: what is to be done, by whom, until when, what waits for what, and what was done for each.
import { createSignal, For, type JSX, Show } from "solid-js";
import { type TaskState, taskStates, type TaskView } from "../../../../backend/cases/tasks/model.ts";
import type { CaseWork } from "../../../../backend/cases/work/model.ts";
import { Button } from "../../../parts/button/button.tsx";
import { Card } from "../../../parts/card/card.tsx";
import { Empty } from "../../../parts/empty/empty.tsx";
import { SelectField, Tick } from "../../../parts/field/field.tsx";
import { Tag } from "../../../parts/tag/tag.tsx";
import { apiPatch } from "../../../platform/api.ts";
import { Said } from "../../../parts/moment/moment.tsx";
import { useWords } from "../../../platform/words.ts";
import { now } from "../../../shell/data/clock.ts";
import { tellProblem } from "../../../shell/data/tell-problem.ts";
import type { Work } from "./create-work.ts";
import { removePart } from "./remove-part.ts";
import { TaskDialog } from "./task-dialog.tsx";
import { TaskLogDialog } from "./task-log-dialog.tsx";

export function TasksPanel(props: { of: CaseWork; work: Work }): JSX.Element {
  const t = useWords();
  const [editing, setEditing] = createSignal<TaskView | "new">();
  const [logging, setLogging] = createSignal<TaskView>();
  const mayChange = () => props.of.can.change && props.of.isOpen;
  let last: Promise<void> = Promise.resolve();
  /** Small changes go one after the other, each on what the one before it left, so that two quick ticks are two ticks. */
  const send = (taskId: string, change: (task: TaskView) => object): void => {
    const { reload, work } = props.work;
    last = last.then(async () => {
      const task = work()?.tasks.find(({ id }) => id === taskId);
      if (!task) return;
      try {
        await apiPatch(`/api/v1/desk/case-parts/tasks/${taskId}`, { version: task.version, ...change(task) });
      } catch (error) {
        tellProblem(error);
      }
      await reload();
    });
  };
  return (
    <Card
      title={t("casework.tab.tasks")}
      count={props.of.tasks.length}
      aside={
        <Show when={mayChange()}>
          <Button isSmall onClick={() => setEditing("new")}>
            {t("casework.tasks.add")}
          </Button>
        </Show>
      }
    >
      <ul class="work-list">
        <For
          each={props.of.tasks}
          fallback={
            <li>
              <Empty title={t("casework.tasks.none")} text={t("casework.tasks.none_hint")} />
            </li>
          }
        >
          {(task) => (
            <TaskRow
              task={task}
              all={props.of.tasks}
              mayChange={mayChange()}
              onSend={(change) => send(task.id, change)}
              onEdit={() => setEditing(task)}
              onLog={() => setLogging(task)}
              onRemove={() => void removePart(props.work, "tasks", task)}
            />
          )}
        </For>
      </ul>
      <Show when={editing()} keyed>
        {(one) => (
          <TaskDialog
            of={props.of}
            task={one === "new" ? undefined : { ...one, checklist: one.checklist.map((item) => ({ ...item })) }}
            work={props.work}
            onClose={() => setEditing(undefined)}
          />
        )}
      </Show>
      <Show when={logging()} keyed>
        {(task) => (
          <TaskLogDialog
            task={task}
            mayAdd={props.of.can.change}
            onClose={() => {
              const { reload } = props.work;
              setLogging(undefined);
              void reload();
            }}
          />
        )}
      </Show>
    </Card>
  );
}

function TaskRow(props: {
  task: TaskView;
  all: TaskView[];
  mayChange: boolean;
  onSend: (change: (task: TaskView) => { state?: TaskState; checklist?: TaskView["checklist"] }) => void;
  onEdit: () => void;
  onLog: () => void;
  onRemove: () => void;
}): JSX.Element {
  const t = useWords();
  const isEnded = () => props.task.endedAt !== null;
  const waitsFor = () =>
    props.all.filter((one) => props.task.needs.includes(one.id) && one.endedAt === null).map(({ title }) => title);
  return (
    <li class="work-row" data-ended={isEnded() ? "" : undefined}>
      <div class="work-row-main">
        <p>
          <b dir="auto">{props.task.title}</b>{" "}
          <Show when={!props.mayChange}>
            <Tag>{t(`casework.tasks.state.${props.task.state}`)}</Tag>
          </Show>
          <Show when={props.task.origin !== ""}>
            <Tag tone="indigo">
              {t(props.task.origin.startsWith("call_back:") ? "casework.tasks.call" : "casework.tasks.by_playbook")}
            </Tag>
          </Show>
        </p>
        <p class="quiet-text small-text">
          {props.task.owner?.name ?? t("casework.nobody")}
          <Show when={props.task.dueAt}>{(due) => <Due at={due()} isEnded={isEnded()} />}</Show>
          <Show when={waitsFor().length > 0}>
            {" "}
            · {t("casework.tasks.waits_for", { titles: waitsFor().join(", ") })}
          </Show>
        </p>
        <Show when={props.task.body !== ""}>
          <p class="pre-text small-text" dir="auto">
            {props.task.body}
          </p>
        </Show>
        <For each={props.task.checklist}>
          {(item) => (
            <Show
              when={props.mayChange && !isEnded()}
              fallback={
                <p class="small-text">
                  {item.isDone ? "☑" : "☐"} {item.text}
                </p>
              }
            >
              <Tick
                label={item.text}
                checked={item.isDone}
                onChange={(isDone) =>
                  props.onSend((task) => ({
                    checklist: task.checklist.map((one) => (one.id === item.id ? { ...one, isDone } : { ...one })),
                  }))
                }
              />
            </Show>
          )}
        </For>
      </div>
      <div class="work-row-acts">
        <Show when={props.mayChange}>
          <SelectField
            isLabelHidden
            label={t("casework.tasks.state_of", { title: props.task.title })}
            value={props.task.state}
            options={taskStates.map((value) => ({ value, label: t(`casework.tasks.state.${value}`) }))}
            onChange={(event) => {
              const state = taskStates.find((known) => known === event.currentTarget.value);
              // What is chosen stands only once the server agreed.
              event.currentTarget.value = props.task.state;
              if (state) props.onSend(() => ({ state }));
            }}
          />
        </Show>
        <Button
          isSmall
          look="quiet"
          aria-label={`${t("casework.tasks.log_count", { count: props.task.logs })}: ${props.task.title}`}
          onClick={() => props.onLog()}
        >
          {t("casework.tasks.log_count", { count: props.task.logs })}
        </Button>
        <Show when={props.mayChange}>
          <Button
            isSmall
            look="quiet"
            aria-label={t("casework.change_one", { name: props.task.title })}
            onClick={() => props.onEdit()}
          >
            {t("casework.change")}
          </Button>
          <Button isSmall look="quiet" onClick={() => props.onRemove()}>
            {t("casework.remove")}
          </Button>
        </Show>
      </div>
    </li>
  );
}

/** The due time, and whether it is past. */
export function Due(props: { at: string; isEnded: boolean }): JSX.Element {
  const t = useWords();
  const isLate = () => !props.isEnded && new Date(props.at).getTime() < now();
  return (
    <span class={isLate() ? "late" : undefined}>
      {" · "}
      <Said>
        {(moment) => t(isLate() ? "casework.tasks.late" : "casework.tasks.due_at", { time: moment(props.at) })}
      </Said>
    </span>
  );
}
