// The next step with a request, each with its few fields: identity, who sees to it, more time, the answer, the refusal, the end.
import { createSignal, type JSX, Match, Show, Switch } from "solid-js";
import { identities, outcomes, type RequestView } from "../../../backend/compliance/subject-requests/model.ts";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

export type StepName = "identity" | "assigned" | "extended" | "answered" | "refused" | "withdrawn";

export function StepDialog(props: {
  kind: StepName;
  request: RequestView;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const [identity, setIdentity] = createSignal<string>(props.request.identity);
  const [note, setNote] = createSignal(props.request.identityNote);
  const [owner, setOwner] = createSignal(props.request.ownerId ?? "");
  const [text, setText] = createSignal("");
  const [ground, setGround] = createSignal("");
  const [outcome, setOutcome] = createSignal<string>("granted");
  const [at, setAt] = createSignal("");
  const moment = () => (at() === "" ? {} : { at: new Date(at()).toISOString() });
  const body = (): Record<string, unknown> =>
    ({
      identity: { identity: identity(), note: note() },
      assigned: { ownerId: owner() === "" ? null : owner() },
      extended: { reason: text() },
      answered: { outcome: outcome(), answer: text(), ...moment() },
      refused: { ground: ground(), answer: text(), ...moment() },
      withdrawn: { answer: text() },
    })[props.kind];
  const Told = (told: { label: string }) => (
    <TextArea
      name={props.kind === "extended" ? "reason" : "answer"}
      label={told.label}
      rows={4}
      required
      minLength={3}
      maxLength={2000}
      value={text()}
      onInput={(input) => setText(input.currentTarget.value)}
    />
  );
  const Moment = () => (
    <TextField
      name="at"
      type="datetime-local"
      label={t("subjects.field.at")}
      hint={t("subjects.field.at_hint")}
      value={at()}
      onInput={(input) => setAt(input.currentTarget.value)}
    />
  );
  return (
    <ActDialog
      asks="subject"
      title={t(`subjects.act.${props.kind}`)}
      description={`${props.request.reference}, ${props.request.personName}`}
      act={t("subjects.save")}
      onClose={props.onClose}
      onDone={props.onDone}
      send={async () =>
        await apiPost(`/api/v1/subject-requests/${props.request.id}/steps`, {
          kind: props.kind,
          version: props.request.version,
          ...body(),
        })
      }
    >
      <Switch>
        <Match when={props.kind === "identity"}>
          <SelectField
            name="identity"
            label={t("subjects.field.identity")}
            why={whyAsked("subjects.field.identity")}
            value={identity()}
            options={identities.map((value) => ({ value, label: t(`subjects.identity.${value}`) }))}
            onChange={(change) => setIdentity(change.currentTarget.value)}
          />
          <TextField
            name="note"
            label={t("subjects.field.note")}
            maxLength={2000}
            value={note()}
            onInput={(input) => setNote(input.currentTarget.value)}
          />
        </Match>
        <Match when={props.kind === "assigned"}>
          <SelectField
            name="ownerId"
            label={t("subjects.field.owner")}
            why={whyAsked("subjects.field.owner")}
            value={owner()}
            options={[
              { value: "", label: t("subjects.field.nobody") },
              ...props.request.people.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(change) => setOwner(change.currentTarget.value)}
          />
        </Match>
        <Match when={props.kind === "extended"}>
          <Show when={props.request.laws[0]?.extension}>
            {(time) => <p>{t("subjects.extend_note", { time: time() })}</p>}
          </Show>
          <Told label={t("subjects.field.reason")} />
        </Match>
        <Match when={props.kind === "answered"}>
          <SelectField
            name="outcome"
            label={t("subjects.field.outcome")}
            value={outcome()}
            options={outcomes
              .filter((value) => value !== "refused" && value !== "withdrawn")
              .map((value) => ({ value, label: t(`subjects.outcome.${value}`) }))}
            onChange={(change) => setOutcome(change.currentTarget.value)}
          />
          <Told label={t("subjects.field.answer")} />
          <Moment />
        </Match>
        <Match when={props.kind === "refused"}>
          <TextArea
            name="ground"
            label={t("subjects.field.ground")}
            why={whyAsked("subjects.field.ground")}
            rows={2}
            required
            minLength={3}
            maxLength={2000}
            value={ground()}
            onInput={(input) => setGround(input.currentTarget.value)}
          />
          <Told label={t("subjects.field.answer")} />
          <Moment />
        </Match>
        <Match when={props.kind === "withdrawn"}>
          <Told label={t("subjects.field.note")} />
        </Match>
      </Switch>
    </ActDialog>
  );
}
