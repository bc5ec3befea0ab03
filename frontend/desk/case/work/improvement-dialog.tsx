// An improvement as a form: who carries it out and until when; later, what became of it.
import { createSignal, type JSX, Show } from "solid-js";
import { improvementStates, type ImprovementView } from "../../../../backend/cases/after/model.ts";
import { SelectField, TextArea, TextField } from "../../../parts/field/field.tsx";
import { showToast } from "../../../parts/toast/toast.tsx";
import { apiPatch, apiPost } from "../../../platform/api.ts";
import { useWords } from "../../../platform/words.ts";
import type { Work } from "./create-work.ts";
import { createPersonOptions } from "./person-options.ts";
import { fromField, sayLocal, toField } from "./times.ts";
import { WorkDialog } from "./work-dialog.tsx";

export function ImprovementDialog(props: {
  caseId: string;
  improvement: ImprovementView | undefined;
  work: Work;
  onClose: () => void;
}): JSX.Element {
  const t = useWords();
  const { improvement, work, caseId } = props;
  const people = createPersonOptions(() => improvement?.owner ?? null);
  const [title, setTitle] = createSignal(improvement?.title ?? "");
  const [ownerId, setOwner] = createSignal(improvement?.owner.id ?? "");
  const [due, setDue] = createSignal(toField(improvement?.dueAt ?? null));
  const [state, setState] = createSignal<ImprovementView["state"]>(improvement?.state ?? "open");
  const [outcome, setOutcome] = createSignal(improvement?.outcome ?? "");
  const stored = () => {
    const now = work.work()?.improvements.find(({ id }) => id === improvement?.id);
    if (!now) return undefined;
    const say = (one: string): string => t(`casework.after.improvement.${one}`);
    return {
      version: now.version,
      fields: [
        { label: t("casework.after.improvement_title"), mine: title().trim(), theirs: now.title },
        { label: t("casework.tasks.owner"), mine: people.nameOf(ownerId()), theirs: now.owner.name },
        { label: t("casework.tasks.due"), mine: due().replace("T", " "), theirs: sayLocal(now.dueAt) },
        { label: t("casework.after.improvement_state"), mine: say(state()), theirs: say(now.state) },
        { label: t("casework.after.improvement_outcome"), mine: outcome().trim(), theirs: now.outcome },
      ],
    };
  };
  const send = async (version: number): Promise<void> => {
    const form = { title: title(), ownerId: ownerId(), dueAt: fromField(due()) ?? "" };
    if (improvement)
      await apiPatch(`/api/v1/desk/case-parts/improvements/${improvement.id}`, {
        version,
        ...form,
        state: state(),
        ...(outcome().trim() === "" ? {} : { outcome: outcome() }),
      });
    else await apiPost(`/api/v1/desk/cases/${caseId}/improvements`, form);
  };
  return (
    <WorkDialog
      title={improvement ? t("casework.change_one", { name: improvement.title }) : t("casework.after.improvement_add")}
      send={send}
      {...(improvement ? { seen: improvement.version, stored } : {})}
      reload={work.reload}
      onClose={() => props.onClose()}
      onDone={() => showToast({ text: t("casework.saved") })}
    >
      {(errorOf) => (
        <>
          <TextField
            label={t("casework.after.improvement_title")}
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
          <Show when={improvement}>
            <SelectField
              label={t("casework.after.improvement_state")}
              value={state()}
              options={improvementStates.map((value) => ({ value, label: t(`casework.after.improvement.${value}`) }))}
              onChange={(event) =>
                setState(improvementStates.find((one) => one === event.currentTarget.value) ?? "open")
              }
            />
            <TextArea
              label={t("casework.after.improvement_outcome")}
              rows={2}
              value={outcome()}
              maxLength={4000}
              error={errorOf("outcome")}
              onInput={(event) => setOutcome(event.currentTarget.value)}
            />
          </Show>
        </>
      )}
    </WorkDialog>
  );
}
