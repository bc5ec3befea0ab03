// Cases: the list beside the one that is open.
import { useNavigate, useParams, useSearchParams } from "@solidjs/router";
import { createEffect, createMemo, createSignal, type JSX, on, onCleanup, onMount, Show } from "solid-js";
import type { CaseRowView } from "../../../backend/reporting/model.ts";
import type { MatchingCases } from "../../../backend/reporting/views/model.ts";
import { Empty } from "../../parts/empty/empty.tsx";
import { apiGet } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { loadDirectory } from "../data/directory.ts";
import { onChange } from "../../shell/data/live.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { createLiveList } from "../queue/queue-store.ts";
import "../queue/queue.css";
import { ResultsDialog } from "../report/results-dialog.tsx";
import { refreshCounts } from "../shell/counts.ts";
import { filtersOf, refreshViews, sayCount } from "../views/views-store.ts";
import type { CaseFilters } from "./case-filters.tsx";
import { CaseList, type CaseListProps } from "./case-list.tsx";
import { CasePane } from "./case-pane.tsx";

export function CasesRoom(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id?: string }>();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams<Record<keyof CaseFilters | "saved", string>>();
  const [marked, setMarked] = createSignal<ReadonlySet<string>>(new Set());
  const [matching, setMatching] = createSignal<CaseListProps["matching"]>();
  const filters = createMemo((): CaseFilters => filtersOf(search, "cases"), undefined, {
    equals: (one, other) => JSON.stringify(one) === JSON.stringify(other),
  });
  const list = createLiveList<CaseRowView>("/api/v1/desk/cases", () => ({ ...filters() }));
  createEffect(
    on(filters, () => {
      setMarked(new Set<string>());
      void list.load();
    }),
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refreshSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void list.refresh();
    }, 300);
  };
  onMount(() => {
    void loadDirectory();
    onCleanup(onChange((event) => event.object === "case" && refreshSoon()));
  });
  onCleanup(() => clearTimeout(timer));
  const query = () => {
    const text = new URLSearchParams(
      Object.entries(search).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
    );
    return text.size > 0 ? `?${text}` : "";
  };
  const hrefOf = (id: string): string => `/cases/${id}${query()}`;
  /** Marks what the filters hold, also what is not loaded; beyond the most that can be, says of how many. */
  const markAll = async (): Promise<void> => {
    const asked = filters();
    try {
      const all = await apiGet<MatchingCases>("/api/v1/desk/matching-cases", { ...asked });
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
  return (
    <main class="split" data-open={params.id ? "" : undefined}>
      <CaseList
        list={list}
        filters={filters()}
        current={params.id}
        marked={marked()}
        matching={matching()}
        hrefOf={hrefOf}
        onMark={(ids) => {
          // Whoever marks by hand has left "all of them".
          setMatching((all) => all && { targets: all.targets });
          setMarked(ids);
        }}
        onMarkAll={() => void markAll()}
        onFilter={(change) => setSearch(change, { replace: true })}
        onOpen={(id) => navigate(hrefOf(id), { replace: params.id !== undefined })}
        onActed={() => {
          setMarked(new Set<string>());
          refreshCounts(0);
          refreshViews();
          refreshSoon();
        }}
      />
      <section class="split-detail" aria-label={t("desk.case.title")}>
        <Show
          when={params.id}
          keyed
          fallback={<Empty title={t("desk.cases.choose")} text={t("desk.queue.choose_hint")} />}
        >
          {(id) => <CasePane id={id} back={`/cases${query()}`} />}
        </Show>
      </section>
      <ResultsDialog />
    </main>
  );
}
