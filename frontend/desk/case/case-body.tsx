// Beneath a case's head: its parts as tabs, each with its number; the first is the overview.
import { useSearchParams } from "@solidjs/router";
import { For, type JSX, Match, Show, Switch } from "solid-js";
import type { CaseWork } from "../../../backend/cases/work/model.ts";
import type { CasePage } from "../../../backend/reporting/model.ts";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { hasWords, loadRoom, useWords } from "../../platform/words.ts";
import { PlaybooksCard } from "../playbooks/playbooks-card.tsx";
import { SideColumn } from "../report/side-column.tsx";
import { ClockCard } from "../service/clock-card.tsx";
import { CaseAudienceCard, CaseFindingsCard, CaseReportsCard, CaseValuesCard } from "./case-cards.tsx";
import { GraphPanel } from "./graph/graph-panel.tsx";
import { LinksCards } from "./merge/links-cards.tsx";
import { NotesCard } from "./notes-card.tsx";
import { TimelineCard } from "./timeline-card.tsx";
import { AfterPanel } from "./work/after-panel.tsx";
import { AssetsPanel } from "./work/assets-panel.tsx";
import type { Work } from "./work/create-work.ts";
import { FieldsCard } from "./work/fields-card.tsx";
import { IncidentPanel } from "./work/incident-panel.tsx";
import { MeasuresPanel } from "./work/measures-panel.tsx";
import { LinkedCasesCard, TeamCard } from "./work/side-cards.tsx";
import { TasksPanel } from "./work/tasks-panel.tsx";
import "./work/casework.css";

const tabs = ["overview", "tasks", "timeline", "assets", "measures", "graph", "after"] as const;
type Tab = (typeof tabs)[number];

/** What waits in a tab. */
function countOf(of: CaseWork, tab: Tab): number | undefined {
  switch (tab) {
    case "tasks":
      return of.tasks.filter(({ endedAt }) => endedAt === null).length;
    case "timeline":
      return of.events.length;
    case "assets":
      return of.assets.length;
    case "measures":
      return of.measures.filter(({ state }) => state !== "lifted" && state !== "refused").length;
    case "after":
      return of.improvements.filter(({ state }) => state === "open").length;
    case "overview":
    case "graph":
      return undefined;
  }
}

export function CaseBody(props: {
  page: CasePage;
  work: Work;
  onLeave: (reportId: string) => void;
  onChanged: () => void;
}): JSX.Element {
  const t = useWords();
  void loadRoom("casework");
  const [search] = useSearchParams<Record<string, string>>();
  const current = (): Tab => tabs.find((tab) => tab === search["tab"]) ?? "overview";
  const query = (tab: Tab): string => {
    const text = new URLSearchParams(
      Object.entries(search).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
    );
    if (tab === "overview") text.delete("tab");
    else text.set("tab", tab);
    return text.size > 0 ? `?${text}` : "";
  };
  const work = () => props.work.work();
  return (
    <Show when={hasWords("casework.tabs")} fallback={<Skeleton lines={9} words={t("desk.loading")} />}>
      <nav class="case-tabs" aria-label={t("casework.tabs")}>
        <For each={tabs}>
          {(tab) => (
            <a href={`/desk/cases/${props.page.id}${query(tab)}`} aria-current={current() === tab ? "page" : undefined}>
              {t(`casework.tab.${tab}`)}
              <Show when={(work() && countOf(work() as CaseWork, tab)) || undefined}>
                {(count) => <span class="figures"> {count()}</span>}
              </Show>
            </a>
          )}
        </For>
      </nav>
      <Show when={props.work.problem()}>
        <Notice tone="problem" isAlert>
          {props.work.problem()}
        </Notice>
      </Show>
      <Show
        when={current() !== "overview"}
        fallback={
          <div class="report-columns">
            <div class="report-main">
              <CaseReportsCard page={props.page} onLeave={(id) => props.onLeave(id)} />
              <NotesCard page={props.page} work={props.work} onAdded={() => props.onChanged()} />
              <TimelineCard page={props.page} />
            </div>
            <SideColumn group={t("desk.keys.case")}>
              <ClockCard subject="case" id={props.page.id} stamp={`${props.page.version}${props.page.status}`} />
              <Show when={work()}>
                {(of) => (
                  <>
                    <TeamCard of={of()} work={props.work} />
                    <FieldsCard of={of()} work={props.work} />
                    <LinkedCasesCard of={of()} work={props.work} />
                  </>
                )}
              </Show>
              <CaseAudienceCard page={props.page} onChanged={() => props.onChanged()} />
              <LinksCards page={props.page} onChanged={() => props.onChanged()} />
              <CaseFindingsCard page={props.page} />
              <CaseValuesCard page={props.page} />
            </SideColumn>
          </div>
        }
      >
        <Show when={work()} fallback={<Skeleton lines={6} words={t("casework.loading")} />}>
          {(of) => (
            <Switch>
              <Match when={current() === "tasks"}>
                <div class="work-panels">
                  <TasksPanel of={of()} work={props.work} />
                  <PlaybooksCard
                    caseId={props.page.id}
                    mayChange={of().can.change && of().isOpen}
                    stamp={of()
                      .tasks.map(({ id, version }) => `${id}${version}`)
                      .join()}
                    onChanged={() => void props.work.reload()}
                  />
                </div>
              </Match>
              <Match when={current() === "timeline"}>
                <IncidentPanel of={of()} work={props.work} reference={props.page.reference} />
              </Match>
              <Match when={current() === "assets"}>
                <AssetsPanel of={of()} work={props.work} />
              </Match>
              <Match when={current() === "measures"}>
                <MeasuresPanel of={of()} work={props.work} />
              </Match>
              <Match when={current() === "graph"}>
                <GraphPanel
                  caseId={props.page.id}
                  stamp={`${props.page.version} ${of().assets.length} ${of().links.length} ${props.page.reports.length}`}
                />
              </Match>
              <Match when={current() === "after"}>
                <AfterPanel of={of()} work={props.work} />
              </Match>
            </Switch>
          )}
        </Show>
      </Show>
    </Show>
  );
}
