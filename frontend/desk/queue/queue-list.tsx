// The list of reports: its own words, the next two fetched ahead, and acts on those that are marked.
import { createEffect, type JSX, on, onCleanup } from "solid-js";
import type { QueueRow } from "../../../backend/reporting/model.ts";
import { useWords } from "../../platform/words.ts";
import { prefetchReport } from "../data/report-cache.ts";
import type { ListRoom } from "../lists/create-list-room.ts";
import { ListPane } from "../lists/list-pane.tsx";
import type { Target } from "../report/act-on-reports.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { FilterBar } from "./filters.tsx";
import { QueueRowView } from "./queue-row.tsx";

const settleMs = 50;

export function QueueList(props: {
  room: ListRoom<QueueRow, Target>;
  onActed: (ids: ReadonlySet<string>, hasEnded: boolean) => void;
}): JSX.Element {
  const t = useWords();
  const room = props.room;
  const view = () => room.filters()["view"] ?? "new";
  // The next two and the one before are fetched while the reader reads, so that the next key paints at once.
  createEffect(
    on([room.current, () => room.list.rows.length], ([current]) => {
      const { rows } = room.list;
      const index = current === undefined ? -1 : room.list.indexOf(current);
      if (index < 0) return;
      const around = [...rows.slice(index + 1, index + 3), ...rows.slice(Math.max(0, index - 1), index)];
      const later = setTimeout(() => around.forEach((row) => prefetchReport(row.id)), settleMs);
      onCleanup(() => clearTimeout(later));
    }),
  );
  return (
    <ListPane
      room={room}
      title={t(`desk.view.${view()}`)}
      empty={{ title: t(`desk.queue.empty.${view()}`), text: t("desk.queue.empty_hint") }}
      fresh={(count) => t("desk.queue.fresh", { count })}
      keyWords={{
        group: () => t("desk.keys.queue"),
        next: () => t("desk.keys.next"),
        previous: () => t("desk.keys.previous"),
      }}
      titleId="report-title"
      filters={<FilterBar filters={room.filters()} onChange={room.filter} />}
      bulk={() => (
        <BulkBar
          targets={room.targets()}
          of={room.of()}
          onDone={(ids, hasEnded) => props.onActed(ids, hasEnded)}
          onClear={() => room.mark(new Set())}
        />
      )}
    >
      {(row, place) => <QueueRowView row={row()} place={place} />}
    </ListPane>
  );
}
