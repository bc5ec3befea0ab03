// Asks the reason of an act on a rule, and for the passkey's word where the act is dangerous.
import { createSignal, type JSX, Show } from "solid-js";
import type { StepUpBinding } from "../../../backend/identity/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";

export function RuleReasonDialog(props: {
  act: "ask" | "alone" | "refuse" | "quarantine" | "retire" | "end_entry" | "ask_pack" | "refuse_pack";
  hours?: number;
  binding?: StepUpBinding;
  isDanger?: boolean;
  onClose: () => void;
  onDone: () => void;
  run: (reason: string) => Promise<void>;
}): JSX.Element {
  const t = useWords();
  const confirmed = createConfirmedAct();
  const [reason, setReason] = createSignal("");
  const [error, setError] = createSignal<string>();
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (reason().trim().length < 3) {
      setError(t("desk.reason.too_short"));
      return;
    }
    setError(undefined);
    if (await confirmed.run(props.binding, async () => await props.run(reason().trim()))) props.onDone();
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={t(`rules.do.${props.act}`)}
      description={t(`rules.ask.${props.act}`, { hours: props.hours ?? 0 })}
    >
      <form class="id-form" onSubmit={(event) => void submit(event)} novalidate>
        <Show when={confirmed.problem()}>
          <Notice tone="problem" isAlert>
            {confirmed.problem()}
          </Notice>
        </Show>
        <TextArea
          label={t("desk.reason.label")}
          value={reason()}
          maxLength={2000}
          error={error()}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <DialogButtons
          act={t(`rules.do.${props.act}`)}
          isDanger={props.isDanger ?? false}
          isBusy={confirmed.isBusy()}
          onCancel={() => props.onClose()}
        />
      </form>
    </Dialog>
  );
}
