// What the rooms of reports and of cases share: rows kept in place, filters in the address, what is marked, and what is open.
import { useNavigate, useParams, useSearchParams } from "@solidjs/router";
import { createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import type { Filters, ListName } from "../../../backend/reporting/views/model.ts";
import { apiGet } from "../../platform/api.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { refreshCounts } from "../shell/counts.ts";
import { filtersOf, refreshViews, sayCount } from "../views/views-store.ts";
import { createLiveList } from "./live-list.ts";

export type ListRoom<Row extends Target, Target extends { id: string; version: number }> = ReturnType<
  typeof createListRoom<Row, Target>
>;

/** What comes together is asked for together. */
const settleMs = 40;
/** However much happens, a list is not asked for more often. */
const betweenMs = 500;

export function createListRoom<Row extends Target, Target extends { id: string; version: number }>(room: {
  name: ListName;
  rowsPath: string;
  /** Tells all that match, also what is not loaded. */
  matchingPath: string;
  /** Filters that stand where the address names none. */
  usual: Filters;
}) {
  const params = useParams<{ id?: string }>();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams<Record<string, string>>();
  const [marked, setMarked] = createSignal<ReadonlySet<string>>(new Set());
  const [matching, setMatching] = createSignal<{ targets: ReadonlyMap<string, Target>; of?: string | undefined }>();
  const filters = createMemo((): Filters => ({ ...room.usual, ...filtersOf(search, room.name) }), undefined, {
    equals: (one, other) => JSON.stringify(one) === JSON.stringify(other),
  });
  const list = createLiveList<Row>(room.rowsPath, () => ({ ...filters() }));
  createEffect(
    on(filters, () => {
      setMarked(new Set<string>());
      void list.load();
    }),
  );

  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastAsked = Number.NEGATIVE_INFINITY;
  /** Many words of the stream make one question; the first is asked at once. */
  const refreshSoon = (): void => {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        lastAsked = performance.now();
        void list.refresh();
      },
      Math.max(settleMs, lastAsked + betweenMs - performance.now()),
    );
  };
  onCleanup(() => clearTimeout(timer));

  const query = (): string => {
    const text = new URLSearchParams(
      Object.entries(search).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
    );
    return text.size > 0 ? `?${text}` : "";
  };
  const hrefOf = (id: string): string => `/${room.name}/${id}${query()}`;
  /** The address of the list without an open one. */
  const back = (): string => `/${room.name}${query()}`;

  /** Whoever marks by hand has left "all of them". */
  const mark = (ids: ReadonlySet<string>): void => {
    setMatching((all) => all && { targets: all.targets });
    setMarked(ids);
  };
  /** Marks what the filters hold, also what is not loaded; beyond the most that can be, says of how many. */
  const markAll = async (): Promise<void> => {
    const asked = filters();
    try {
      const all = await apiGet<{ rows: Target[]; count: number }>(room.matchingPath, { ...asked });
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
  const targets = createMemo((): Target[] => {
    if (marked().size === 0) return [];
    // Hears of rows that come; which of them is marked is asked by its place.
    void list.rows.length;
    const loaded = (id: string): Target | undefined => list.rows[list.indexOf(id)];
    return [...marked()].flatMap((id) => newer(loaded(id), matching()?.targets.get(id)) ?? []);
  });

  return {
    list,
    filters,
    current: () => params.id,
    marked,
    mark,
    markAll,
    targets,
    /** How many match, where more do than could be marked. */
    of: () => matching()?.of,
    filter: (change: Readonly<Record<string, string | undefined>>) => setSearch(change, { replace: true }),
    hrefOf,
    back,
    open: (id: string) => navigate(hrefOf(id), { replace: params.id !== undefined }),
    refreshSoon,
    /** After an act on what was marked: nothing is, and the numbers are asked anew. */
    onActed: () => {
      setMarked(new Set<string>());
      refreshCounts(0);
      refreshViews();
      refreshSoon();
    },
  };
}

/** Of one thing known twice, as the later of both: a row waits for the stream after somebody's own act. */
function newer<Known extends { version: number }>(one: Known | undefined, other: Known | undefined): Known | undefined {
  return one && other ? (one.version < other.version ? other : one) : (one ?? other);
}
