// A list of the office: its rows as a table on wide screens, filters above, the ways out beside.
import { For, type JSX, Show } from "solid-js";
import { Empty } from "../../parts/empty/empty.tsx";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import type { ReadPage } from "../../shell/authority/read-page.ts";
import "../../shell/authority/authority.css";

export interface ListColumn<Row> {
  title: string;
  show: (row: Row) => JSX.Element;
}

export function OfficeList<Row>(props: {
  title: string;
  text?: string;
  read: ReadPage<{ rows: Row[] }>;
  columns: readonly ListColumn<Row>[];
  /** "/api/v1/office/matters/export" */
  exportPath?: string;
  above?: JSX.Element;
}): JSX.Element {
  const t = useWords();
  const address = (format: string): string => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return `${props.exportPath ?? ""}?${new URLSearchParams({ format, language: currentLanguage(), zone })}`;
  };
  const state = () => (props.read.problem() !== undefined ? "failed" : props.read.page() ? "ready" : "loading");
  const rows = () => props.read.page()?.rows ?? [];
  return (
    <PageFrame
      title={props.title}
      {...(props.text === undefined ? {} : { text: props.text })}
      state={state()}
      problem={props.read.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={() => void props.read.reload()}
      filters={props.above}
    >
      <Show
        when={rows().length > 0}
        fallback={<Empty title={t("inspections.none")} text={t("desk.queue.empty_hint")} />}
      >
        <div class="table-scroll" role="region" aria-label={props.title} tabindex={0}>
          <table class="table">
            <thead>
              <tr>
                <For each={props.columns}>{(column) => <th scope="col">{column.title}</th>}</For>
              </tr>
            </thead>
            <tbody>
              <For each={rows()}>
                {(row) => (
                  <tr>
                    <For each={props.columns}>{(column) => <td>{column.show(row)}</td>}</For>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
        <Show when={props.exportPath}>
          <p class="authority-acts">
            <a href={address("csv")} rel="external" target="_self" download="">
              {t("inspections.export")}
            </a>
            <a href={address("xlsx")} rel="external" target="_self" download="">
              {t("inspections.export_xlsx")}
            </a>
          </p>
        </Show>
      </Show>
    </PageFrame>
  );
}
