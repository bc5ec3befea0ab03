// The list itself: virtualised rows, the pill of new ones, moving by keys, marking several and acting on them at once.
import { createVirtualizer } from "@tanstack/solid-virtual";
import { createEffect, createMemo, For, type JSX, on, onCleanup, Show } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { useWords } from "../../platform/words.ts";
import { prefetchReport } from "../data/report-cache.ts";
import { offerActs } from "../../shell/keys.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { FilterBar, type Filters } from "./filters.tsx";
import type { Target } from "../report/act-on-reports.ts";
import { QueueRowView } from "./queue-row.tsx";
import { createAim, isRowSeen } from "../lists/create-aim.ts";
import { LiveSwitch } from "../lists/live-switch.tsx";
import { SortMenu } from "./sort-menu.tsx";
import type { Queue } from "./queue-store.ts";

export interface QueueListProps {
  queue: Queue;
  filters: Filters;
  current: string | undefined;
  marked: ReadonlySet<string>;
  hrefOf: (id: string) => string;
  onMark: (marked: ReadonlySet<string>) => void;
  /** What was marked without being loaded: all that match. */
  matching: Matching | undefined;
  onMarkAll: () => void;
  onFilter: (change: Partial<Record<keyof Filters, string | undefined>>) => void;
  onOpen: (id: string) => void;
  onActed: (ids: ReadonlySet<string>, hasEnded: boolean) => void;
}

export interface Matching {
  targets: ReadonlyMap<string, Target>;
  /** How many match, where more do than could be marked. */
  of?: string | undefined;
}

const rowHeight = 57;

export function QueueList(props: QueueListProps): JSX.Element {
  const t = useWords();
  let scroller: HTMLDivElement | undefined;
  // oxlint-disable-next-line solid/reactivity -- asked when a key is pressed
  const aim = createAim(
    () => props.current,
    (id) => props.onOpen(id),
  );
  const rows = () => props.queue.rows;
  const virtualizer = createVirtualizer({
    get count() {
      return rows().length;
    },
    getScrollElement: () => scroller ?? null,
    estimateSize: () => rowHeight,
    overscan: 8,
    getItemKey: (index) => rows()[index]?.id ?? index,
  });

  const at = (): number => {
    const id = aim.cursor();
    return rows().findIndex((row) => row.id === id);
  };
  createEffect(() => {
    const last = virtualizer.getVirtualItems().at(-1);
    if (last && last.index >= rows().length - 10) void props.queue.loadMore();
  });
  // The next two and the one before are fetched while the reader reads, so that the next key paints at once.
  createEffect(
    on([() => props.current, () => rows().length], () => {
      const index = at();
      if (props.current === undefined || index < 0) return;
      const around = [...rows().slice(index + 1, index + 3), ...rows().slice(Math.max(0, index - 1), index)];
      const later = setTimeout(() => around.forEach((row) => prefetchReport(row.id)), 50);
      onCleanup(() => clearTimeout(later));
    }),
  );

  const isNarrow = (): boolean => window.matchMedia("(max-width: 899px)").matches;
  const move = (step: number, isMarking = false): void => {
    if (rows().length === 0) return;
    const from = at();
    const to = Math.min(rows().length - 1, Math.max(0, from < 0 ? 0 : from + step));
    const row = rows()[to];
    const left = rows()[from];
    if (!row) return;
    if (isMarking) props.onMark(new Set([...props.marked, ...(left ? [left.id] : []), row.id]));
    if (!isRowSeen(to, rowHeight, virtualizer)) virtualizer.scrollToIndex(to);
    if (isNarrow()) aim.moveTo(row.id);
    else aim.at(row.id);
    requestAnimationFrame(() => document.getElementById(`row-${row.id}`)?.focus({ preventScroll: true }));
  };
  const toggle = (id: string): void => {
    const next = new Set(props.marked);
    if (!next.delete(id)) next.add(id);
    props.onMark(next);
  };
  const group = () => t("desk.keys.queue");
  offerActs(() => [
    {
      id: "next",
      label: () => t("desk.keys.next"),
      group,
      keys: ["KeyJ", "ArrowDown"],
      run: () => move(1),
      isMove: true,
      isStep: true,
    },
    {
      id: "previous",
      label: () => t("desk.keys.previous"),
      group,
      keys: ["KeyK", "ArrowUp"],
      run: () => move(-1),
      isMove: true,
      isStep: true,
    },
    {
      id: "open",
      label: () => t("desk.keys.open"),
      group,
      keys: ["Enter", "KeyO"],
      isMove: true,
      isOn: () => rows()[at()] !== undefined,
      run: () => {
        const row = rows()[at()];
        if (!row) return;
        aim.open(row.id);
        requestAnimationFrame(() => document.getElementById("report-title")?.focus());
      },
    },
    {
      id: "mark",
      label: () => t("desk.keys.mark"),
      group,
      keys: ["KeyX"],
      isMove: true,
      isOn: () => rows()[at()] !== undefined,
      run: () => {
        const row = rows()[at()];
        if (row) toggle(row.id);
      },
    },
    {
      id: "mark-down",
      label: () => t("desk.keys.mark_on"),
      group,
      keys: ["shift+KeyJ", "shift+ArrowDown"],
      run: () => move(1, true),
      isMove: true,
      isStep: true,
    },
    {
      id: "mark-up",
      label: () => t("desk.keys.mark_back"),
      group,
      keys: ["shift+KeyK", "shift+ArrowUp"],
      run: () => move(-1, true),
      isMove: true,
      isStep: true,
    },
    {
      id: "mark-all",
      label: () => t("views.keys.mark_all"),
      group,
      keys: ["shift+Digit8"],
      isOn: () => rows().length > 0,
      run: () => props.onMarkAll(),
    },
    {
      id: "unmark",
      label: () => t("desk.keys.unmark"),
      group,
      keys: ["Escape"],
      isOn: () => props.marked.size > 0,
      isMove: true,
      run: () => props.onMark(new Set<string>()),
    },
    { id: "reload", label: () => t("desk.keys.reload"), group, keys: ["Period"], run: () => reload() },
  ]);
  const targets = createMemo((): Target[] => {
    const loaded = new Map<string, Target>(rows().map((row) => [row.id, row]));
    return [...props.marked].flatMap((id) => loaded.get(id) ?? props.matching?.targets.get(id) ?? []);
  });
  const reload = (): void => {
    scroller?.scrollTo({ top: 0 });
    void props.queue.load();
  };

  return (
    <section class="queue" aria-label={t(`desk.view.${props.filters.view ?? "new"}`)}>
      <Show when={props.current === undefined}>
        <h1 class="for-ears">{t(`desk.view.${props.filters.view ?? "new"}`)}</h1>
      </Show>
      <div class="queue-bar">
        <FilterBar filters={props.filters} onChange={(change) => props.onFilter(change)} />
      </div>
      <div class="queue-order">
        <SortMenu sort={props.filters.sort} onSort={(sort) => props.onFilter({ sort })} />
        <LiveSwitch />
        <div role="status" aria-live="polite">
          <Show when={props.queue.fresh().length > 0}>
            <button type="button" class="pill" onClick={() => reload()}>
              {t("desk.queue.fresh", { count: props.queue.fresh().length })}
            </button>
          </Show>
        </div>
      </div>
      <Show when={props.queue.state() === "failed"}>
        <Notice tone="problem" isAlert>
          <span>{props.queue.problem()}</span>
          <Button isSmall onClick={() => void props.queue.load()}>
            {t("desk.error.again")}
          </Button>
        </Notice>
      </Show>
      <div class="queue-scroll" ref={(element) => (scroller = element)} tabindex="-1">
        <Show
          when={props.queue.state() !== "loading"}
          fallback={<Skeleton lines={8} isRows words={t("desk.loading")} />}
        >
          <Show
            when={rows().length > 0}
            fallback={
              <Show when={props.queue.state() === "ready"}>
                <Empty title={t(`desk.queue.empty.${props.filters.view ?? "new"}`)} text={t("desk.queue.empty_hint")} />
              </Show>
            }
          >
            <div
              class="queue-rows"
              role="list"
              aria-label={t(`desk.view.${props.filters.view ?? "new"}`)}
              style={{ height: `${virtualizer.getTotalSize()}px` }}
            >
              <For each={virtualizer.getVirtualItems()}>
                {(item) => (
                  <Show when={rows()[item.index]}>
                    {(row) => (
                      <div class="queue-place" style={{ transform: `translateY(${item.start}px)` }} role="presentation">
                        <QueueRowView
                          row={row()}
                          href={props.hrefOf(row().id)}
                          index={item.index}
                          total={props.queue.hasMore() ? -1 : rows().length}
                          isCurrent={row().id === aim.shown()}
                          isMarked={props.marked.has(row().id)}
                          isMarking={props.marked.size > 0}
                          onMark={() => toggle(row().id)}
                          onReach={() => prefetchReport(row().id)}
                        />
                      </div>
                    )}
                  </Show>
                )}
              </For>
            </div>
          </Show>
        </Show>
      </div>
      <Show when={props.marked.size > 0}>
        <BulkBar
          targets={targets()}
          of={props.matching?.of}
          onDone={(ids, hasEnded) => props.onActed(ids, hasEnded)}
          onClear={() => props.onMark(new Set<string>())}
        />
      </Show>
    </section>
  );
}
