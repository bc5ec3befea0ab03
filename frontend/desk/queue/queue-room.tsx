// The queue and the report beside it: list left, report right; under 900 px one after the other.
import { useNavigate, useParams, useSearchParams } from "@solidjs/router";
import {
  createEffect,
  createMemo,
  createSignal,
  type JSX,
  lazy,
  on,
  onCleanup,
  onMount,
  Show,
  Suspense,
} from "solid-js";
import type { QueueRow } from "../../../backend/reporting/model.ts";
import type { MatchingReports } from "../../../backend/reporting/views/model.ts";
import { Empty } from "../../parts/empty/empty.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { apiGet } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { loadDirectory } from "../data/directory.ts";
import { onChange } from "../../shell/data/live.ts";
import { forgetReport } from "../data/report-cache.ts";
import { ResultsDialog } from "../report/results-dialog.tsx";
import { refreshCounts } from "../shell/counts.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { me } from "../../shell/session.ts";
import { refreshViews, sayCount } from "../views/views-store.ts";
import { filterNames, type Filters } from "./filters.tsx";
import { type Matching, QueueList } from "./queue-list.tsx";
import { createLiveList } from "./queue-store.ts";
import "./queue.css";

/** The list comes first; what shows a report follows at once, before one is opened. */
const ReportPane = lazy(async () => ({ default: (await import("../report/report-pane.tsx")).ReportPane }));

export function QueueRoom(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id?: string }>();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams<Record<keyof Filters | "saved", string>>();
  const [marked, setMarked] = createSignal<ReadonlySet<string>>(new Set());
  const [matching, setMatching] = createSignal<Matching>();
  const filters = createMemo(
    (): Filters => ({
      view: search.view ?? "new",
      ...Object.fromEntries(filterNames.flatMap((name) => (search[name] ? [[name, search[name]]] : []))),
    }),
    undefined,
    { equals: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  );
  const queue = createLiveList<QueueRow>("/api/v1/desk/queue", () => ({ ...filters() }));
  createEffect(
    on(filters, () => {
      setMarked(new Set<string>());
      void queue.load();
    }),
  );

  let timer: ReturnType<typeof setTimeout> | undefined;
  const refreshSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void queue.refresh();
    }, 250);
  };
  onMount(() => {
    void loadDirectory();
    void ReportPane.preload();
    const stop = onChange((event) => {
      if (event.object === "report" && event.by !== me()?.personId) forgetReport(event.id);
      refreshSoon();
    });
    onCleanup(stop);
  });
  onCleanup(() => clearTimeout(timer));

  const query = () => {
    const text = new URLSearchParams(
      Object.entries(search).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
    );
    return text.size > 0 ? `?${text}` : "";
  };
  const hrefOf = (id: string): string => `/reports/${id}${query()}`;
  /** After an act the next report that is still in the view is opened; without one, the list is. */
  const goOn = (ended: ReadonlySet<string>): void => {
    const at = queue.rows.findIndex((row) => row.id === params.id);
    const following = [...queue.rows.slice(at + 1), ...queue.rows.slice(0, Math.max(0, at)).toReversed()];
    const nextRow = following.find((row) => !row.isGone && !ended.has(row.id));
    navigate(nextRow ? hrefOf(nextRow.id) : `/reports${query()}`, { replace: true });
  };
  /** Marks what the filters hold, also what is not loaded; beyond the most that can be, says of how many. */
  const markAll = async (): Promise<void> => {
    const asked = filters();
    try {
      const all = await apiGet<MatchingReports>("/api/v1/desk/queue/matching", { ...asked });
      if (asked !== filters()) return;
      setMatching({
        targets: new Map(all.rows.map((row) => [row.id, row])),
        of: all.count > all.rows.length ? sayCount(all.count) : undefined,
      });
      setMarked(new Set(all.rows.map((row) => row.id)));
    } catch (error) {
      tellProblem(error);
    }
  };
  const onActed = (ids: ReadonlySet<string>, hasEnded: boolean): void => {
    for (const id of ids) forgetReport(id);
    setMarked(new Set<string>());
    refreshCounts(0);
    refreshViews();
    refreshSoon();
    if (hasEnded && params.id !== undefined && ids.has(params.id)) goOn(ids);
  };

  return (
    <main class="split" data-open={params.id ? "" : undefined}>
      <QueueList
        queue={queue}
        filters={filters()}
        current={params.id}
        marked={marked()}
        hrefOf={hrefOf}
        matching={matching()}
        onMarkAll={() => void markAll()}
        onMark={(ids) => {
          // Whoever marks by hand has left "all of them".
          setMatching((all) => all && { targets: all.targets });
          setMarked(ids);
        }}
        onFilter={(change) => setSearch(change, { replace: true })}
        onOpen={(id) => navigate(hrefOf(id), { replace: params.id !== undefined })}
        onActed={onActed}
      />
      <section class="split-detail" aria-label={t("desk.report.title")}>
        <Show
          when={params.id}
          keyed
          fallback={<Empty title={t("desk.queue.choose")} text={t("desk.queue.choose_hint")} />}
        >
          {(id) => (
            <Suspense fallback={<Skeleton lines={8} words={t("desk.loading")} />}>
              <ReportPane id={id} back={`/reports${query()}`} marked={marked()} onActed={onActed} />
            </Suspense>
          )}
        </Show>
      </section>
      <ResultsDialog />
    </main>
  );
}
