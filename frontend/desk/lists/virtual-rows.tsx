// The rows of a long list: only those in sight are drawn; while it loads, when it failed and when nothing is in it, it says so.
import { createVirtualizer } from "@tanstack/solid-virtual";
import { createEffect, For, type JSX, Show } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { useWords } from "../../platform/words.ts";
import { isRowSeen } from "./create-aim.ts";
import "../queue/queue.css";

/** Moves what is in sight; a row that is seen already moves nothing. */
export interface Scroll {
  toRow: (index: number) => void;
  toTop: () => void;
}

const rowHeight = 57;
/** So many rows before the last the next page is asked for. */
const rowsAhead = 10;

export function VirtualRows<Row extends { id: string }>(props: {
  rows: readonly Row[];
  state: "loading" | "ready" | "failed";
  problem: string;
  label: string;
  empty: { title: string; text: string };
  onScroll: (scroll: Scroll) => void;
  onAgain: () => void;
  /** The last rows came into sight; asked again with each that follows. */
  onNearEnd: () => void;
  children: (row: () => Row, index: () => number) => JSX.Element;
}): JSX.Element {
  const t = useWords();
  let scroller: HTMLDivElement | undefined;
  const virtualizer = createVirtualizer({
    get count() {
      return props.rows.length;
    },
    getScrollElement: () => scroller ?? null,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  createEffect(() => {
    const last = virtualizer.getVirtualItems().at(-1);
    if (last && last.index >= props.rows.length - rowsAhead) props.onNearEnd();
  });
  props.onScroll({
    toRow: (index) => {
      if (!isRowSeen(index, rowHeight, virtualizer)) virtualizer.scrollToIndex(index);
    },
    toTop: () => scroller?.scrollTo({ top: 0 }),
  });
  return (
    <>
      <Show when={props.state === "failed"}>
        <Notice tone="problem" isAlert>
          <span>{props.problem}</span>
          <Button isSmall onClick={() => props.onAgain()}>
            {t("desk.error.again")}
          </Button>
        </Notice>
      </Show>
      <div class="queue-scroll" ref={(element) => (scroller = element)} tabindex="-1">
        <Show when={props.state !== "loading"} fallback={<Skeleton lines={8} isRows words={t("desk.loading")} />}>
          <Show
            when={props.rows.length > 0}
            fallback={
              <Show when={props.state === "ready"}>
                <Empty title={props.empty.title} text={props.empty.text} />
              </Show>
            }
          >
            <div
              class="queue-rows"
              role="list"
              aria-label={props.label}
              style={{ height: `${virtualizer.getTotalSize()}px` }}
            >
              <For each={virtualizer.getVirtualItems()}>
                {(item) => (
                  <Show when={props.rows[item.index]}>
                    {(row) => (
                      <div class="queue-place" style={{ transform: `translateY(${item.start}px)` }} role="presentation">
                        {props.children(row, () => item.index)}
                      </div>
                    )}
                  </Show>
                )}
              </For>
            </div>
          </Show>
        </Show>
      </div>
    </>
  );
}
