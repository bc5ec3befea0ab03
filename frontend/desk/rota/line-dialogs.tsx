// The dialogs that add to the rota: weekly shifts, an absence or standing in, an exchange that a colleague is asked for.
import { createSignal, For, type JSX } from "solid-js";
import type { RotaView } from "../../../backend/reporting/rota/model.ts";
import { SelectField, TextField, Tick } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { createSending, type Sending } from "../../shell/forms/send-form.ts";
import { can, me } from "../../shell/session.ts";

interface Props {
  view: RotaView;
  onClose: () => void;
  onDone: () => void;
}

function useSend(props: Props): { sending: Sending; send: (path: string, body: unknown) => Promise<void> } {
  const t = useWords();
  const sending = createSending();
  return {
    sending,
    send: async (path, body) => {
      const { onDone, onClose } = props;
      await apiPost(path, body);
      showToast({ text: t("rota.saved") });
      onDone();
      onClose();
    },
  };
}

function PersonField(props: {
  label: string;
  people: { id: string; name: string }[];
  value: string;
  onChange: (id: string) => void;
}): JSX.Element {
  return (
    <SelectField
      name="value"
      label={props.label}
      value={props.value}
      options={props.people.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}

export function PatternDialog(props: Props): JSX.Element {
  const t = useWords();
  const { sending, send } = useSend(props);
  const [personId, setPerson] = createSignal(props.view.people[0]?.id ?? "");
  const [days, setDays] = createSignal<readonly number[]>([1, 2, 3, 4, 5, 6, 7]);
  const [from, setFrom] = createSignal("18:00");
  const [to, setTo] = createSignal("08:00");
  const [every, setEvery] = createSignal("1");
  const [startsOn, setStarts] = createSignal(new Date().toISOString().slice(0, 10));
  const [endsOn, setEnds] = createSignal("");
  return (
    <FormDialog
      title={t("rota.pattern.add")}
      act={t("rota.save")}
      sending={sending}
      onClose={() => props.onClose()}
      onSubmit={async () => {
        const span = { from: from(), to: to(), everyWeeks: Number(every()), startsOn: startsOn() };
        const body = { personId: personId(), weekdays: days(), ...span, endsOn: endsOn() === "" ? null : endsOn() };
        await send("/api/v1/rota/patterns", body);
      }}
    >
      <PersonField
        label={t("rota.pattern.person")}
        people={props.view.people}
        value={personId()}
        onChange={setPerson}
      />
      <fieldset class="field-group">
        <legend>{t("rota.pattern.days")}</legend>
        <div class="rota-days">
          <For each={[1, 2, 3, 4, 5, 6, 7]}>
            {(day) => (
              <Tick
                label={t(`rota.day.${day}`)}
                checked={days().includes(day)}
                onChange={(isOn) => setDays((all) => (isOn ? [...all, day] : all.filter((one) => one !== day)))}
              />
            )}
          </For>
        </div>
      </fieldset>
      <TextField
        name="from"
        label={t("rota.pattern.from")}
        type="time"
        value={from()}
        onInput={(event) => setFrom(event.currentTarget.value)}
      />
      <TextField
        name="to"
        label={t("rota.pattern.to")}
        hint={t("rota.pattern.to_hint")}
        type="time"
        value={to()}
        onInput={(event) => setTo(event.currentTarget.value)}
      />
      <TextField
        name="everyWeeks"
        label={t("rota.pattern.every")}
        type="number"
        min="1"
        max="12"
        value={every()}
        onInput={(event) => setEvery(event.currentTarget.value)}
      />
      <TextField
        name="startsOn"
        label={t("rota.pattern.starts")}
        type="date"
        value={startsOn()}
        onInput={(event) => setStarts(event.currentTarget.value)}
      />
      <TextField
        name="endsOn"
        label={t("rota.pattern.ends")}
        type="date"
        value={endsOn()}
        onInput={(event) => setEnds(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

/** An instant of a browser's field; what is empty stays so, for the server to name. */
const instant = (text: string): string => (text === "" ? "" : new Date(text).toISOString());

function SpanFields(props: {
  from: string;
  until: string;
  note: string;
  onFrom: (text: string) => void;
  onUntil: (text: string) => void;
  onNote: (text: string) => void;
}): JSX.Element {
  const t = useWords();
  return (
    <>
      <TextField
        name="from"
        label={t("rota.span.from")}
        type="datetime-local"
        value={props.from}
        onInput={(event) => props.onFrom(event.currentTarget.value)}
      />
      <TextField
        name="until"
        label={t("rota.span.until")}
        type="datetime-local"
        value={props.until}
        onInput={(event) => props.onUntil(event.currentTarget.value)}
      />
      <TextField
        name="note"
        label={t("rota.span.note")}
        value={props.note}
        onInput={(event) => props.onNote(event.currentTarget.value)}
      />
    </>
  );
}

export function ExceptionDialog(props: Props): JSX.Element {
  const t = useWords();
  const { sending, send } = useSend(props);
  const people = () =>
    can("duty.rota") ? props.view.people : props.view.people.filter(({ id }) => id === me()?.personId);
  const [personId, setPerson] = createSignal(me()?.personId ?? "");
  const [kind, setKind] = createSignal("off");
  const [from, setFrom] = createSignal("");
  const [until, setUntil] = createSignal("");
  const [note, setNote] = createSignal("");
  return (
    <FormDialog
      title={t("rota.exception.add")}
      act={t("rota.save")}
      sending={sending}
      onClose={() => props.onClose()}
      onSubmit={async () => {
        const span = { fromAt: instant(from()), untilAt: instant(until()), note: note() };
        await send("/api/v1/rota/exceptions", { personId: personId(), kind: kind(), ...span });
      }}
    >
      <PersonField label={t("rota.pattern.person")} people={people()} value={personId()} onChange={setPerson} />
      <SelectField
        name="kind"
        label={t("rota.exception.kind")}
        value={kind()}
        options={["off", "on"].map((value) => ({ value, label: t(`rota.exception.${value}`) }))}
        onChange={(event) => setKind(event.currentTarget.value)}
      />
      <SpanFields from={from()} until={until()} note={note()} onFrom={setFrom} onUntil={setUntil} onNote={setNote} />
    </FormDialog>
  );
}

export function SwapDialog(props: Props): JSX.Element {
  const t = useWords();
  const { sending, send } = useSend(props);
  const others = () => props.view.people.filter(({ id }) => id !== me()?.personId);
  const [askedOf, setAsked] = createSignal(others()[0]?.id ?? "");
  const [from, setFrom] = createSignal("");
  const [until, setUntil] = createSignal("");
  const [note, setNote] = createSignal("");
  return (
    <FormDialog
      title={t("rota.swap.ask")}
      act={t("rota.swap.ask")}
      sending={sending}
      onClose={() => props.onClose()}
      onSubmit={async () =>
        await send("/api/v1/rota/swaps", {
          askedOf: askedOf(),
          fromAt: instant(from()),
          untilAt: instant(until()),
          note: note(),
        })
      }
    >
      <PersonField label={t("rota.swap.of")} people={others()} value={askedOf()} onChange={setAsked} />
      <SpanFields from={from()} until={until()} note={note()} onFrom={setFrom} onUntil={setUntil} onNote={setNote} />
    </FormDialog>
  );
}
