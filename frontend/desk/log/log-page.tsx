// The log: how it stands, alarms, and every act by who, what, on what and when, each with its proof.
import { useSearchParams } from "@solidjs/router";
import { type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { LogStateView } from "../../../backend/reporting/log/model.ts";
import type { LogRow } from "../../../backend/reporting/model.ts";
import { Empty } from "../../parts/empty/empty.tsx";
import { apiGet } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createPages } from "../../shell/lists/create-pages.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { AlarmsCard } from "./alarms-card.tsx";
import "./log.css";
import { LogSearch, type SearchedLog, toQuery } from "./log-search.tsx";
import { LogTable } from "./log-table.tsx";
import { ShreddingCard } from "./shredding-card.tsx";
import { StateCard } from "./state-card.tsx";

export function LogPage(): JSX.Element {
  const t = useWords();
  const [search, setSearch] = useSearchParams<SearchedLog>();
  const list = createPages<LogRow>("/api/v1/desk/log", () => toQuery(search));
  const [state] = createResource(async () => await apiGet<LogStateView>("/api/v1/desk/log/state"));
  return (
    <PageFrame
      title={t("desk.go.log")}
      text={t("desk.log.text")}
      state={list.state()}
      problem={list.problem()}
      hasMore={list.hasMore()}
      onMore={list.more}
      onAgain={list.again}
      filters={
        <>
          <Show when={state.state === "ready" && state()}>
            {(known) => (
              <div class="log-cards">
                <StateCard state={known()} />
                <div class="log-column">
                  <AlarmsCard mayClose={known().can.closeAlarm} />
                  <ShreddingCard mayAsk={known().can.askShredding} />
                </div>
              </div>
            )}
          </Show>
          <LogSearch search={search} onChange={setSearch} />
        </>
      }
    >
      <Show
        when={list.rows().length > 0}
        fallback={<Empty title={t("desk.log.none")} text={t("desk.queue.empty_hint")} />}
      >
        <LogTable rows={list.rows()} onWho={(actor) => setSearch({ actor })} />
      </Show>
    </PageFrame>
  );
}
