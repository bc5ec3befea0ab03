// Cases: the list beside the one that is open.
import { useNavigate, useParams, useSearchParams } from "@solidjs/router";
import { createEffect, createSignal, For, type JSX, on, onCleanup, onMount, Show } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import type { CaseRowView, Page } from "../../../backend/reporting/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { SeverityBar } from "../../parts/severity/severity.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { apiGet } from "../../platform/api.ts";
import { formatAge, formatInstant } from "../../platform/format.ts";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { useWords } from "../../platform/words.ts";
import { now } from "../../shell/data/clock.ts";
import { defangText } from "../data/defang.ts";
import { onChange } from "../../shell/data/live.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { rsitWords } from "../queue/queue-row.tsx";
import { offerActs } from "../../shell/keys.ts";
import "../queue/queue.css";
import { CasePane } from "./case-pane.tsx";

export function CasesRoom(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id?: string }>();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams<{ status?: string; mine?: string; text?: string }>();
  const [store, setStore] = createStore<{ rows: CaseRowView[]; next: string | null; isReady: boolean }>({
    rows: [],
    next: null,
    isReady: false,
  });
  const [problem, setProblem] = createSignal<string>();
  let asked = 0;
  const filters = () => ({ status: search.status, mine: search.mine, text: search.text });
  const load = async (cursor?: string): Promise<void> => {
    const mine = ++asked;
    try {
      const page = await apiGet<Page<CaseRowView>>("/api/v1/desk/cases", { ...filters(), cursor });
      if (mine !== asked) return;
      if (cursor === undefined) setStore("rows", reconcile(page.rows));
      else setStore("rows", (rows) => [...rows, ...page.rows]);
      setStore({ next: page.next, isReady: true });
      setProblem(undefined);
    } catch (error) {
      if (mine === asked) setProblem(describeProblem(error));
    }
  };
  createEffect(
    on(
      () => JSON.stringify(filters()),
      () => void load(),
    ),
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void load();
    }, 300);
  };
  onMount(() => onCleanup(onChange((event) => event.object === "case" && soon())));
  onCleanup(() => clearTimeout(timer));
  const query = () => {
    const text = new URLSearchParams(
      Object.entries(search).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
    );
    return text.size > 0 ? `?${text}` : "";
  };
  const move = (step: number): void => {
    const at = store.rows.findIndex((row) => row.id === params.id);
    const row = store.rows[Math.min(store.rows.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
    if (!row) return;
    navigate(`/cases/${row.id}${query()}`, { replace: params.id !== undefined });
    requestAnimationFrame(() => document.getElementById(`row-${row.id}`)?.focus({ preventScroll: false }));
  };
  const group = () => t("desk.keys.cases");
  offerActs(() => [
    {
      id: "next",
      label: () => t("desk.keys.next_case"),
      group,
      keys: ["KeyJ", "ArrowDown"],
      run: () => move(1),
      isMove: true,
    },
    {
      id: "previous",
      label: () => t("desk.keys.previous_case"),
      group,
      keys: ["KeyK", "ArrowUp"],
      run: () => move(-1),
      isMove: true,
    },
  ]);
  return (
    <main class="split" data-open={params.id ? "" : undefined}>
      <section class="queue" aria-label={t("desk.nav.cases")}>
        <Show when={!params.id}>
          <h1 class="for-ears">{t("desk.nav.cases")}</h1>
        </Show>
        <div class="queue-bar">
          <TextField
            isLabelHidden
            label={t("desk.cases.find")}
            placeholder={t("desk.cases.find")}
            value={search.text ?? ""}
            onInput={(event) => setSearch({ text: event.currentTarget.value || undefined }, { replace: true })}
          />
          <ExportMenu list="cases" query={{ status: search.status, mine: search.mine, text: search.text }} />
        </div>
        <Show when={problem()}>
          <Notice tone="problem" isAlert>
            <span>{problem()}</span>
            <Button isSmall onClick={() => void load()}>
              {t("desk.error.again")}
            </Button>
          </Notice>
        </Show>
        <div class="queue-scroll">
          <Show
            when={store.isReady}
            fallback={<Show when={!problem()}>{<Skeleton lines={8} isRows words={t("desk.loading")} />}</Show>}
          >
            <div role="list" aria-label={t("desk.nav.cases")}>
              <For each={store.rows} fallback={<Empty title={t("desk.cases.none")} text={t("desk.cases.none_hint")} />}>
                {(row) => (
                  <div class="queue-row" role="listitem" data-current={row.id === params.id ? "" : undefined}>
                    <SeverityBar of={row.severity} />
                    <a
                      class="queue-link"
                      data-row
                      id={`row-${row.id}`}
                      href={`/desk/cases/${row.id}${query()}`}
                      aria-current={row.id === params.id ? "true" : undefined}
                    >
                      <span class="queue-title" dir="auto">
                        {defangText(row.title)}
                      </span>
                      <span class="queue-facts">
                        {[
                          row.reference,
                          rsitWords(t, row.rsitClass, null),
                          t("desk.join.reports", { count: row.reports }),
                          row.owner?.name ?? t("desk.case.no_owner"),
                        ].join(" · ")}
                      </span>
                    </a>
                    <div class="queue-clock">
                      <time class="figures" dateTime={row.openedAt} title={formatInstant(row.openedAt)}>
                        {formatAge(now() - new Date(row.openedAt).getTime(), {
                          minute: t("desk.unit.minute"),
                          hour: t("desk.unit.hour"),
                          day: t("desk.unit.day"),
                        })}
                      </time>
                      <span>{t(`desk.case.status.${row.status}`)}</span>
                    </div>
                  </div>
                )}
              </For>
              <Show when={store.next}>
                {(next) => (
                  <Button look="quiet" onClick={() => void load(next())}>
                    {t("desk.more_rows")}
                  </Button>
                )}
              </Show>
            </div>
          </Show>
        </div>
      </section>
      <section class="split-detail" aria-label={t("desk.case.title")}>
        <Show when={params.id} keyed fallback={<Empty title={t("desk.cases.choose")} />}>
          {(id) => <CasePane id={id} back={`/cases${query()}`} />}
        </Show>
      </section>
    </main>
  );
}
