// Asks why a list is taken out of force.
import { createSignal, type JSX } from "solid-js";
import type { FeedView } from "../../../backend/triage/feeds/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";

export function RetireFeedDialog(props: { feed: FeedView; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [reason, setReason] = createSignal("");
  const [error, setError] = createSignal<string>();
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (reason().trim().length < 3) {
      setError(t("desk.reason.too_short"));
      return;
    }
    try {
      await apiPost(`/api/v1/indicator-feeds/${props.feed.id}/retire`, { reason: reason().trim() });
      props.onDone();
    } catch (failure) {
      tellProblem(failure);
    }
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={t("hunts.retire_title", { name: props.feed.name })}
      description={t("hunts.retire_hint")}
    >
      <form onSubmit={(event) => void submit(event)} novalidate>
        <TextField
          label={t("desk.reason.label")}
          value={reason()}
          error={error()}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <DialogButtons act={t("hunts.retire")} onCancel={() => props.onClose()} />
      </form>
    </Dialog>
  );
}
