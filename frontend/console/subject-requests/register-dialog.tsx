// Registering what a person asked: what, who, how it came, and when it was received.
import { createSignal, type JSX } from "solid-js";
import { requestKinds, requestWays } from "../../../backend/compliance/subject-requests/model.ts";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

export function RegisterDialog(props: { onClose: () => void; onDone: (id: string) => void }): JSX.Element {
  const t = useWords();
  const [kind, setKind] = createSignal("");
  const [person, setPerson] = createSignal("");
  const [contact, setContact] = createSignal("");
  const [way, setWay] = createSignal("");
  const [asked, setAsked] = createSignal("");
  const [received, setReceived] = createSignal("");
  let made = "";
  const choose = { value: "", label: t("subjects.choose") };
  return (
    <ActDialog
      asks="subject"
      title={t("subjects.new")}
      act={t("subjects.save")}
      onClose={props.onClose}
      onDone={() => props.onDone(made)}
      send={async () => {
        const { id, reference } = await apiPost<{ id: string; reference: string }>("/api/v1/subject-requests", {
          kind: kind(),
          personName: person(),
          personContact: contact(),
          way: way(),
          asked: asked(),
          receivedAt: received() === "" ? "" : new Date(received()).toISOString(),
        });
        made = id;
        showToast({ text: t("subjects.registered", { reference }) });
      }}
    >
      <SelectField
        name="kind"
        label={t("subjects.field.kind")}
        why={whyAsked("subjects.field.kind")}
        required
        value={kind()}
        options={[choose, ...requestKinds.map((value) => ({ value, label: t(`subjects.kind.${value}`) }))]}
        onChange={(change) => setKind(change.currentTarget.value)}
      />
      <TextField
        name="personName"
        label={t("subjects.field.person")}
        why={whyAsked("subjects.field.person")}
        required
        maxLength={300}
        value={person()}
        onInput={(input) => setPerson(input.currentTarget.value)}
      />
      <TextField
        name="personContact"
        label={t("subjects.field.contact")}
        why={whyAsked("subjects.field.contact")}
        maxLength={500}
        value={contact()}
        onInput={(input) => setContact(input.currentTarget.value)}
      />
      <SelectField
        name="way"
        label={t("subjects.field.way")}
        required
        value={way()}
        options={[choose, ...requestWays.map((value) => ({ value, label: t(`subjects.way.${value}`) }))]}
        onChange={(change) => setWay(change.currentTarget.value)}
      />
      <TextField
        name="receivedAt"
        type="datetime-local"
        label={t("subjects.field.received")}
        why={whyAsked("subjects.field.received")}
        required
        value={received()}
        onInput={(input) => setReceived(input.currentTarget.value)}
      />
      <TextArea
        name="asked"
        label={t("subjects.field.asked")}
        why={whyAsked("subjects.field.asked")}
        rows={3}
        required
        minLength={3}
        maxLength={8000}
        value={asked()}
        onInput={(input) => setAsked(input.currentTarget.value)}
      />
    </ActDialog>
  );
}
