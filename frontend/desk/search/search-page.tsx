// Everything that holds what was typed, by kind, each with why it was found; the way on to the whole list.
import { A, useSearchParams } from "@solidjs/router";
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import { mostFound, type SearchView, type Why } from "../../../backend/reporting/search/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { SeverityBar } from "../../parts/severity/severity.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { defangText, defangUnknown } from "../data/defang.ts";
import { sayCount } from "../views/views-store.ts";
import "./search.css";

export function SearchPage(): JSX.Element {
  const t = useWords();
  const [params] = useSearchParams<{ text?: string }>();
  const [view, setView] = createSignal<SearchView>();
  const [problem, setProblem] = createSignal<string>();
  const text = () => (params.text ?? "").trim();
  let asked = 0;
  const load = async (): Promise<void> => {
    const mine = ++asked;
    setProblem(undefined);
    if (text().length < 2) {
      setView(undefined);
      return;
    }
    try {
      const found = await apiGet<SearchView>("/api/v1/desk/search", { text: text() });
      if (mine === asked) setView(found);
    } catch (error) {
      if (mine === asked) setProblem(describeProblem(error));
    }
  };
  createEffect(on(text, () => void load()));
  const isEmpty = (found: SearchView): boolean =>
    [found.reports, found.cases, found.constituents, found.values].every((group) => group.count === 0);
  return (
    <main class="page search-page">
      <h1>{text() === "" ? t("views.search.title") : t("views.search.for", { text: text() })}</h1>
      <p class="quiet-text">{t("views.search.hint")}</p>
      <Show when={problem()}>
        <Notice tone="problem" isAlert>
          <span>{problem()}</span>
          <Button isSmall onClick={() => void load()}>
            {t("desk.error.again")}
          </Button>
        </Notice>
      </Show>
      <Show
        when={view()}
        fallback={
          <Show when={text().length >= 2 && !problem()}>{<Skeleton lines={8} words={t("desk.loading")} />}</Show>
        }
      >
        {(found) => (
          <Show
            when={!isEmpty(found())}
            fallback={
              <Empty title={t("views.search.none", { text: found().text })} text={t("views.search.none_hint")} />
            }
          >
            <Group
              name="reports"
              group={found().reports}
              all={`/reports?${new URLSearchParams({ view: "all", text: found().text })}`}
            >
              <For each={found().reports.rows}>
                {(row) => (
                  <li class="search-hit">
                    <SeverityBar of={row.severity} />
                    <div>
                      <A href={`/reports/${row.id}?view=all`} class="search-title">
                        <span lang={row.language} dir="auto">
                          {defangText(row.title)}
                        </span>
                      </A>
                      <p class="small-text quiet-text">
                        {[row.reference, t(`common.status.${row.status}`), formatInstant(row.receivedAt)].join(" · ")}
                      </p>
                      <Reason why={row.why} />
                    </div>
                  </li>
                )}
              </For>
            </Group>
            <Group
              name="cases"
              group={found().cases}
              all={`/cases?${new URLSearchParams({ status: "all", text: found().text })}`}
            >
              <For each={found().cases.rows}>
                {(row) => (
                  <li class="search-hit">
                    <SeverityBar of={row.severity} />
                    <div>
                      <A href={`/cases/${row.id}`} class="search-title" dir="auto">
                        {defangText(row.title)}
                      </A>
                      <p class="small-text quiet-text">
                        {[row.reference, t(`desk.case.status.${row.status}`), formatInstant(row.openedAt)].join(" · ")}
                      </p>
                      <Reason why={row.why} />
                    </div>
                  </li>
                )}
              </For>
            </Group>
            <Group name="constituents" group={found().constituents}>
              <For each={found().constituents.rows}>
                {(row) => (
                  <li class="search-hit">
                    <span />
                    <div>
                      <A href={`/directory/${row.id}`} class="search-title" dir="auto">
                        {row.title}
                      </A>
                      <Reason why={row.why} />
                    </div>
                  </li>
                )}
              </For>
            </Group>
            <Group name="values" group={found().values}>
              <For each={found().values.rows}>
                {(row) => (
                  <li class="search-hit">
                    <span />
                    <div>
                      <A
                        href={`/reports?${new URLSearchParams({ view: "all", text: row.value })}`}
                        class="search-title search-value"
                      >
                        {defangUnknown(row.value)}
                      </A>
                      <p class="small-text quiet-text">
                        {[t(`views.search.how.${row.how}`), t("views.search.in_reports", { count: row.reports })].join(
                          " · ",
                        )}
                      </p>
                    </div>
                  </li>
                )}
              </For>
            </Group>
          </Show>
        )}
      </Show>
    </main>
  );
}

function Group(props: {
  name: "reports" | "cases" | "constituents" | "values";
  group: { count: number; isAlike: boolean };
  all?: string;
  children: JSX.Element;
}): JSX.Element {
  const t = useWords();
  return (
    <Show when={props.group.count > 0}>
      <section class="search-group" aria-label={t(`views.search.${props.name}`)}>
        <h2>
          {t(`views.search.${props.name}`)} <span class="figures">{sayCount(props.group.count, mostFound)}</span>
        </h2>
        <Show when={props.group.isAlike}>
          <p class="quiet-text">{t("views.search.alike")}</p>
        </Show>
        <ul>{props.children}</ul>
        <Show when={!props.group.isAlike && props.all}>
          {(href) => <A href={href()}>{t("views.search.as_list")}</A>}
        </Show>
      </section>
    </Show>
  );
}

/** Why it was found, the hit marked. Addresses are shown so that nobody can follow them by mistake. */
function Reason(props: { why: Why }): JSX.Element {
  const t = useWords();
  const part = (from: number, to?: number) => defangText(props.why.text.slice(from, to));
  return (
    <p class="search-why">
      <Tag>{t(`views.search.why.${props.why.in}`)}</Tag>{" "}
      <span dir="auto">
        {part(0, props.why.start)}
        <mark>{part(props.why.start, props.why.end)}</mark>
        {part(props.why.end)}
      </span>
    </p>
  );
}
