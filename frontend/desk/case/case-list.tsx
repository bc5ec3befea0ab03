// The list of cases: virtualised rows, the pill of new ones, moving by keys, marking several and acting on them at once; equal to the queue.
import { createVirtualizer } from "@tanstack/solid-virtual";
import { createEffect, createMemo, For, type JSX, Show } from "solid-js";
import type { CaseRowView } from "../../../backend/reporting/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { useWords } from "../../platform/words.ts";
import { offerActs } from "../../shell/keys.ts";
import type { LiveList } from "../queue/queue-store.ts";
import { createAim, isRowSeen } from "../lists/create-aim.ts";
import { LiveSwitch } from "../lists/live-switch.tsx";
import { SortMenu } from "../queue/sort-menu.tsx";
import { CaseBulk, type CaseTarget } from "./case-bulk.tsx";
import { CaseFilterBar, type CaseFilters } from "./case-filters.tsx";
import { CaseRow } from "./case-row.tsx";

export interface CaseListProps {
  list: LiveList<CaseRowView>;
  filters: CaseFilters;
  current: string | undefined;
  marked: ReadonlySet<string>;
  /** What was marked without being loaded: all that match, and of how many where more do. */
  matching: { targets: ReadonlyMap<string, CaseTarget>; of?: string | undefined } | undefined;
  hrefOf: (id: string) => string;
  onMark: (marked: ReadonlySet<string>) => void;
  onMarkAll: () => void;
  onFilter: (change: Partial<Record<keyof CaseFilters, string | undefined>>) => void;
  onOpen: (id: string) => void;
  onActed: () => void;
}

const rowHeight = 57;

export function CaseList(props: CaseListProps): JSX.Element {
  const t = useWords();
  let scroller: HTMLDivElement | undefined;
  // oxlint-disable-next-line solid/reactivity -- asked when a key is pressed
  const aim = createAim(
    () => props.current,
    (id) => props.onOpen(id),
  );
  const rows = () => props.list.rows;
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
    if (last && last.index >= rows().length - 10) void props.list.loadMore();
  });
  const move = (step: number, isMarking = false): void => {
    const from = at();
    const to = Math.min(rows().length - 1, Math.max(0, from < 0 ? 0 : from + step));
    const row = rows()[to];
    const left = rows()[from];
    if (!row) return;
    if (isMarking) props.onMark(new Set([...props.marked, ...(left ? [left.id] : []), row.id]));
    if (!isRowSeen(to, rowHeight, virtualizer)) virtualizer.scrollToIndex(to);
    if (window.matchMedia("(max-width: 899px)").matches) aim.moveTo(row.id);
    else aim.at(row.id);
    requestAnimationFrame(() => document.getElementById(`row-${row.id}`)?.focus({ preventScroll: true }));
  };
  const toggle = (id: string): void => {
    const next = new Set(props.marked);
    if (!next.delete(id)) next.add(id);
    props.onMark(next);
  };
  const reload = (): void => {
    scroller?.scrollTo({ top: 0 });
    void props.list.load();
  };
  const targets = createMemo((): CaseTarget[] => {
    const loaded = new Map<string, CaseTarget>(rows().map((row) => [row.id, row]));
    return [...props.marked].flatMap((id) => loaded.get(id) ?? props.matching?.targets.get(id) ?? []);
  });
  const group = () => t("desk.keys.cases");
  const step = (id: string, label: string, keys: string[], run: () => void) => ({
    id,
    label: () => t(label),
    group,
    keys,
    isMove: true,
    run,
  });
  const here = () => rows()[at()];
  offerActs(() => [
    { ...step("next", "desk.keys.next_case", ["KeyJ", "ArrowDown"], () => move(1)), isStep: true },
    { ...step("previous", "desk.keys.previous_case", ["KeyK", "ArrowUp"], () => move(-1)), isStep: true },
    { ...step("mark-down", "desk.keys.mark_on", ["shift+KeyJ", "shift+ArrowDown"], () => move(1, true)), isStep: true },
    { ...step("mark-up", "desk.keys.mark_back", ["shift+KeyK", "shift+ArrowUp"], () => move(-1, true)), isStep: true },
    {
      ...step("open", "desk.keys.open", ["Enter", "KeyO"], () => {
        const row = here();
        if (!row) return;
        aim.open(row.id);
        requestAnimationFrame(() => document.getElementById("case-title")?.focus());
      }),
      isOn: () => here() !== undefined,
    },
    {
      ...step("mark", "desk.keys.mark", ["KeyX"], () => {
        const row = here();
        if (row) toggle(row.id);
      }),
      isOn: () => here() !== undefined,
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
      ...step("unmark", "desk.keys.unmark", ["Escape"], () => props.onMark(new Set<string>())),
      isOn: () => props.marked.size > 0,
    },
    { id: "reload", label: () => t("desk.keys.reload"), group, keys: ["Period"], run: () => reload() },
  ]);
  return (
    <section class="queue" aria-label={t("desk.nav.cases")}>
      <Show when={props.current === undefined}>
        <h1 class="for-ears">{t("desk.nav.cases")}</h1>
      </Show>
      <div class="queue-bar">
        <CaseFilterBar filters={props.filters} onChange={(change) => props.onFilter(change)} />
      </div>
      <div class="queue-order">
        <SortMenu sort={props.filters.sort} onSort={(sort) => props.onFilter({ sort })} />
        <LiveSwitch />
        <div role="status" aria-live="polite">
          <Show when={props.list.fresh().length > 0}>
            <button type="button" class="pill" onClick={() => reload()}>
              {t("views.cases.fresh", { count: props.list.fresh().length })}
            </button>
          </Show>
        </div>
      </div>
      <Show when={props.list.state() === "failed"}>
        <Notice tone="problem" isAlert>
          <span>{props.list.problem()}</span>
          <Button isSmall onClick={() => void props.list.load()}>
            {t("desk.error.again")}
          </Button>
        </Notice>
      </Show>
      <div class="queue-scroll" ref={(element) => (scroller = element)} tabindex="-1">
        <Show
          when={props.list.state() !== "loading"}
          fallback={<Skeleton lines={8} isRows words={t("desk.loading")} />}
        >
          <Show
            when={rows().length > 0}
            fallback={
              <Show when={props.list.state() === "ready"}>
                <Empty title={t("desk.cases.none")} text={t("desk.cases.none_hint")} />
              </Show>
            }
          >
            <div
              class="queue-rows"
              role="list"
              aria-label={t("desk.nav.cases")}
              style={{ height: `${virtualizer.getTotalSize()}px` }}
            >
              <For each={virtualizer.getVirtualItems()}>
                {(item) => (
                  <Show when={rows()[item.index]}>
                    {(row) => (
                      <div class="queue-place" style={{ transform: `translateY(${item.start}px)` }} role="presentation">
                        <CaseRow
                          row={row()}
                          href={props.hrefOf(row().id)}
                          index={item.index}
                          total={props.list.hasMore() ? -1 : rows().length}
                          isCurrent={row().id === aim.shown()}
                          isMarked={props.marked.has(row().id)}
                          isMarking={props.marked.size > 0}
                          onMark={() => toggle(row().id)}
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
        <CaseBulk
          targets={targets()}
          of={props.matching?.of}
          onDone={() => props.onActed()}
          onClear={() => props.onMark(new Set<string>())}
        />
      </Show>
    </section>
  );
}
