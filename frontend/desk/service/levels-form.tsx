// The form that sets targets and business hours: a table of minutes, a week of hours. What stands in it first is the edition in force, or a beginning to change.
import { createSignal, For, Index, type JSX, Show } from "solid-js";
import { createStore, unwrap } from "solid-js/store";
import {
  type Hours,
  type LevelsView,
  type ServiceSeverity,
  serviceSeverities,
  type SubjectKind,
  subjectKinds,
  type Target,
} from "../../../backend/reporting/service/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { TextField, Tick } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

/** A beginning to change, no rule of anybody's: minutes to the first answer and to the end. */
const beginning: Record<ServiceSeverity, readonly [number, number]> = {
  critical: [60, 1440],
  high: [240, 4320],
  medium: [480, 7200],
  low: [1440, 14_400],
  informational: [2880, 28_800],
};
const shownKinds = subjectKinds;

interface Row {
  kind: SubjectKind;
  severity: ServiceSeverity;
  firstAnswer: string;
  resolution: string;
  isBusinessHours: boolean;
}

export function LevelsForm(props: { view: LevelsView; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const given = props.view.levels;
  const text = (minutes: number | null | undefined): string =>
    minutes === null || minutes === undefined ? "" : String(minutes);
  const [rows, setRows] = createStore<Row[]>(
    shownKinds.flatMap((kind) =>
      serviceSeverities.map((severity) => {
        const known = given?.targets.find((it) => it.kind === kind && it.severity === severity);
        const [first, end] = beginning[severity];
        const isNew = given === null && kind === "incident";
        return {
          kind,
          severity,
          firstAnswer: isNew ? text(first) : text(known?.firstAnswer),
          resolution: isNew ? text(end) : text(known?.resolution),
          isBusinessHours: known?.isBusinessHours ?? (severity !== "critical" && severity !== "high"),
        };
      }),
    ),
  );
  const [days, setDays] = createStore(
    [1, 2, 3, 4, 5, 6, 7].map((weekday) => {
      const known = given?.hours.filter((it) => it.weekday === weekday) ?? [];
      const isNew = given === null && weekday <= 5;
      return {
        weekday,
        from: known[0]?.from ?? (isNew ? "08:00" : ""),
        until: known.at(-1)?.until ?? (isNew ? "17:00" : ""),
      };
    }),
  );
  const [hasHolidays, setHolidays] = createSignal(given?.hasHolidays ?? true);
  const [note, setNote] = createSignal("");
  const act = createConfirmedAct();
  const number = (value: string): number | null => (value.trim() === "" ? null : Number(value));
  const send = async (): Promise<void> => {
    const { onDone, view } = props;
    const isDone = await act.run(undefined, async () => {
      const targets: Target[] = unwrap(rows)
        .map((row) => ({ ...row, firstAnswer: number(row.firstAnswer), resolution: number(row.resolution) }))
        .filter((row) => row.firstAnswer !== null || row.resolution !== null);
      const hours: Hours[] = unwrap(days)
        .filter(({ from, until }) => from !== "" && until !== "")
        .flatMap(({ weekday, from, until }) => {
          // A day of several spans, such as one with a noon off, stays as it was unless its ends were changed.
          const known = given?.hours.filter((it) => it.weekday === weekday) ?? [];
          const isSame = known.length > 1 && known[0]?.from === from && known.at(-1)?.until === until;
          return isSame
            ? known.map((it) => ({ ...it }))
            : [{ weekday, from, until: until === "00:00" ? "24:00" : until }];
        });
      await apiPost("/api/v1/service/levels", {
        levels: { zone: given?.zone ?? view.zone, hours, hasHolidays: hasHolidays(), targets },
        note: note(),
        seen: view.number,
      });
    });
    if (!isDone) return;
    showToast({ text: t("service.targets.saved") });
    onDone();
  };
  return (
    <FieldsForm
      of={act}
      class="service-form"
      novalidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!act.isBusy()) void send();
      }}
    >
      <p class="quiet-text">{t("service.targets.edit_hint")}</p>
      <For each={shownKinds}>
        {(kind) => (
          <fieldset class="field-group">
            <legend>{t(`service.kind.${kind}`)}</legend>
            <div class="service-grid">
              <span class="service-grid-head" aria-hidden="true" />
              <span class="service-grid-head small-text" aria-hidden="true">
                {t("service.targets.first")}
              </span>
              <span class="service-grid-head small-text" aria-hidden="true">
                {t("service.targets.resolution")}
              </span>
              <span class="service-grid-head" aria-hidden="true" />
              <Index each={rows}>
                {(row, at) => (
                  <Show when={row().kind === kind}>
                    <span class="service-name">{t(`common.severity.${row().severity}`)}</span>
                    <TextField
                      isLabelHidden
                      label={t("service.targets.first_of", {
                        kind: t(`service.kind.${kind}`),
                        severity: t(`common.severity.${row().severity}`),
                      })}
                      type="number"
                      min="1"
                      value={row().firstAnswer}
                      onInput={(event) => setRows(at, "firstAnswer", event.currentTarget.value)}
                    />
                    <TextField
                      isLabelHidden
                      label={t("service.targets.resolution_of", {
                        kind: t(`service.kind.${kind}`),
                        severity: t(`common.severity.${row().severity}`),
                      })}
                      type="number"
                      min="1"
                      value={row().resolution}
                      onInput={(event) => setRows(at, "resolution", event.currentTarget.value)}
                    />
                    <Tick
                      label={t("service.targets.business")}
                      checked={row().isBusinessHours}
                      onChange={(isOn) => setRows(at, "isBusinessHours", isOn)}
                    />
                  </Show>
                )}
              </Index>
            </div>
          </fieldset>
        )}
      </For>
      <fieldset class="field-group">
        <legend>{t("service.hours.title")}</legend>
        <p class="quiet-text small-text">
          {t("service.hours.hint")} {t("service.hours.zone", { zone: given?.zone ?? props.view.zone })}.
        </p>
        <div class="service-hours">
          <Index each={days}>
            {(day, at) => (
              <>
                <span>{t(`service.day.${day().weekday}`)}</span>
                <TextField
                  isLabelHidden
                  label={t("service.hours.from_of", { day: t(`service.day.${day().weekday}`) })}
                  type="time"
                  value={day().from}
                  onInput={(event) => setDays(at, "from", event.currentTarget.value)}
                />
                <TextField
                  isLabelHidden
                  label={t("service.hours.until_of", { day: t(`service.day.${day().weekday}`) })}
                  type="time"
                  value={day().until === "24:00" ? "00:00" : day().until}
                  onInput={(event) => setDays(at, "until", event.currentTarget.value)}
                />
              </>
            )}
          </Index>
        </div>
        <Tick
          label={
            props.view.calendar.id === "weekends"
              ? t("service.hours.weekends_only")
              : t("service.hours.holidays", { calendar: props.view.calendar.id, version: props.view.calendar.version })
          }
          checked={hasHolidays()}
          onChange={setHolidays}
        />
      </fieldset>
      <TextField
        label={t("service.targets.note")}
        name="note"
        value={note()}
        onInput={(event) => setNote(event.currentTarget.value)}
      />
      <div class="service-line">
        <Button look="main" type="submit" isBusy={act.isBusy()}>
          {t("service.targets.save")}
        </Button>
        <Button onClick={() => props.onClose()}>{t("desk.cancel")}</Button>
      </div>
    </FieldsForm>
  );
}
