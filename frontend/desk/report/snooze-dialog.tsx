// Until when a report sleeps: usual moments in the reader's zone, a chosen one, the reporter's answer, or so many more like it.
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import { longestWaitDays } from "../../../backend/cases/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { formatInstant, readerZone } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";

/** Moments from `now` in the zone of the given dates: one hour, four hours, tomorrow and next Monday at eight. Pure. */
export function usualMoments(now: Date): { name: string; at: Date }[] {
  const atEight = (days: number): Date => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 8);
  const untilMonday = (8 - now.getDay()) % 7 || 7;
  return [
    { name: "hour", at: new Date(now.getTime() + 3_600_000) },
    { name: "four_hours", at: new Date(now.getTime() + 4 * 3_600_000) },
    { name: "tomorrow", at: atEight(1) },
    { name: "monday", at: atEight(untilMonday) },
  ];
}

/** As the server takes it. */
export type Sleep = { until: string } | { wakesOn: { kind: "answer" } | { kind: "alike"; count: number } };

export function SnoozeDialog(props: {
  isOpen: boolean;
  isAsleep: boolean;
  onClose: () => void;
  onDone: (sleep: Sleep | null) => void;
}): JSX.Element {
  const t = useWords();
  const [chosen, setChosen] = createSignal("");
  const [error, setError] = createSignal<string>();
  const [count, setCount] = createSignal("5");
  const [countError, setCountError] = createSignal<string>();
  createEffect(
    on(
      () => props.isOpen,
      () => {
        setChosen("");
        setError(undefined);
        setCountError(undefined);
      },
    ),
  );
  const submit = (event: Event): void => {
    event.preventDefault();
    const at = new Date(chosen());
    if (chosen() === "" || Number.isNaN(at.getTime()) || at <= new Date()) {
      setError(t("desk.snooze.future"));
      return;
    }
    props.onDone({ until: at.toISOString() });
  };
  const submitCount = (event: Event): void => {
    event.preventDefault();
    const wanted = Number(count());
    if (!Number.isInteger(wanted) || wanted < 1 || wanted > 1000) {
      setCountError(t("desk-more.snooze.count_expected"));
      return;
    }
    props.onDone({ wakesOn: { kind: "alike", count: wanted } });
  };
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={() => props.onClose()}
      title={t("desk.snooze.title")}
      description={t("desk.snooze.hint", { zone: readerZone() })}
    >
      <div class="choices">
        <For each={usualMoments(new Date())}>
          {(moment) => (
            <Button onClick={() => props.onDone({ until: moment.at.toISOString() })}>
              {t(`desk.snooze.${moment.name}`)}{" "}
              <span class="quiet-text small-text">{formatInstant(moment.at.toISOString())}</span>
            </Button>
          )}
        </For>
        <Button onClick={() => props.onDone({ wakesOn: { kind: "answer" } })}>
          {t("desk-more.snooze.answer")}{" "}
          <span class="quiet-text small-text">{t("desk-more.snooze.latest", { days: longestWaitDays })}</span>
        </Button>
        <Show when={props.isAsleep}>
          <Button onClick={() => props.onDone(null)}>{t("desk.snooze.wake")}</Button>
        </Show>
      </div>
      <form class="inline-form" onSubmit={submitCount}>
        <TextField
          label={t("desk-more.snooze.alike")}
          hint={t("desk-more.snooze.alike_hint", { days: longestWaitDays })}
          type="number"
          inputmode="numeric"
          min="1"
          max="1000"
          value={count()}
          error={countError()}
          onInput={(event) => setCount(event.currentTarget.value)}
        />
        <Button type="submit">{t("desk-more.snooze.alike_act")}</Button>
      </form>
      <form onSubmit={submit}>
        <TextField
          label={t("desk.snooze.other")}
          type="datetime-local"
          value={chosen()}
          error={error()}
          onInput={(event) => setChosen(event.currentTarget.value)}
        />
        <DialogButtons act={t("desk.snooze.act")} onCancel={() => props.onClose()} />
      </form>
    </Dialog>
  );
}
