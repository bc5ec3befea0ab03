// On the first page: what is due, in order, and the way to report an incident.
import { type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { CalendarView } from "../../../backend/compliance/duties/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { apiGet } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { can } from "../../shell/session.ts";
import { DueList } from "./due-list.tsx";
import { loadLawWords } from "../../shell/law/law-words.ts";
import "../../shell/law/law.css";

const shown = 5;

/** Stays silent where the organisation has no entry in the register: other cards of the page say so. */
export function DueCard(): JSX.Element {
  const t = useWords();
  const [calendar] = createResource(currentLanguage, async (language) => {
    await loadLawWords();
    return await apiGet<CalendarView>("/api/v1/calendar", { language }).catch(() => null);
  });
  return (
    <Show when={calendar.latest}>
      {(known) => (
        <Card title={t("duties.home.title")}>
          <Show when={known().deadlines.length > 0} fallback={<p class="quiet-text">{t("duties.home.none")}</p>}>
            <DueList deadlines={known().deadlines.slice(0, shown)} now={known().now} />
          </Show>
          <p class="law-acts">
            <Show when={can("filing.make")}>
              <a href="/console/filings">{t("duties.home.report")}</a>
            </Show>
            <a href="/console/calendar">{t("duties.home.all")}</a>
          </p>
        </Card>
      )}
    </Show>
  );
}
