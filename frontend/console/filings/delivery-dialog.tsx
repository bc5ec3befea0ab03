// Notes that a filing was brought on paper: who took it, and a picture of the stamp.
import { createSignal, type JSX } from "solid-js";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { apiPostFile } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { FormWhy } from "../../shell/forms/form-why.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

export function DeliveryDialog(props: { partId: string; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [note, setNote] = createSignal("");
  const [file, setFile] = createSignal<File>();
  const [problem, setProblem] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  const send = async (): Promise<void> => {
    setBusy(true);
    try {
      await apiPostFile(`/api/v1/filing-parts/${props.partId}/delivery`, file(), {
        "toguna-note": encodeURIComponent(note()),
      });
      props.onDone();
    } catch (error) {
      setProblem(describeProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog isOpen onClose={() => props.onClose()} title={t("filings.delivery.note")}>
      <form
        class="law-form"
        onSubmit={(submit) => {
          submit.preventDefault();
          void send();
        }}
      >
        <FormWhy of="delivery" />
        <TextField
          label={t("filings.delivery.who")}
          why={whyAsked("filings.delivery.who")}
          value={note()}
          error={problem()}
          maxLength={500}
          onInput={(input) => setNote(input.currentTarget.value)}
        />
        <TextField
          type="file"
          accept="application/pdf,image/png,image/jpeg"
          label={t("filings.delivery.proof")}
          why={whyAsked("filings.delivery.proof")}
          onChange={(change) => setFile(change.currentTarget.files?.[0])}
        />
        <DialogButtons act={t("duties.save")} isBusy={isBusy()} onCancel={() => props.onClose()} />
      </form>
    </Dialog>
  );
}
