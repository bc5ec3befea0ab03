// When a contact answers: days with their hours, on the clocks of a zone.
import { For, type JSX, Show } from "solid-js";
import type { WeeklyHours } from "../../../backend/registry/contacts/hours/model.ts";
import { TextField, Tick } from "../../parts/field/field.tsx";
import { useWords } from "../../platform/words.ts";

export interface Weekly {
  timeZone: string;
  days: Record<number, { opensAt: string; closesAt: string } | undefined>;
}

const days = [1, 2, 3, 4, 5, 6, 7] as const;

export function weeklyOf(hours: WeeklyHours, timeZone: string): Weekly {
  return { timeZone, days: Object.fromEntries(hours.map(({ day, ...span }) => [day, span])) };
}

/** What the server takes; undefined while no day is ticked. */
export function toHours(weekly: Weekly): { hours: WeeklyHours; timeZone: string } | undefined {
  const hours = days.flatMap((day) => {
    const span = weekly.days[day];
    return span ? [{ day, ...span }] : [];
  });
  return hours.length > 0 ? { hours, timeZone: weekly.timeZone.trim() } : undefined;
}

export function WeeklyField(props: {
  weekly: Weekly;
  error?: string | undefined;
  onChange: (weekly: Weekly) => void;
}): JSX.Element {
  const t = useWords();
  const set = (day: number, span: { opensAt: string; closesAt: string } | undefined): void =>
    props.onChange({ ...props.weekly, days: { ...props.weekly.days, [day]: span } });
  const isAny = (): boolean => days.some((day) => props.weekly.days[day]);
  return (
    <fieldset class="plain-fieldset weekly">
      <legend class="field-label">{t("register.hours.label")}</legend>
      <p class="field-hint">{t("register.hours.hint")}</p>
      <Show when={props.error}>
        <p class="field-error">{props.error}</p>
      </Show>
      <For each={days}>
        {(day) => (
          <div class="weekly-day">
            <Tick
              label={t(`register.hours.day.${day}`)}
              checked={props.weekly.days[day] !== undefined}
              onChange={(isOn) => set(day, isOn ? { opensAt: "08:00", closesAt: "17:00" } : undefined)}
            />
            <Show when={props.weekly.days[day]}>
              {(span) => (
                <span class="weekly-span">
                  <For each={["opensAt", "closesAt"] as const}>
                    {(end) => (
                      <input
                        class="field-box"
                        inputMode="numeric"
                        maxLength={5}
                        aria-label={`${t(`register.hours.day.${day}`)} ${t(`register.hours.${end}`)}`}
                        value={span()[end]}
                        onChange={(event) => set(day, { ...span(), [end]: event.currentTarget.value.trim() })}
                      />
                    )}
                  </For>
                </span>
              )}
            </Show>
          </div>
        )}
      </For>
      <Show when={isAny()}>
        <TextField
          label={t("register.hours.zone")}
          value={props.weekly.timeZone}
          maxLength={60}
          onInput={(event) => props.onChange({ ...props.weekly, timeZone: event.currentTarget.value })}
        />
      </Show>
    </fieldset>
  );
}
