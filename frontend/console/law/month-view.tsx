// Deadlines in a month: weeks from Monday, a day's deadlines as links; the list says the same for who hears it.
import { createSignal, For, type JSX } from "solid-js";
import type { DeadlineView } from "../../../backend/compliance/duties/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { formatClock } from "../../platform/format.ts";
import { currentLocale, useWords } from "../../platform/words.ts";

const dayMs = 86_400_000;

/** The days of the six weeks that hold a month, as dates of the reader's own zone at noon. */
function daysOf(year: number, month: number): Date[] {
  const first = new Date(year, month, 1, 12);
  const fromMonday = (first.getDay() + 6) % 7;
  return Array.from({ length: 42 }, (_, index) => new Date(first.getTime() + (index - fromMonday) * dayMs));
}

const key = (day: Date): string => `${day.getFullYear()}-${day.getMonth()}-${day.getDate()}`;

export function MonthView(props: { deadlines: readonly DeadlineView[]; now: string }): JSX.Element {
  const t = useWords();
  const today = () => new Date(props.now);
  const [away, setAway] = createSignal(0);
  const month = () => new Date(today().getFullYear(), today().getMonth() + away(), 1, 12);
  const title = () =>
    currentLocale() === "mn"
      ? `${month().getFullYear()}.${String(month().getMonth() + 1).padStart(2, "0")}`
      : new Intl.DateTimeFormat(currentLocale(), { month: "long", year: "numeric" }).format(month());
  const days = () => daysOf(month().getFullYear(), month().getMonth());
  const weekday = (day: Date) =>
    currentLocale() === "mn"
      ? (["Ня", "Да", "Мя", "Лх", "Пү", "Ба", "Бя"][day.getDay()] ?? "")
      : new Intl.DateTimeFormat(currentLocale(), { weekday: "short" }).format(day);
  const on = (day: Date) => props.deadlines.filter((line) => key(new Date(line.due)) === key(day));
  return (
    <div class="law-form">
      <div class="law-acts">
        <Button isSmall onClick={() => setAway(away() - 1)}>
          {t("duties.calendar.previous")}
        </Button>
        <h2 aria-live="polite">{title()}</h2>
        <Button isSmall onClick={() => setAway(away() + 1)}>
          {t("duties.calendar.next")}
        </Button>
      </div>
      <div class="law-month">
        <For each={days().slice(0, 7)}>{(day) => <div class="law-weekday">{weekday(day)}</div>}</For>
        <For each={days()}>
          {(day) => (
            <div
              data-other={day.getMonth() === month().getMonth() ? undefined : ""}
              data-today={key(day) === key(today()) ? "" : undefined}
            >
              <time class="figures">{day.getDate()}</time>
              <For each={on(day)}>
                {(line) => (
                  <a href={`/console${line.href}`} title={line.clockWords}>
                    {formatClock(new Date(line.due))} {line.title}
                  </a>
                )}
              </For>
            </div>
          )}
        </For>
      </div>
    </div>
  );
}
