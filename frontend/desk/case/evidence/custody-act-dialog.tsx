// One act on evidence in a small form; taking over and agreeing to its end are confirmed with the passkey.
import { createSignal, type JSX, onMount, Show } from "solid-js";
import { bindCustody, evidenceLimits, type EvidencePage } from "../../../../backend/cases/evidence/model.ts";
import type { StepUpBinding } from "../../../../backend/identity/model.ts";
import { SelectField, TextArea, TextField } from "../../../parts/field/field.tsx";
import { apiPost } from "../../../platform/api.ts";
import { hasWords, useWords } from "../../../platform/words.ts";
import { ActDialog } from "../../../shell/forms/act-dialog.tsx";
import { me } from "../../../shell/session.ts";
import { directory, loadDirectory } from "../../data/directory.ts";

export type CustodyAct =
  | "offer"
  | "answer_yes"
  | "answer_no"
  | "withdraw"
  | "seal"
  | "unseal"
  | "store"
  | "ask_disposal"
  | "agree_disposal"
  | "refuse_disposal";

const withPlace: readonly CustodyAct[] = ["answer_yes", "store"];
/** Those that need a reason; the others may bear a note. */
const withReason: readonly CustodyAct[] = ["answer_no", "unseal", "ask_disposal", "refuse_disposal"];

export function CustodyActDialog(props: {
  act: CustodyAct;
  page: EvidencePage;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const [toPersonId, setTo] = createSignal("");
  const [seal, setSeal] = createSignal("");
  const [place, setPlace] = createSignal("");
  const [note, setNote] = createSignal("");
  onMount(() => void loadDirectory());
  const people = () => directory().people.filter(({ id }) => id !== me()?.personId);
  const binding = (): StepUpBinding | undefined => {
    const { id, chain } = props.page;
    if (props.act === "answer_yes") return bindCustody("acknowledged", id, chain.length);
    if (props.act === "agree_disposal") return bindCustody("disposed", id, chain.length);
    return undefined;
  };
  const send = async (): Promise<void> => {
    const path = `/api/v1/desk/evidence/${props.page.id}`;
    const moves: Partial<Record<CustodyAct, object>> = {
      offer: { kind: "offered", toPersonId: toPersonId(), note: note() },
      answer_yes: { kind: "acknowledged", place: place(), note: note() },
      answer_no: { kind: "refused", note: note() },
      withdraw: { kind: "withdrawn", note: note() },
      seal: { kind: "sealed", seal: seal(), note: note() },
      unseal: { kind: "unsealed", note: note() },
      store: { kind: "stored", place: place(), note: note() },
    };
    const disposals: Partial<Record<CustodyAct, object>> = {
      ask_disposal: { step: "ask", reason: note() },
      refuse_disposal: { step: "refuse", reason: note() },
      agree_disposal: { step: "agree" },
    };
    await (moves[props.act]
      ? apiPost(`${path}/custody`, moves[props.act])
      : apiPost(`${path}/disposal`, disposals[props.act]));
  };
  const hint = (): string => `evidence.hint.${props.act}`;
  const bound = binding();
  return (
    <ActDialog
      title={`${t(`evidence.act.${props.act}`)}: ${props.page.reference}`}
      {...(hasWords(hint()) ? { description: t(hint()) } : {})}
      act={t(`evidence.act.${props.act}`)}
      {...(bound ? { binding: () => bound } : {})}
      send={send}
      onClose={() => props.onClose()}
      onDone={() => props.onDone()}
    >
      <Show when={props.act === "offer"}>
        <SelectField
          name="toPersonId"
          label={t("evidence.to_person")}
          value={toPersonId()}
          options={[
            { value: "", label: t("evidence.choose") },
            ...people().map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      </Show>
      <Show when={props.act === "seal"}>
        <TextField
          name="seal"
          label={t("evidence.seal")}
          value={seal()}
          maxLength={evidenceLimits.seal}
          onInput={(event) => setSeal(event.currentTarget.value)}
        />
      </Show>
      <Show when={withPlace.includes(props.act)}>
        <TextField
          name="place"
          label={t("evidence.place")}
          value={place()}
          maxLength={evidenceLimits.place}
          onInput={(event) => setPlace(event.currentTarget.value)}
        />
      </Show>
      <Show when={props.act !== "agree_disposal"}>
        <TextArea
          name="note"
          label={t(withReason.includes(props.act) ? "evidence.reason" : "evidence.note")}
          rows={2}
          value={note()}
          maxLength={evidenceLimits.note}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
      </Show>
    </ActDialog>
  );
}
