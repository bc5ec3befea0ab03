// "It happened": when a duty was last done, or when what starts its clock took place.
import { createSignal, type JSX } from "solid-js";
import type { DutyView } from "../../../backend/compliance/duties/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { FormWhy } from "../../shell/forms/form-why.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

export function HappenedDialog(props: { duty: DutyView; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [at, setAt] = createSignal("");
  const [note, setNote] = createSignal("");
  const [problem, setProblem] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  const isPeriodic = () => props.duty.clock === "periodic" || props.duty.clock === "fixed_date";
  const event = () => (isPeriodic() ? `${props.duty.stage}.submitted` : props.duty.startsFrom.id);
  const send = async (): Promise<void> => {
    if (at() === "") {
      setProblem(t("filings.problem.not_a_moment"));
      return;
    }
    setBusy(true);
    try {
      const happenedAt = new Date(at()).toISOString();
      await apiPost("/api/v1/duties/events", { packId: props.duty.packId, event: event(), happenedAt, note: note() });
      props.onDone();
    } catch (error) {
      setProblem(describeProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={isPeriodic() ? t("duties.event.last") : t("duties.event.title")}
      description={props.duty.title}
    >
      <form
        class="law-form"
        novalidate
        onSubmit={(submit) => {
          submit.preventDefault();
          void send();
        }}
      >
        <FormWhy of="duties" />
        <TextField
          type="datetime-local"
          label={t("duties.event.at")}
          why={whyAsked("duties.event.at")}
          value={at()}
          error={problem()}
          onInput={(input) => setAt(input.currentTarget.value)}
        />
        <TextField
          label={t("duties.event.note")}
          value={note()}
          maxLength={2000}
          onInput={(input) => setNote(input.currentTarget.value)}
        />
        <DialogButtons act={t("duties.save")} isBusy={isBusy()} onCancel={() => props.onClose()} />
      </form>
    </Dialog>
  );
}
