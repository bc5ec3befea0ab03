// A task as a form: new, or changed on the version that was seen.
import { createSignal, type JSX, Show } from "solid-js";
import type { TaskView } from "../../../../backend/cases/tasks/model.ts";
import type { CaseWork } from "../../../../backend/cases/work/model.ts";
import { SelectField, TextArea, TextField, Tick } from "../../../parts/field/field.tsx";
import { showToast } from "../../../parts/toast/toast.tsx";
import { apiPatch, apiPost } from "../../../platform/api.ts";
import { useWords } from "../../../platform/words.ts";
import type { Work } from "./create-work.ts";
import { createPersonOptions } from "./person-options.ts";
import { fromField, sayLocal, toField } from "./times.ts";
import { WorkDialog } from "./work-dialog.tsx";
import "../../report/report.css";

/** Lines of the list; a line that was there keeps its tick. */
function toItems(text: string, before: TaskView["checklist"]): { id?: string; text: string; isDone: boolean }[] {
  const left = [...before];
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const at = left.findIndex((item) => item.text === line);
      const [known] = at < 0 ? [] : left.splice(at, 1);
      return known ? { ...known } : { text: line, isDone: false };
    });
}
const toLines = (items: readonly { text: string }[]): string => items.map(({ text }) => text).join("\n");

export function TaskDialog(props: {
  of: CaseWork;
  task: TaskView | undefined;
  work: Work;
  onClose: () => void;
}): JSX.Element {
  const t = useWords();
  const { of, task, work } = props;
  const { caseId } = of;
  const people = createPersonOptions(() => task?.owner ?? null);
  const [title, setTitle] = createSignal(task?.title ?? "");
  const [body, setBody] = createSignal(task?.body ?? "");
  const [ownerId, setOwner] = createSignal(task?.owner?.id ?? "");
  const [due, setDue] = createSignal(toField(task?.dueAt ?? null));
  const [list, setList] = createSignal(toLines(task?.checklist ?? []));
  const [needs, setNeeds] = createSignal<string[]>([...(task?.needs ?? [])]);
  const others = () => (work.work()?.tasks ?? []).filter(({ id }) => id !== task?.id);
  const titleOf = (id: string): string => others().find((one) => one.id === id)?.title ?? "";
  const stored = () => {
    const current = work.work()?.tasks.find(({ id }) => id === task?.id);
    if (!current) return undefined;
    return {
      version: current.version,
      fields: [
        { label: t("casework.tasks.title_field"), mine: title().trim(), theirs: current.title },
        { label: t("casework.tasks.body"), mine: body().trim(), theirs: current.body },
        { label: t("casework.tasks.owner"), mine: people.nameOf(ownerId()), theirs: current.owner?.name ?? "" },
        {
          label: t("casework.tasks.due"),
          mine: due().replace("T", " "),
          theirs: current.dueAt ? sayLocal(current.dueAt) : "",
        },
        {
          label: t("casework.tasks.checklist"),
          mine: toLines(toItems(list(), [])),
          theirs: toLines(current.checklist),
        },
        {
          label: t("casework.tasks.needs"),
          mine: needs().map(titleOf).join("\n"),
          theirs: current.needs.map(titleOf).join("\n"),
        },
        {
          label: t("casework.tasks.state"),
          mine: t(`casework.tasks.state.${task?.state ?? "open"}`),
          theirs: t(`casework.tasks.state.${current.state}`),
        },
      ],
    };
  };
  const send = async (version: number): Promise<void> => {
    const form = {
      title: title(),
      body: body(),
      ownerId: ownerId() || null,
      dueAt: fromField(due()),
      checklist: toItems(list(), task?.checklist ?? []),
      needs: needs(),
    };
    if (task) await apiPatch(`/api/v1/desk/case-parts/tasks/${task.id}`, { version, ...form });
    else await apiPost(`/api/v1/desk/cases/${caseId}/tasks`, form);
  };
  return (
    <WorkDialog
      title={task ? t("casework.change_one", { name: task.title }) : t("casework.tasks.add")}
      send={send}
      {...(task ? { seen: task.version, stored } : {})}
      reload={work.reload}
      onClose={() => props.onClose()}
      onDone={() => showToast({ text: t(task ? "casework.saved" : "casework.tasks.added") })}
    >
      {(errorOf) => (
        <>
          <TextField
            label={t("casework.tasks.title_field")}
            value={title()}
            maxLength={300}
            error={errorOf("title")}
            onInput={(event) => setTitle(event.currentTarget.value)}
          />
          <div class="work-pair">
            <SelectField
              label={t("casework.tasks.owner")}
              value={ownerId()}
              options={people.options()}
              error={errorOf("ownerId")}
              onChange={(event) => setOwner(event.currentTarget.value)}
            />
            <TextField
              type="datetime-local"
              label={t("casework.tasks.due")}
              value={due()}
              error={errorOf("dueAt")}
              onInput={(event) => setDue(event.currentTarget.value)}
            />
          </div>
          <TextArea
            label={t("casework.tasks.body")}
            rows={3}
            value={body()}
            maxLength={20_000}
            onInput={(event) => setBody(event.currentTarget.value)}
          />
          <TextArea
            label={t("casework.tasks.checklist")}
            hint={t("casework.tasks.checklist_hint")}
            rows={3}
            value={list()}
            error={errorOf("checklist")}
            onInput={(event) => setList(event.currentTarget.value)}
          />
          <Show when={others().length > 0}>
            <fieldset class="plain-fieldset work-ticks">
              <legend class="field-label">{t("casework.tasks.needs")}</legend>
              <Show when={errorOf("needs")}>
                <p class="field-error">{errorOf("needs")}</p>
              </Show>
              {others().map((other) => (
                <Tick
                  label={other.title}
                  checked={needs().includes(other.id)}
                  onChange={(isOn) =>
                    setNeeds((all) => (isOn ? [...all, other.id] : all.filter((id) => id !== other.id)))
                  }
                />
              ))}
            </fieldset>
          </Show>
        </>
      )}
    </WorkDialog>
  );
}
