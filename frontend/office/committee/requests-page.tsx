// What ministries were asked for a year: who, by when, what came; and asking.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { RequestView, ReviewView } from "../../../backend/reporting/review/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { Said } from "../../parts/moment/moment.tsx";
import { currentLanguage, useWords, wordsLanguages } from "../../platform/words.ts";
import "../../shell/account/people.css";
import { SureDialog } from "../../shell/confirm/sure-dialog.tsx";
import "./committee.css";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { say } from "../../shell/say/say-texts.ts";
import { useYear, YearPicker } from "./year-picker.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

const tones = { waiting: "indigo", late: "high", answered: "low", withdrawn: "plain" } as const;

export function RequestsPage(): JSX.Element {
  const t = useWords();
  const { year, goTo } = useYear();
  const [list, { refetch }] = createResource(
    year,
    async (of) => await apiGet<{ requests: RequestView[] }>(`/api/v1/committee/reviews/${of}/requests`),
  );
  const [isAsking, setAsking] = createSignal(false);
  const [taken, setTaken] = createSignal<RequestView>();
  const reload = (): void => void refetch();
  const sheet = (format: string): string =>
    `/api/v1/committee/requests/export?year=${year()}&format=${format}&language=${currentLanguage()}`;
  return (
    <main class="page people-page">
      <header class="committee-head">
        <div>
          <h1>{t("committee.requests")}</h1>
          <p class="quiet-text">{t("committee.requests_lead")}</p>
        </div>
        <YearPicker year={year()} onYear={goTo} />
      </header>
      <Card
        title={t("committee.requests_of", { year: String(year()) })}
        count={list.latest?.requests.length}
        aside={
          <Button isSmall look="main" onClick={() => setAsking(true)}>
            {t("committee.ask")}
          </Button>
        }
      >
        <Show when={list.latest} fallback={<Skeleton lines={4} words={t("desk.loading")} />}>
          {(known) => (
            <ul class="id-rows">
              <For each={known().requests} fallback={<li class="quiet-text">{t("committee.no_requests")}</li>}>
                {(row) => (
                  <li>
                    <div>
                      <p>
                        <span class="id-name">{row.body}</span>{" "}
                        <Tag tone={tones[row.state]}>{t(`committee.request_state.${row.state}`)}</Tag>
                      </p>
                      <p class="id-line">
                        <span>{t("committee.due", { day: row.dueOn })}</span>
                        <span>{t("committee.targets_count", { count: row.targets })}</span>
                        <span>{row.email}</span>
                        <Show when={row.answeredAt}>
                          {(at) => (
                            <span>
                              <Said>
                                {(moment) =>
                                  t("committee.answered_line", { name: row.answeredBy ?? "", when: moment(at()) })
                                }
                              </Said>
                            </span>
                          )}
                        </Show>
                        <Show when={row.reminders > 0}>
                          <span>{t("committee.reminders", { count: row.reminders })}</span>
                        </Show>
                      </p>
                    </div>
                    <Show when={row.state === "waiting" || row.state === "late"}>
                      <Button isSmall look="danger" onClick={() => setTaken(row)}>
                        {t("committee.take_back")}
                      </Button>
                    </Show>
                  </li>
                )}
              </For>
            </ul>
          )}
        </Show>
        <p class="committee-links">
          <a href={sheet("csv")}>CSV</a>
          <a href={sheet("xlsx")}>XLSX</a>
        </p>
      </Card>
      <Show when={isAsking()}>
        <AskDialog year={year()} onClose={() => setAsking(false)} onDone={reload} />
      </Show>
      <Show when={taken()}>
        {(row) => (
          <SureDialog
            title={t("committee.take_back_of", { name: row().body })}
            text={t("committee.take_back_text")}
            act={t("committee.take_back")}
            onClose={() => setTaken(undefined)}
            run={async () => {
              await apiPost(`/api/v1/committee/requests/${row().id}/withdraw`);
              showToast({ text: t("committee.taken_back") });
              reload();
            }}
          />
        )}
      </Show>
    </main>
  );
}

function AskDialog(props: { year: number; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [review] = createResource(async () => await apiGet<ReviewView>(`/api/v1/committee/reviews/${props.year}`));
  const [body, setBody] = createSignal("");
  const [email, setEmail] = createSignal("");
  const [language, setLanguage] = createSignal<string>(currentLanguage());
  const [due, setDue] = createSignal("");
  const [message, setMessage] = createSignal("");
  const [chosen, setChosen] = createSignal<string[]>([]);
  return (
    <ActDialog
      asks="review"
      title={t("committee.ask")}
      description={t("committee.ask_hint")}
      act={t("committee.send")}
      onClose={props.onClose}
      onDone={props.onDone}
      send={async () =>
        await apiPost("/api/v1/committee/requests", {
          year: props.year,
          body: body(),
          email: email().trim(),
          language: language(),
          targetIds: chosen(),
          message: message(),
          dueOn: due(),
        })
      }
    >
      <TextField
        name="body"
        label={t("committee.column.body")}
        required
        maxLength={200}
        value={body()}
        onInput={(event) => setBody(event.currentTarget.value)}
      />
      <TextField
        name="email"
        label={t("committee.column.email")}
        why={whyAsked("committee.column.email")}
        type="email"
        required
        maxLength={320}
        value={email()}
        onInput={(event) => setEmail(event.currentTarget.value)}
      />
      <div class="id-pair">
        <TextField
          name="dueOn"
          label={t("committee.column.due_on")}
          why={whyAsked("committee.column.due_on")}
          type="date"
          required
          value={due()}
          onInput={(event) => setDue(event.currentTarget.value)}
        />
        <SelectField
          name="language"
          label={t("committee.letter_language")}
          why={whyAsked("committee.letter_language")}
          options={wordsLanguages.map((value) => ({ value, label: t(`common.language.${value}`) }))}
          value={language()}
          onChange={(event) => setLanguage(event.currentTarget.value)}
        />
      </div>
      <fieldset class="committee-choice">
        <legend class="field-label">{t("committee.which_targets")}</legend>
        <For each={review()?.targets} fallback={<p class="quiet-text">{t("committee.no_targets")}</p>}>
          {(target) => (
            <Tick
              label={say(target.names)}
              checked={chosen().includes(target.id)}
              onChange={(isOn) =>
                setChosen(isOn ? [...chosen(), target.id] : chosen().filter((id) => id !== target.id))
              }
            />
          )}
        </For>
      </fieldset>
      <TextArea
        name="message"
        label={t("committee.message")}
        rows={3}
        maxLength={4000}
        value={message()}
        onInput={(event) => setMessage(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
