// All deadlines of the entity: as a list in order, as a month, and as a feed; below, what binds without a time.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { CalendarView } from "../../../backend/compliance/duties/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { apiGet } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { DueList } from "./due-list.tsx";
import { FeedCard } from "./feed-card.tsx";
import { MonthView } from "./month-view.tsx";
import { WaitFor } from "../../shell/law/wait-for.tsx";

export function CalendarPage(): JSX.Element {
  const t = useWords();
  const [view, { refetch }] = createResource(
    currentLanguage,
    async (language) => await apiGet<CalendarView>("/api/v1/calendar", { language }),
  );
  const [look, setLook] = createSignal<"list" | "month">("list");
  return (
    <main class="page law-page">
      <WaitFor resource={view} onAgain={() => void refetch()}>
        {(known) => (
          <>
            <div class="law-head">
              <div>
                <h1>{t("duties.calendar.title")}</h1>
                <p class="quiet-text">{t("duties.calendar.lead")}</p>
              </div>
              <div class="law-acts">
                <Button isSmall aria-pressed={look() === "list"} onClick={() => setLook("list")}>
                  {t("duties.calendar.list")}
                </Button>
                <Button isSmall aria-pressed={look() === "month"} onClick={() => setLook("month")}>
                  {t("duties.calendar.month")}
                </Button>
              </div>
            </div>
            <Show when={look() === "month"}>
              <MonthView deadlines={known().deadlines} now={known().now} />
            </Show>
            <Show when={look() === "list"}>
              <Show
                when={known().deadlines.length > 0}
                fallback={<Empty title={t("duties.calendar.none")} text={t("duties.calendar.none.text")} />}
              >
                <Card title={t("duties.calendar.list")} count={known().deadlines.length}>
                  <DueList deadlines={known().deadlines} now={known().now} />
                </Card>
              </Show>
            </Show>
            <Show when={known().withoutTime.length > 0}>
              <Card title={t("duties.calendar.without")}>
                <ul class="law-rows">
                  <For each={known().withoutTime}>
                    {(line) => (
                      <li>
                        <div>
                          <p class="law-title">
                            <a href={`/console${line.href}`}>{line.title}</a>
                          </p>
                          <p>{t("duties.owed_to", { addressee: line.addressee })}</p>
                          <p class="law-clock">{line.clockWords}</p>
                        </div>
                      </li>
                    )}
                  </For>
                </ul>
              </Card>
            </Show>
            <FeedCard madeAt={known().feed?.madeAt} onChanged={() => void refetch()} />
          </>
        )}
      </WaitFor>
    </main>
  );
}
