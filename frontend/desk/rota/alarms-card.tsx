// Alarms: those that nobody has first, each with every step that was taken, "I have it", and who was rung.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import { type AlarmView, sayAlarm } from "../../../backend/reporting/rota/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, Tick } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { Moment, Said } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { createSending } from "../../shell/forms/send-form.ts";
import { can } from "../../shell/session.ts";

interface Props {
  alarms: AlarmView[];
  people: { id: string; name: string }[];
  onChanged: () => void;
}

export function AlarmsCard(props: Props): JSX.Element {
  const t = useWords();
  const [calling, setCalling] = createSignal<string>();
  const have = async (id: string): Promise<void> => {
    const { onChanged } = props;
    try {
      await apiPost(`/api/v1/rota/alarms/${id}/have`);
      showToast({ text: t("rota.alarm.had") });
    } catch (error) {
      tellProblem(error);
    }
    onChanged();
  };
  return (
    <Card title={t("rota.alarms")} count={props.alarms.filter((one) => one.acknowledgedAt === null).length}>
      <ul class="rota-lines">
        <For each={props.alarms.slice(0, 20)} fallback={<li class="quiet-text">{t("rota.alarms.none")}</li>}>
          {(alarm) => (
            <li>
              <div>
                <p>
                  <b dir="auto">{sayAlarm(t, alarm)}</b>{" "}
                  <Show when={alarm.acknowledgedAt === null}>
                    <Tag tone="critical">{t("rota.alarm.open")}</Tag>
                  </Show>{" "}
                  <Show when={alarm.caseId ?? alarm.reportId}>
                    {(id) => (
                      <A href={`/${alarm.caseId === null ? "reports" : "cases"}/${id()}`}>{t("rota.alarm.look")}</A>
                    )}
                  </Show>
                </p>
                <p class="small-text quiet-text">
                  <time dateTime={alarm.raisedAt}>{formatInstant(alarm.raisedAt)}</time> ·{" "}
                  {t(`rota.kind.${alarm.kind}`)}
                  {alarm.raisedBy === null ? "" : ` · ${alarm.raisedBy}`}
                </p>
                <p class="small-text">
                  <Show
                    when={alarm.acknowledgedAt}
                    fallback={
                      alarm.nextAt === null ? (
                        t("rota.alarm.over")
                      ) : (
                        <Said>{(moment) => t("rota.alarm.next", { when: moment(alarm.nextAt) })}</Said>
                      )
                    }
                    keyed
                  >
                    {(at) =>
                      t("rota.alarm.by", {
                        name: alarm.acknowledgedBy ?? "",
                        when: formatInstant(at),
                        how: t(`rota.how.${alarm.acknowledgedHow ?? "desk"}`),
                      })
                    }
                  </Show>
                </p>
                <ul class="rota-alarm-steps small-text quiet-text">
                  <For each={alarm.steps}>
                    {(step) => (
                      <li>
                        <Moment at={step.at} /> ·{" "}
                        {step.person === null
                          ? t("rota.step.nobody", { target: t(`rota.target.${step.target}`) })
                          : t("rota.step", {
                              target: t(`rota.target.${step.target}`),
                              person: step.person,
                              means: t(`rota.means.${step.means}`),
                              outcome: t(`rota.outcome.${step.outcome}`),
                            })}
                      </li>
                    )}
                  </For>
                </ul>
              </div>
              <Show when={alarm.acknowledgedAt === null && can("duty.alarm")}>
                <div class="rota-acts">
                  <Button
                    isSmall
                    look="main"
                    aria-label={t("rota.alarm.have_of", { title: sayAlarm(t, alarm) })}
                    onClick={() => void have(alarm.id)}
                  >
                    {t("rota.alarm.have")}
                  </Button>
                  <Button
                    isSmall
                    aria-label={t("rota.alarm.call_of", { title: sayAlarm(t, alarm) })}
                    onClick={() => setCalling(alarm.id)}
                  >
                    {t("rota.alarm.call")}
                  </Button>
                </div>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={calling()} keyed>
        {(id) => (
          <CallDialog
            alarmId={id}
            people={props.people}
            onClose={() => setCalling(undefined)}
            onDone={() => props.onChanged()}
          />
        )}
      </Show>
    </Card>
  );
}

function CallDialog(props: {
  alarmId: string;
  people: { id: string; name: string }[];
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [personId, setPerson] = createSignal(props.people[0]?.id ?? "");
  const [isReached, setReached] = createSignal(false);
  return (
    <FormDialog
      title={t("rota.alarm.call")}
      act={t("rota.save")}
      sending={sending}
      onClose={() => props.onClose()}
      onSubmit={async () => {
        const { onDone, onClose, alarmId } = props;
        await apiPost(`/api/v1/rota/alarms/${alarmId}/calls`, { personId: personId(), isReached: isReached() });
        onDone();
        onClose();
      }}
    >
      <SelectField
        name="personId"
        label={t("rota.pattern.person")}
        value={personId()}
        options={props.people.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(event) => setPerson(event.currentTarget.value)}
      />
      <Tick label={t("rota.alarm.reached")} checked={isReached()} onChange={setReached} />
    </FormDialog>
  );
}
