// Opening a year, recording spending, recording what the board recommends.
import { createSignal, For, type JSX } from "solid-js";
import type { FundView } from "../../../backend/compliance/contributions/model.ts";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { readAmount, say } from "../../shell/say/say-texts.ts";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

interface Closing {
  year: number;
  onClose: () => void;
  onDone: () => void;
}

export function OpenYearDialog(props: Closing & { laws: FundView["laws"] }): JSX.Element {
  const t = useWords();
  const [obligation, setObligation] = createSignal(props.laws[0]?.obligationId ?? "");
  const [currency, setCurrency] = createSignal("");
  return (
    <ActDialog
      asks="fund"
      title={`${t("contributions.open_year")} ${props.year}`}
      act={t("contributions.open_year")}
      onClose={props.onClose}
      onDone={props.onDone}
      send={async () =>
        await apiPost("/api/v1/fund/years", {
          obligationId: obligation(),
          year: props.year,
          currency: currency().trim().toUpperCase(),
        })
      }
    >
      <SelectField
        name="obligationId"
        label={t("contributions.title")}
        options={props.laws.map((law) => ({ value: law.obligationId, label: say(law.title) }))}
        value={obligation()}
        onChange={(event) => setObligation(event.currentTarget.value)}
      />
      <TextField
        name="currency"
        label={t("contributions.currency")}
        why={whyAsked("contributions.currency")}
        hint="MNT, XOF…"
        required
        maxLength={3}
        value={currency()}
        onInput={(event) => setCurrency(event.currentTarget.value)}
      />
    </ActDialog>
  );
}

export function SpendDialog(props: Closing): JSX.Element {
  const t = useWords();
  const [said, setSaid] = createSignal({ project: "", areaId: "", amount: "", currency: "", spentOn: "", source: "" });
  const change = (part: Partial<ReturnType<typeof said>>): void => void setSaid({ ...said(), ...part });
  return (
    <ActDialog
      asks="fund"
      title={t("contributions.spend")}
      act={t("contributions.save")}
      onClose={props.onClose}
      onDone={props.onDone}
      send={async () =>
        await apiPost("/api/v1/fund/spendings", {
          ...said(),
          year: props.year,
          areaId: said().areaId.trim() || null,
          amount: readAmount(said().amount),
          currency: said().currency.trim().toUpperCase(),
        })
      }
    >
      <TextField
        name="project"
        label={t("contributions.project")}
        why={whyAsked("contributions.project")}
        required
        maxLength={300}
        value={said().project}
        onInput={(event) => change({ project: event.currentTarget.value })}
      />
      <TextField
        name="areaId"
        label={t("contributions.district")}
        why={whyAsked("contributions.district")}
        maxLength={100}
        value={said().areaId}
        onInput={(event) => change({ areaId: event.currentTarget.value })}
      />
      <div class="id-pair">
        <TextField
          name="amount"
          label={t("contributions.paid")}
          why={whyAsked("contributions.paid")}
          inputMode="decimal"
          required
          value={said().amount}
          onInput={(event) => change({ amount: event.currentTarget.value })}
        />
        <TextField
          name="currency"
          label={t("contributions.currency")}
          why={whyAsked("contributions.currency")}
          required
          maxLength={3}
          value={said().currency}
          onInput={(event) => change({ currency: event.currentTarget.value })}
        />
      </div>
      <TextField
        name="spentOn"
        label={t("contributions.spent_on")}
        why={whyAsked("contributions.spent_on")}
        type="date"
        required
        value={said().spentOn}
        onInput={(event) => change({ spentOn: event.currentTarget.value })}
      />
      <TextField
        name="source"
        label={t("contributions.source")}
        why={whyAsked("contributions.source")}
        required
        maxLength={500}
        value={said().source}
        onInput={(event) => change({ source: event.currentTarget.value })}
      />
    </ActDialog>
  );
}

export function RecommendDialog(props: Closing): JSX.Element {
  const t = useWords();
  const [text, setText] = createSignal("");
  const [on, setOn] = createSignal("");
  const [votes, setVotes] = createSignal({ inFavour: "", against: "", abstained: "" });
  const parts = [
    ["inFavour", "in_favour"],
    ["against", "against"],
    ["abstained", "abstained"],
  ] as const;
  return (
    <ActDialog
      asks="fund"
      title={t("contributions.recommend")}
      act={t("contributions.save")}
      onClose={props.onClose}
      onDone={props.onDone}
      send={async () =>
        await apiPost("/api/v1/fund/recommendations", {
          year: props.year,
          text: text(),
          decidedOn: on(),
          inFavour: Number(votes().inFavour || 0),
          against: Number(votes().against || 0),
          abstained: Number(votes().abstained || 0),
        })
      }
    >
      <TextArea
        name="text"
        label={t("contributions.recommendation")}
        why={whyAsked("contributions.recommendation")}
        rows={3}
        required
        maxLength={4000}
        value={text()}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <TextField
        name="decidedOn"
        label={t("contributions.decided_on")}
        why={whyAsked("contributions.decided_on")}
        type="date"
        required
        value={on()}
        onInput={(event) => setOn(event.currentTarget.value)}
      />
      <For each={parts}>
        {([name, words]) => (
          <TextField
            name={name}
            label={t(`contributions.${words}`)}
            why={whyAsked(`contributions.${words}`)}
            inputMode="numeric"
            pattern="[0-9]*"
            value={votes()[name]}
            onInput={(event) => setVotes({ ...votes(), [name]: event.currentTarget.value })}
          />
        )}
      </For>
    </ActDialog>
  );
}
