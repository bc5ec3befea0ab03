// "Which duties bind us, and why": by kind, each with its article, its time in words and its reasons.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { type DutiesView, dutyGroups, type DutyView } from "../../../backend/compliance/duties/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { DutyRow } from "./duty-row.tsx";
import { HappenedDialog } from "./happened-dialog.tsx";
import { instant } from "../../shell/law/law-words.ts";
import { StatementCard } from "./statement-card.tsx";
import { WaitFor } from "../../shell/law/wait-for.tsx";

export function DutiesPage(): JSX.Element {
  const t = useWords();
  const [view, { refetch }] = createResource(
    currentLanguage,
    async (language) => await apiGet<DutiesView>("/api/v1/duties", { language }),
  );
  const [happened, setHappened] = createSignal<DutyView>();
  const withdraw = async (id: string): Promise<void> => {
    try {
      await apiPost(`/api/v1/duties/events/${id}/withdraw`);
      await refetch();
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <main class="page law-page">
      <WaitFor resource={view} onAgain={() => void refetch()}>
        {(known) => (
          <>
            <h1>{t("duties.title")}</h1>
            <p class="quiet-text">{t("duties.lead")}</p>
            <Show
              when={known().binding.length + known().notBinding.length > 0}
              fallback={<Empty title={t("duties.no_law")} text={t("duties.no_law.text")} />}
            >
              <For each={known().notices}>
                {(notice) => (
                  <Notice tone="mind">
                    <b>{notice.packTitle}.</b> {notice.text}
                  </Notice>
                )}
              </For>
              <StatementCard view={known()} onSaved={() => void refetch()} />
              <For each={dutyGroups}>
                {(group) => (
                  <Card
                    title={t(`duties.group.${group}`)}
                    count={known().binding.filter((duty) => duty.group === group).length}
                  >
                    <Show
                      when={known().binding.some((duty) => duty.group === group)}
                      fallback={<p class="quiet-text">{t("duties.group.empty")}</p>}
                    >
                      <ul class="law-rows">
                        <For each={known().binding.filter((duty) => duty.group === group)}>
                          {(duty) => (
                            <DutyRow
                              duty={duty}
                              now={known().now}
                              onHappened={known().mayChange ? setHappened : undefined}
                            />
                          )}
                        </For>
                      </ul>
                    </Show>
                  </Card>
                )}
              </For>
              <Show when={known().events.length > 0}>
                <Card title={t("duties.events")}>
                  <ul class="law-rows">
                    <For each={known().events}>
                      {(event) => (
                        <li>
                          <div>
                            <p class="law-title">{event.name}</p>
                            <p class="quiet-text">
                              <time datetime={event.happenedAt}>{instant(event.happenedAt)}</time> {event.note}
                            </p>
                          </div>
                          <Show when={known().mayChange}>
                            <Button isSmall look="quiet" onClick={() => void withdraw(event.id)}>
                              {t("duties.event.withdraw")}
                            </Button>
                          </Show>
                        </li>
                      )}
                    </For>
                  </ul>
                </Card>
              </Show>
              <Show when={known().notBinding.length > 0}>
                <details class="law-why">
                  <summary>{t("duties.not_binding")}</summary>
                  <ul class="law-rows">
                    <For each={known().notBinding}>{(duty) => <DutyRow duty={duty} now={known().now} />}</For>
                  </ul>
                </details>
              </Show>
            </Show>
          </>
        )}
      </WaitFor>
      <Show when={happened()}>
        {(duty) => (
          <HappenedDialog
            duty={duty()}
            onClose={() => setHappened(undefined)}
            onDone={() => {
              setHappened(undefined);
              void refetch();
            }}
          />
        )}
      </Show>
    </main>
  );
}
