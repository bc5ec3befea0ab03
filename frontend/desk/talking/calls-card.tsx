// Who is to be called back: the earliest due first, each try written down until somebody is reached or it is given up.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { callOutcomes, type CallBackView } from "../../../backend/coordination/calls/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { createSending } from "../../shell/forms/send-form.ts";
import { can } from "../../shell/session.ts";

export function CallsCard(props: { caseId: string | undefined }): JSX.Element {
  const t = useWords();
  const [calls, { refetch }] = createResource(
    () => ({ caseId: props.caseId }),
    async (asked) => (await apiGet<{ rows: CallBackView[] }>("/api/v1/talking/call-backs", asked)).rows,
  );
  const [isAsking, setAsking] = createSignal(false);
  const [trying, setTrying] = createSignal<CallBackView>();
  const rows = () => (calls.error ? [] : (calls.latest ?? []));
  return (
    <Card
      title={t("talking.calls.title")}
      count={rows().length}
      id="calls"
      aside={
        <Show when={props.caseId && can("case.change")}>
          <Button isSmall onClick={() => setAsking(true)}>
            {t("talking.calls.ask")}
          </Button>
        </Show>
      }
    >
      <ul class="talk-calls">
        <For each={rows()} fallback={<li class="quiet-text">{t("talking.calls.none")}</li>}>
          {(call) => (
            <li>
              <p>
                <b>{call.name}</b> · <span class="figures">{call.phone}</span>{" "}
                <Show when={call.state !== "open"}>
                  <Tag>{t(`talking.outcome.${call.state}`)}</Tag>
                </Show>
              </p>
              <p class="pre-text" dir="auto">
                {call.about}
              </p>
              <p class="small-text quiet-text">
                <span class="mono">{call.caseReference}</span> · {t("talking.calls.due")}{" "}
                <time dateTime={call.dueAt}>{formatInstant(call.dueAt)}</time> · {call.assignedTo ?? "–"} ·{" "}
                {t("talking.calls.tries", { count: call.attempts.length })}
              </p>
              <ul class="small-text">
                <For each={call.attempts}>
                  {(attempt) => (
                    <li>
                      <time dateTime={attempt.at}>{formatInstant(attempt.at)}</time> · {attempt.by ?? "–"} ·{" "}
                      {t(`talking.outcome.${attempt.outcome}`)}
                      {attempt.note === null ? "" : ` · ${attempt.note}`}
                    </li>
                  )}
                </For>
              </ul>
              <Show when={call.state === "open" && can("case.change")}>
                <Button isSmall onClick={() => setTrying(call)}>
                  {t("talking.calls.try")}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={isAsking()}>
        <AskDialog caseId={props.caseId ?? ""} onClose={() => setAsking(false)} onDone={() => void refetch()} />
      </Show>
      <Show when={trying()}>
        {(call) => <TryDialog call={call()} onClose={() => setTrying(undefined)} onDone={() => void refetch()} />}
      </Show>
    </Card>
  );
}

function AskDialog(props: { caseId: string; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [facts, setFacts] = createSignal({ name: "", phone: "", about: "", dueAt: "" });
  const set = (name: keyof ReturnType<typeof facts>) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setFacts((all) => ({ ...all, [name]: value }));
  };
  return (
    <FormDialog
      title={t("talking.calls.ask")}
      act={t("talking.form.save")}
      sending={sending}
      onClose={props.onClose}
      onSubmit={async () => {
        const due = facts().dueAt === "" ? new Date() : new Date(facts().dueAt);
        await apiPost("/api/v1/talking/call-backs", { ...facts(), dueAt: due.toISOString(), caseId: props.caseId });
        props.onDone();
        props.onClose();
      }}
    >
      <TextField
        name="name"
        label={t("talking.form.name")}
        value={facts().name}
        error={sending.errorOf("name")}
        onInput={set("name")}
      />
      <TextField
        name="phone"
        label={t("talking.calls.phone")}
        type="tel"
        value={facts().phone}
        error={sending.errorOf("phone")}
        onInput={set("phone")}
      />
      <TextArea
        name="about"
        label={t("talking.calls.about")}
        value={facts().about}
        error={sending.errorOf("about")}
        onInput={set("about")}
      />
      <TextField
        name="dueAt"
        label={t("talking.calls.due")}
        type="datetime-local"
        value={facts().dueAt}
        onInput={set("dueAt")}
      />
    </FormDialog>
  );
}

function TryDialog(props: { call: CallBackView; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [outcome, setOutcome] = createSignal<string>("reached");
  const [note, setNote] = createSignal("");
  return (
    <FormDialog
      title={t("talking.calls.try")}
      description={`${props.call.name} · ${props.call.phone}`}
      act={t("talking.form.save")}
      sending={sending}
      onClose={props.onClose}
      onSubmit={async () => {
        await apiPost(`/api/v1/talking/call-backs/${props.call.id}/attempts`, { outcome: outcome(), note: note() });
        props.onDone();
        props.onClose();
      }}
    >
      <SelectField
        name="outcome"
        label={t("talking.calls.outcome")}
        value={outcome()}
        options={callOutcomes.map((value) => ({ value, label: t(`talking.outcome.${value}`) }))}
        onChange={(event) => setOutcome(event.currentTarget.value)}
      />
      <TextArea
        name="note"
        label={t("talking.calls.note")}
        value={note()}
        onInput={(event) => setNote(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
