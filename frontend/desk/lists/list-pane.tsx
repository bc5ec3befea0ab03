// A list of the desk, of reports or of cases: filters, order, the pill of new ones, rows walked and marked by keys, and acts on those that are marked.
import { createSelector, type JSX, onCleanup, Show } from "solid-js";
import { onReturn } from "../../shell/data/live.ts";
import { offerActs } from "../../shell/keys.ts";
import type { ListRoom } from "./create-list-room.ts";
import { createSlow } from "./create-slow.ts";
import type { RowPlace } from "./list-row.tsx";
import type { Live } from "./live-list.ts";
import { LiveSwitch } from "./live-switch.tsx";
import { markActs } from "./mark-acts.ts";
import { SortMenu } from "./sort-menu.tsx";
import { type Scroll, VirtualRows } from "./virtual-rows.tsx";
import { createWalk, walkActs } from "./walk-rows.ts";
import "../queue/queue.css";

/** How often at most somebody who listens is told of new ones. */
const betweenWordsMs = 10_000;

export function ListPane<Row extends Target, Target extends { id: string; version: number }>(props: {
  room: ListRoom<Row, Target>;
  title: string;
  empty: { title: string; text: string };
  /** What the pill of new ones says. */
  fresh: (count: number) => string;
  keyWords: { group: () => string; next: () => string; previous: () => string };
  /** The heading of the open one, where the focus goes. */
  titleId: string;
  filters: JSX.Element;
  children: (row: () => Live<Row>, place: RowPlace) => JSX.Element;
  /** What can be done with the marked; drawn while any is. */
  bulk: () => JSX.Element;
}): JSX.Element {
  const room = props.room;
  const rows = () => room.list.rows;
  let scroll: Scroll | undefined;
  const walk = createWalk<Live<Row>>({
    rows,
    indexOf: room.list.indexOf,
    current: room.current,
    scroll: () => scroll,
    onOpen: room.open,
  });
  const reload = (): void => {
    scroll?.toTop();
    void room.list.load();
  };
  onCleanup(onReturn(room.refreshSoon));
  const told = createSlow(() => room.list.fresh().length, betweenWordsMs);
  const toggle = (id: string): void => {
    const next = new Set(room.marked());
    if (!next.delete(id)) next.add(id);
    room.mark(next);
  };
  offerActs(() => [
    ...walkActs(walk, props.keyWords),
    ...markActs({
      walk,
      group: props.keyWords.group,
      marked: room.marked,
      hasRows: () => rows().length > 0,
      titleId: props.titleId,
      onMark: room.mark,
      onToggle: toggle,
      onMarkAll: () => void room.markAll(),
      onReload: reload,
    }),
  ]);
  // Of all rows only the one that is left and the one that is come to hear of it.
  const isCurrent = createSelector(walk.shown);
  const placeOf = (row: () => Live<Row>, index: () => number): RowPlace => ({
    get href() {
      return room.hrefOf(row().id);
    },
    get index() {
      return index();
    },
    get total() {
      return room.list.hasMore() ? -1 : rows().length;
    },
    get isCurrent() {
      return isCurrent(row().id);
    },
    get isMarked() {
      return room.marked().has(row().id);
    },
    get isMarking() {
      return room.marked().size > 0;
    },
    onMark: () => toggle(row().id),
  });

  return (
    <section class="queue" aria-label={props.title}>
      <Show when={room.current() === undefined}>
        <h1 class="for-ears">{props.title}</h1>
      </Show>
      <div class="queue-bar">{props.filters}</div>
      <div class="queue-order">
        <SortMenu sort={room.filters()["sort"]} onSort={(sort) => room.filter({ sort })} />
        <LiveSwitch />
        <div>
          <Show when={room.list.fresh().length > 0}>
            <button type="button" class="pill" onClick={reload}>
              {props.fresh(room.list.fresh().length)}
            </button>
          </Show>
        </div>
        <p class="for-ears" role="status">
          {told() > 0 ? props.fresh(told()) : ""}
        </p>
      </div>
      <VirtualRows
        rows={rows()}
        state={room.list.state()}
        problem={room.list.problem()}
        label={props.title}
        empty={props.empty}
        onScroll={(handle) => (scroll = handle)}
        onAgain={() => void room.list.load()}
        onNearEnd={() => void room.list.loadMore()}
      >
        {(row, index) => props.children(row, placeOf(row, index))}
      </VirtualRows>
      <Show when={room.marked().size > 0}>{props.bulk()}</Show>
    </section>
  );
}
