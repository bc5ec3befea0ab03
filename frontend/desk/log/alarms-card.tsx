// Alarms of the log's guard: what, about whom, since when; closed by somebody who looked and says what it was.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { AlarmView } from "../../../backend/reporting/log/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { hasWords, useWords } from "../../platform/words.ts";
import { actWords } from "../report/side-cards.tsx";
import { SayDialog } from "./say-dialog.tsx";

export function AlarmsCard(props: { mayClose: boolean }): JSX.Element {
  const t = useWords();
  const [list, { refetch }] = createResource(
    async () => (await apiGet<{ rows: AlarmView[] }>("/api/v1/desk/log/alarms")).rows,
  );
  const [closing, setClosing] = createSignal<AlarmView>();
  const rows = (): AlarmView[] => (list.state === "ready" || list.state === "refreshing" ? (list.latest ?? []) : []);
  const open = (): number => rows().filter(({ closedAt }) => closedAt === null).length;
  const why = (alarm: AlarmView): string => {
    const { outcome, index, count, action, state, says, what } = alarm.detail;
    if (outcome !== undefined) return t(`log.check.${outcome}`, { index: index ?? 0 });
    if (typeof action === "string") return t("log.alarms.acts", { count: count ?? 0, act: actWords(t, action) });
    if (state !== undefined || what !== undefined) {
      const key = `log.alarms.${state ?? what}`;
      return [hasWords(key) ? t(key, { count: count ?? 0 }) : "", says ?? ""].filter(Boolean).join(" · ");
    }
    return t("log.alarms.tries", { count: count ?? 0 });
  };
  return (
    <Card title={t("log.alarms.title")} count={open()}>
      <ul class="side-list">
        <For each={rows()} fallback={<li class="quiet-text">{t("log.alarms.none")}</li>}>
          {(alarm) => (
            <li>
              <Tag tone={alarm.closedAt ? "plain" : "critical"}>{t(`log.alarm.${alarm.kind}`)}</Tag>{" "}
              <span class="quiet-text small-text">{formatInstant(alarm.raisedAt)}</span>
              <p>
                <Show when={alarm.person}>{(person) => <b>{person().name}: </b>}</Show>
                {why(alarm)}
              </p>
              <Show
                when={alarm.closedAt}
                fallback={
                  <Show when={props.mayClose}>
                    <Button isSmall onClick={() => setClosing(alarm)}>
                      {t("log.alarms.close")}
                    </Button>
                  </Show>
                }
              >
                <p class="small-text quiet-text">
                  {t("log.alarms.closed", { name: alarm.closedBy?.name ?? "", reason: alarm.closeReason ?? "" })}
                </p>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={closing()}>
        {(alarm) => (
          <SayDialog
            title={t("log.alarms.close")}
            text={t("log.alarms.close_text")}
            act={t("log.alarms.close")}
            onClose={() => setClosing(undefined)}
            run={async (reason) => {
              await apiPost(`/api/v1/desk/log/alarms/${alarm().id}/close`, { reason });
              await refetch();
            }}
          />
        )}
      </Show>
    </Card>
  );
}
