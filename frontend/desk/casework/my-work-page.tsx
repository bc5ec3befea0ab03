// One's own work over all cases: tasks by their due time, improvements, and the cases that one follows.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import type { MyWork } from "../../../backend/cases/work/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { SeverityTag } from "../../parts/severity/severity.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { Said } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { onChange } from "../../shell/data/live.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { Due } from "../case/work/tasks-panel.tsx";
import { defangText } from "../data/defang.ts";
import "../case/work/casework.css";

export function MyWorkPage(): JSX.Element {
  const t = useWords();
  const [work, setWork] = createSignal<MyWork>();
  const [problem, setProblem] = createSignal("");
  let isHere = true;
  const load = async (): Promise<void> => {
    try {
      const found = await apiGet<MyWork>("/api/v1/desk/my-work");
      if (!isHere) return;
      setWork(found);
      setProblem("");
    } catch (error) {
      if (isHere) setProblem(describeProblem(error));
    }
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  onMount(() => {
    void load();
    onCleanup(
      onChange((event) => {
        if (event.object === "case") timer ??= setTimeout(() => ((timer = undefined), void load()), 500);
      }),
    );
  });
  onCleanup(() => {
    isHere = false;
    clearTimeout(timer);
  });
  const CaseLine = (line: { of: MyWork["tasks"][number]["case"]; tab?: string }) => (
    <>
      <A href={`/cases/${line.of.id}${line.tab ? `?tab=${line.tab}` : ""}`}>{line.of.reference}</A>{" "}
      <SeverityTag of={line.of.severity} /> <span dir="auto">{defangText(line.of.title)}</span>
    </>
  );
  return (
    <PageFrame
      title={t("casework.mine.title")}
      text={t("casework.mine.text")}
      state={problem() !== "" ? "failed" : work() ? "ready" : "loading"}
      problem={problem()}
      hasMore={false}
      onMore={() => undefined}
      onAgain={() => void load()}
    >
      <Show when={work()}>
        {(mine) => (
          <div class="work-panels">
            <Card title={t("casework.mine.tasks")} count={mine().tasks.length}>
              <ul class="work-list">
                <For each={mine().tasks} fallback={<li class="quiet-text">{t("casework.mine.no_tasks")}</li>}>
                  {(task) => (
                    <li class="work-row">
                      <div class="work-row-main">
                        <p>
                          <b dir="auto">{task.title}</b> <Tag>{t(`casework.tasks.state.${task.state}`)}</Tag>
                        </p>
                        <p class="small-text">
                          <CaseLine of={task.case} tab="tasks" />
                        </p>
                        <p class="small-text quiet-text">
                          {[
                            task.isBlocked ? t("casework.mine.blocked") : "",
                            task.items > 0
                              ? t("casework.tasks.items", { done: task.itemsDone, total: task.items })
                              : "",
                          ]
                            .filter((part) => part !== "")
                            .join(" · ")}
                          <Show when={task.dueAt}>{(due) => <Due at={due()} isEnded={false} />}</Show>
                        </p>
                      </div>
                    </li>
                  )}
                </For>
              </ul>
            </Card>
            <Card title={t("casework.mine.improvements")} count={mine().improvements.length}>
              <ul class="work-list">
                <For
                  each={mine().improvements}
                  fallback={<li class="quiet-text">{t("casework.mine.no_improvements")}</li>}
                >
                  {(one) => (
                    <li class="work-row">
                      <div class="work-row-main">
                        <p>
                          <b dir="auto">{one.title}</b>
                          <Due at={one.dueAt} isEnded={false} />
                        </p>
                        <p class="small-text">
                          <Show when={one.case} keyed>
                            {(of) => <CaseLine of={of} tab="after" />}
                          </Show>
                          <Show when={one.exercise} keyed>
                            {(of) => (
                              <A href={`/exercises/${of.id}`} dir="auto">
                                {of.title}
                              </A>
                            )}
                          </Show>
                        </p>
                      </div>
                    </li>
                  )}
                </For>
              </ul>
            </Card>
            <Card title={t("casework.mine.cases")} count={mine().cases.length}>
              <ul class="work-list">
                <For each={mine().cases} fallback={<li class="quiet-text">{t("casework.mine.no_cases")}</li>}>
                  {(one) => (
                    <li class="work-row">
                      <div class="work-row-main">
                        <p>
                          <CaseLine of={one} />
                        </p>
                        <p class="small-text quiet-text">
                          {t(`casework.team.${one.part}`)} · {t(`desk.case.status.${one.status}`)} ·{" "}
                          <Said>{(moment) => t("casework.mine.changed", { time: moment(one.changedAt) })}</Said>
                        </p>
                      </div>
                    </li>
                  )}
                </For>
              </ul>
            </Card>
          </div>
        )}
      </Show>
    </PageFrame>
  );
}
