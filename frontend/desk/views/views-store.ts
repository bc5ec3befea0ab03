// The views of the desk's lists as this person has them, with their numbers; asked at the start and, after changes, never more than once in five seconds.
import { createSignal } from "solid-js";
import {
  type Filters,
  type ListName,
  type ViewRow,
  viewsOfNavigation,
} from "../../../backend/reporting/views/model.ts";
import { apiGet } from "../../platform/api.ts";
import { formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { can } from "../../shell/session.ts";

const [views, setViews] = createSignal<readonly ViewRow[]>([]);
export { views };

let timer: ReturnType<typeof setTimeout> | undefined;

/** Asks anew, soon; many calls make one question. */
export function refreshViews(delayMs = 5000): void {
  if (!can("report.read")) return;
  if (delayMs === 0) clearTimeout(timer);
  else if (timer !== undefined) return;
  timer = setTimeout(() => {
    timer = undefined;
    // A number that is late by one change alarms nobody; the next change asks again.
    void apiGet<{ rows: ViewRow[] }>("/api/v1/desk/views").then(
      (answer) => setViews(answer.rows),
      () => {},
    );
  }, delayMs);
}

/** What a view is called: by its maker, or in the reader's words where every desk has it. */
export function nameOfView(view: Pick<ViewRow, "id" | "name">): string {
  const t = useWords();
  return view.name ?? t(`views.default.${view.id}`);
}

/** The address of a view under the room: its filters, and which view it is. Those of the navigation are the navigation's own. */
export function hrefOfView(view: Pick<ViewRow, "id" | "list" | "query">): string {
  if (viewsOfNavigation.has(view.id))
    return view.query["view"] === "new" ? "/reports" : `/${view.list}?${new URLSearchParams(view.query)}`;
  return `/${view.list}?${new URLSearchParams({ ...view.query, saved: view.id })}`;
}

/** Beyond a thousand nobody counts: "1,000+". */
export function sayCount(count: number, most = 1000): string {
  return count > most ? `${formatNumber(most)}+` : formatNumber(count);
}

/** Whether the address holds other filters than the view that it names. */
export function isViewChanged(view: Pick<ViewRow, "query">, filters: Filters): boolean {
  const own = (query: Filters): string =>
    JSON.stringify(
      Object.entries(query)
        .filter(([name, value]) => value !== "" && !(name === "view" && value === "new"))
        .sort(([one], [other]) => one.localeCompare(other)),
    );
  return own(view.query) !== own(filters);
}

/** The filters of an address, without what is no filter. */
export function filtersOf(search: Record<string, string | string[] | undefined>, list: ListName): Filters {
  const names =
    list === "reports"
      ? [
          "view",
          "severity",
          "class",
          "language",
          "source",
          "assigned",
          "flow",
          "behalf",
          "wakes",
          "sector",
          "tag",
          "due",
          "text",
          "sort",
        ]
      : ["status", "mine", "severity", "class", "owner", "tag", "due", "text", "sort"];
  return Object.fromEntries(
    names.flatMap((name): [string, string][] => {
      const value = search[name];
      return typeof value === "string" && value !== "" ? [[name, value]] : [];
    }),
  );
}
