// The rota: who is on call now and next, what warns, alarms, the weeks to come and what they are made of.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, onCleanup, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { type AlarmView, leastReachable, type RotaView } from "../../../backend/reporting/rota/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { can } from "../../shell/session.ts";
import { AlarmsCard } from "./alarms-card.tsx";
import { LadderCard } from "./ladder-card.tsx";
import { LinesCards } from "./lines-cards.tsx";
import { OwnCard } from "./own-card.tsx";
import { RaiseDialog } from "./raise-dialog.tsx";
import "./rota.css";

export function RotaPage(): JSX.Element {
  const t = useWords();
  const [rota, { refetch }] = createResource(async () => await apiGet<RotaView>("/api/v1/rota"));
  const [alarms, { refetch: refetchAlarms }] = createResource(
    async () => (await apiGet<{ rows: AlarmView[] }>("/api/v1/rota/alarms")).rows,
  );
  const [isRaising, setRaising] = createSignal(false);
  const reload = (): void => {
    void refetch();
    void refetchAlarms();
  };
  const timer = setInterval(reload, 60_000);
  onCleanup(() => clearInterval(timer));
  const here = () => (rota.error === undefined ? rota.latest : undefined);
  return (
    <PageFrame
      title={t("rota.title")}
      text={t("rota.lead")}
      state={rota.error !== undefined ? "failed" : here() ? "ready" : "loading"}
      problem={rota.error === undefined ? "" : describeProblem(rota.error)}
      hasMore={false}
      onMore={() => undefined}
      onAgain={reload}
      filters={
        <p>
          <A href="/service">{t("rota.see_service")}</A>
        </p>
      }
    >
      <Show when={here()}>
        {(view) => (
          <div class="rota-page">
            <Card
              title={t("rota.now")}
              aside={
                <Show when={can("duty.alarm")}>
                  <Button isSmall look="danger" onClick={() => setRaising(true)}>
                    {t("rota.alarm.raise")}
                  </Button>
                </Show>
              }
            >
              <ul class="rota-now">
                <For each={view().now} fallback={<li>{t("rota.now.nobody")}</li>}>
                  {(one) => (
                    <li>
                      <b>{one.person.name}</b>
                      <span class="small-text">
                        <Show when={one.phone} fallback={<span class="quiet-text">{t("rota.no_phone")}</span>} keyed>
                          {(phone) => (
                            <a class="figures" href={`tel:${phone.replaceAll(/[^+\d]/g, "")}`}>
                              {phone}
                            </a>
                          )}
                        </Show>{" "}
                        · {one.email}
                      </span>
                      <span class="small-text quiet-text">{t("rota.until", { when: formatInstant(one.until) })}</span>
                    </li>
                  )}
                </For>
              </ul>
              <p class="quiet-text">
                <Show when={view().next} fallback={t("rota.next.nobody")} keyed>
                  {(next) => t("rota.next", { name: next.person.name, when: formatInstant(next.from) })}
                </Show>
              </p>
              <Show when={view().patterns.length > 0 && view().reachable < leastReachable}>
                <Notice tone="mind">
                  <span>
                    {t("rota.few", { count: view().reachable, least: leastReachable })}{" "}
                    <span class="quiet-text">{t("rota.few.source")}</span>
                  </span>
                </Notice>
              </Show>
              <Show when={view().patterns.length > 0 && view().gaps.length > 0}>
                <Notice tone="mind">
                  <div>
                    <p>{t("rota.gaps")}</p>
                    <ul>
                      <For each={view().gaps.slice(0, 10)}>
                        {(gap) => (
                          <li>{t("rota.gap", { from: formatInstant(gap.from), until: formatInstant(gap.until) })}</li>
                        )}
                      </For>
                    </ul>
                  </div>
                </Notice>
              </Show>
            </Card>
            <AlarmsCard
              alarms={alarms.error === undefined ? (alarms.latest ?? []) : []}
              people={view().people}
              onChanged={reload}
            />
            <div class="rota-columns">
              <Card title={t("rota.shifts")}>
                <ul class="rota-lines">
                  <For each={view().shifts.slice(0, 30)} fallback={<li class="quiet-text">{t("rota.shifts.none")}</li>}>
                    {(shift) => (
                      <li>
                        <p>
                          <b>{shift.person.name}</b>{" "}
                          <Show when={shift.isSwapped}>
                            <Tag tone="indigo">{t("rota.swapped")}</Tag>
                          </Show>
                        </p>
                        <p class="small-text">
                          {t("rota.gap", { from: formatInstant(shift.from), until: formatInstant(shift.until) })}
                        </p>
                      </li>
                    )}
                  </For>
                </ul>
              </Card>
              <LinesCards view={view()} onChanged={reload} />
              <LadderCard view={view()} onChanged={reload} />
              <OwnCard view={view()} onChanged={reload} />
            </div>
            <Show when={isRaising()}>
              <RaiseDialog caseId={null} onClose={() => setRaising(false)} onDone={reload} />
            </Show>
          </div>
        )}
      </Show>
    </PageFrame>
  );
}
