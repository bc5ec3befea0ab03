// Declaring a base: the amount that follows is shown before the passkey is asked, by the server's own arithmetic.
import { createSignal, type JSX, Show } from "solid-js";
import { type AccountView, Money, stepUpForContribution } from "../../../backend/compliance/contributions/model.ts";
import { levyOf } from "../../../backend/compliance/contributions/money/model.ts";
import { TextArea, TextField } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { readAmount, say, sayAmount } from "../../shell/say/say-texts.ts";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

export function DeclareDialog(props: { account: AccountView; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [base, setBase] = createSignal("");
  const [note, setNote] = createSignal("");
  const amount = (): string | undefined => {
    const parsed = Money.safeParse(readAmount(base()));
    return parsed.success ? levyOf(parsed.data, props.account.law.ratePercent) : undefined;
  };
  return (
    <ActDialog
      asks="levy"
      title={t("contributions.declare_of", { year: String(props.account.year) })}
      description={t("contributions.declare_hint")}
      act={t("contributions.declare")}
      onClose={props.onClose}
      onDone={props.onDone}
      binding={() => stepUpForContribution.declare(props.account.yearId, readAmount(base()))}
      send={async () => {
        const made = await apiPost<{ receiptNumber: string }>(
          `/api/v1/contributions/years/${props.account.yearId}/declarations`,
          {
            base: readAmount(base()),
            note: note(),
          },
        );
        showToast({ text: t("contributions.declared_toast", { number: made.receiptNumber }) });
      }}
    >
      <TextField
        name="base"
        label={t("contributions.base_in", { base: say(props.account.law.base), currency: props.account.currency })}
        why={whyAsked("contributions.base_in")}
        inputMode="decimal"
        required
        value={base()}
        onInput={(event) => setBase(event.currentTarget.value)}
      />
      <p aria-live="polite">
        <Show when={amount()}>
          {(sum) => t("contributions.computed", { amount: sayAmount(sum()), currency: props.account.currency })}
        </Show>
      </p>
      <TextArea
        name="note"
        label={t("contributions.note")}
        rows={2}
        maxLength={2000}
        value={note()}
        onInput={(event) => setNote(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
