// What an officer does about one payer: the day of the year, a payment, a declaration on paper, an assessment.
import { createSignal, type JSX } from "solid-js";
import type { FundView, PayerView } from "../../../backend/compliance/contributions/model.ts";
import { TextArea, TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { readAmount } from "../../shell/say/say-texts.ts";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

interface Closing {
  onClose: () => void;
  onDone: () => void;
}
interface OfPayer extends Closing {
  yearId: string;
  payer: PayerView;
}

export function DueDialog(props: Closing & { year: FundView["years"][number] }): JSX.Element {
  const t = useWords();
  const [day, setDay] = createSignal(props.year.dueOn ?? "");
  const [basis, setBasis] = createSignal(props.year.dueBasis ?? "");
  return (
    <ActDialog
      asks="fund"
      title={t("contributions.set_day")}
      description={t("contributions.set_day_hint")}
      act={t("contributions.save")}
      onClose={props.onClose}
      onDone={props.onDone}
      send={async () =>
        await apiPost(`/api/v1/fund/years/${props.year.id}/due`, {
          dueOn: day(),
          basis: basis(),
          version: props.year.version,
        })
      }
    >
      <TextField
        name="dueOn"
        label={t("contributions.day")}
        why={whyAsked("contributions.day")}
        type="date"
        required
        value={day()}
        onInput={(event) => setDay(event.currentTarget.value)}
      />
      <TextField
        name="basis"
        label={t("contributions.basis")}
        why={whyAsked("contributions.basis")}
        required
        maxLength={500}
        value={basis()}
        onInput={(event) => setBasis(event.currentTarget.value)}
      />
    </ActDialog>
  );
}

export function PaymentDialog(props: OfPayer): JSX.Element {
  const t = useWords();
  const [amount, setAmount] = createSignal("");
  const [on, setOn] = createSignal("");
  const [reference, setReference] = createSignal("");
  return (
    <ActDialog
      asks="fund"
      title={t("contributions.pay_of", { name: props.payer.name })}
      act={t("contributions.save")}
      onClose={props.onClose}
      onDone={props.onDone}
      send={async () =>
        await apiPost(`/api/v1/fund/years/${props.yearId}/payments`, {
          constituentId: props.payer.constituentId,
          amount: readAmount(amount()),
          paidOn: on(),
          bankReference: reference(),
        })
      }
    >
      <TextField
        name="amount"
        label={t("contributions.paid")}
        why={whyAsked("contributions.paid")}
        inputMode="decimal"
        required
        value={amount()}
        onInput={(event) => setAmount(event.currentTarget.value)}
      />
      <TextField
        name="paidOn"
        label={t("contributions.paid_on")}
        why={whyAsked("contributions.paid_on")}
        type="date"
        required
        value={on()}
        onInput={(event) => setOn(event.currentTarget.value)}
      />
      <TextField
        name="bankReference"
        label={t("contributions.bank_reference")}
        why={whyAsked("contributions.bank_reference")}
        required
        maxLength={200}
        value={reference()}
        onInput={(event) => setReference(event.currentTarget.value)}
      />
    </ActDialog>
  );
}

export function PaperDialog(props: OfPayer): JSX.Element {
  const t = useWords();
  const [base, setBase] = createSignal("");
  const [on, setOn] = createSignal("");
  return (
    <ActDialog
      asks="fund"
      title={t("contributions.paper_of", { name: props.payer.name })}
      act={t("contributions.save")}
      onClose={props.onClose}
      onDone={props.onDone}
      send={async () =>
        await apiPost(`/api/v1/fund/years/${props.yearId}/declarations`, {
          constituentId: props.payer.constituentId,
          base: readAmount(base()),
          declaredOn: on(),
        })
      }
    >
      <TextField
        name="base"
        label={t("contributions.base")}
        why={whyAsked("contributions.base")}
        inputMode="decimal"
        required
        value={base()}
        onInput={(event) => setBase(event.currentTarget.value)}
      />
      <TextField
        name="declaredOn"
        label={t("contributions.arrived_on")}
        why={whyAsked("contributions.arrived_on")}
        type="date"
        required
        value={on()}
        onInput={(event) => setOn(event.currentTarget.value)}
      />
    </ActDialog>
  );
}

export function AssessDialog(props: OfPayer): JSX.Element {
  const t = useWords();
  const [amount, setAmount] = createSignal("");
  const [reason, setReason] = createSignal("");
  return (
    <ActDialog
      asks="fund"
      title={t("contributions.assess_of", { name: props.payer.name })}
      act={t("contributions.save")}
      onClose={props.onClose}
      onDone={props.onDone}
      send={async () =>
        await apiPost(`/api/v1/fund/years/${props.yearId}/assessments`, {
          constituentId: props.payer.constituentId,
          amount: readAmount(amount()),
          reason: reason(),
        })
      }
    >
      <TextField
        name="amount"
        label={t("contributions.amount")}
        why={whyAsked("contributions.amount")}
        inputMode="decimal"
        required
        value={amount()}
        onInput={(event) => setAmount(event.currentTarget.value)}
      />
      <TextArea
        name="reason"
        label={t("contributions.reason")}
        why={whyAsked("contributions.reason")}
        rows={3}
        required
        maxLength={2000}
        value={reason()}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
