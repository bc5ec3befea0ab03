// The queue and the report beside it: list left, report right; under 900 px one after the other.
import { useNavigate } from "@solidjs/router";
import { type JSX, lazy, onCleanup, onMount, Show, Suspense } from "solid-js";
import type { QueueRow } from "../../../backend/reporting/model.ts";
import { Empty } from "../../parts/empty/empty.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { bring } from "../../platform/bring.ts";
import { useWords } from "../../platform/words.ts";
import { onChange, onReturn } from "../../shell/data/live.ts";
import { me } from "../../shell/session.ts";
import { loadDirectory } from "../data/directory.ts";
import { forgetReport } from "../data/report-cache.ts";
import { createListRoom } from "../lists/create-list-room.ts";
import type { Target } from "../report/act-on-reports.ts";
import { ResultsDialog } from "../report/results-dialog.tsx";
import { QueueList } from "./queue-list.tsx";

/** The list comes first; what shows a report follows at once, before one is opened. */
const ReportPane = lazy(async () => ({
  default: (await bring(async () => await import("../report/report-pane.tsx"))).ReportPane,
}));

export function QueueRoom(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const room = createListRoom<QueueRow, Target>({
    name: "reports",
    rowsPath: "/api/v1/desk/queue",
    matchingPath: "/api/v1/desk/queue/matching",
    usual: { view: "new" },
  });
  onMount(() => {
    void loadDirectory();
    void ReportPane.preload();
    const stop = onChange((event) => {
      if (event.object === "report" && event.by !== me()?.personId) forgetReport(event.id);
      room.refreshSoon();
    });
    onCleanup(stop);
    onCleanup(
      onReturn(() => {
        const id = room.current();
        if (id !== undefined) forgetReport(id);
      }),
    );
  });
  /** After an act the next report that is still in the view is opened; without one, the list is. */
  const goOn = (ended: ReadonlySet<string>): void => {
    const { rows } = room.list;
    const at = rows.findIndex((row) => row.id === room.current());
    const following = [...rows.slice(at + 1), ...rows.slice(0, Math.max(0, at)).toReversed()];
    const nextRow = following.find((row) => !row.isGone && !ended.has(row.id));
    navigate(nextRow ? room.hrefOf(nextRow.id) : room.back(), { replace: true });
  };
  const onActed = (ids: ReadonlySet<string>, hasEnded: boolean): void => {
    for (const id of ids) forgetReport(id);
    room.onActed();
    const current = room.current();
    if (hasEnded && current !== undefined && ids.has(current)) goOn(ids);
  };

  return (
    <main class="split" data-open={room.current() ? "" : undefined}>
      <QueueList room={room} onActed={onActed} />
      <section class="split-detail" aria-label={t("desk.report.title")}>
        <Show
          when={room.current()}
          keyed
          fallback={<Empty title={t("desk.queue.choose")} text={t("desk.queue.choose_hint")} />}
        >
          {(id) => (
            <Suspense fallback={<Skeleton lines={8} words={t("desk.loading")} />}>
              <ReportPane id={id} back={room.back()} marked={room.marked()} onActed={onActed} />
            </Suspense>
          )}
        </Show>
      </section>
      <ResultsDialog />
    </main>
  );
}
