// The review afterwards as a form; ending it is a tick of its own.
import { createSignal, type JSX } from "solid-js";
import type { CaseWork } from "../../../../backend/cases/work/model.ts";
import { TextArea, TextField, Tick } from "../../../parts/field/field.tsx";
import { showToast } from "../../../parts/toast/toast.tsx";
import { apiPut } from "../../../platform/api.ts";
import { useWords } from "../../../platform/words.ts";
import type { Work } from "./create-work.ts";
import { fromField, sayLocal, toField } from "./times.ts";
import { WorkDialog } from "./work-dialog.tsx";

const texts = [
  ["participants", "participants", 2000],
  ["wentWell", "well", 20_000],
  ["wentBadly", "badly", 20_000],
  ["conclusion", "conclusion", 20_000],
] as const;

export function ReviewDialog(props: { of: CaseWork; work: Work; onClose: () => void }): JSX.Element {
  const t = useWords();
  const { work } = props;
  const { caseId } = props.of;
  const before = props.of.review ? { ...props.of.review } : undefined;
  const [held, setHeld] = createSignal(toField(before?.heldAt ?? null));
  const [form, setForm] = createSignal({
    participants: before?.participants ?? "",
    wentWell: before?.wentWell ?? "",
    wentBadly: before?.wentBadly ?? "",
    conclusion: before?.conclusion ?? "",
  });
  const [isWithout, setWithout] = createSignal(before?.isWithoutImprovements ?? false);
  const [isFinished, setFinished] = createSignal(before !== undefined && before.finishedAt !== null);
  const stored = () => {
    const now = work.work()?.review;
    if (!now) return undefined;
    return {
      version: now.version,
      fields: [
        {
          label: t("casework.after.held"),
          mine: held().replace("T", " "),
          theirs: now.heldAt ? sayLocal(now.heldAt) : "",
        },
        ...texts.map(([key, word]) => ({
          label: t(`casework.after.${word}`),
          mine: form()[key].trim(),
          theirs: now[key],
        })),
      ],
    };
  };
  const send = async (version: number): Promise<void> => {
    await apiPut(`/api/v1/desk/cases/${caseId}/review`, {
      version,
      heldAt: fromField(held()),
      ...form(),
      isWithoutImprovements: isWithout(),
      isFinished: isFinished(),
    });
  };
  return (
    <WorkDialog
      title={t("casework.after.review")}
      description={t("casework.after.review_needed")}
      isWide
      send={send}
      seen={before?.version ?? 0}
      stored={stored}
      reload={work.reload}
      onClose={() => props.onClose()}
      onDone={() => showToast({ text: t("casework.saved") })}
    >
      {(errorOf) => (
        <>
          <TextField
            type="datetime-local"
            label={t("casework.after.held")}
            value={held()}
            error={errorOf("heldAt")}
            onInput={(event) => setHeld(event.currentTarget.value)}
          />
          {texts.map(([key, word, most]) => (
            <TextArea
              label={t(`casework.after.${word}`)}
              rows={key === "participants" ? 1 : 3}
              value={form()[key]}
              maxLength={most}
              error={errorOf(key)}
              onInput={(event) => {
                const { value } = event.currentTarget;
                setForm((all) => ({ ...all, [key]: value }));
              }}
            />
          ))}
          <Tick label={t("casework.after.without")} checked={isWithout()} onChange={setWithout} />
          <Tick label={t("casework.after.finish")} checked={isFinished()} onChange={setFinished} />
        </>
      )}
    </WorkDialog>
  );
}
