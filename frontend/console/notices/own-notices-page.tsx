// What the national team found at this constituent's place, read and answered by its own people after signing in.
import { createSignal, For, type JSX, Show } from "solid-js";
import { notifyAnswers, type OwnNotification } from "../../../backend/coordination/notifications/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { SelectField, TextArea } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import "../../shell/talking/own.css";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import { FormWhy } from "../../shell/forms/form-why.tsx";

export function OwnNoticesPage(): JSX.Element {
  const t = useWords();
  const { answer, problem, load } = createPage<{ rows: OwnNotification[] }>(
    () => `/api/v1/own/notifications?language=${currentLanguage()}`,
  );
  return (
    <PageFrame
      title={t("notify.own.title")}
      text={t("notify.own.lead")}
      state={problem() ? "failed" : answer() ? "ready" : "loading"}
      problem={problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={load}
    >
      <For each={answer()?.rows ?? []} fallback={<Empty title={t("notify.own.none")} />}>
        {(one) => <NoticeCard of={one} onSent={load} />}
      </For>
    </PageFrame>
  );
}

function NoticeCard(props: { of: OwnNotification; onSent: () => void }): JSX.Element {
  const t = useWords();
  const [said, setSaid] = createSignal<string>("acknowledged");
  const [note, setNote] = createSignal("");
  const act = createConfirmedAct();
  const send = async (): Promise<void> => {
    const { id, constituentId } = props.of;
    const { onSent } = props;
    const answer = { constituentId, answer: said(), note: note() };
    if (!(await act.run(undefined, async () => await apiPost(`/api/v1/own/notifications/${id}/answers`, answer))))
      return;
    setNote("");
    showToast({ text: t("notify.own.sent") });
    onSent();
  };
  return (
    <Card title={props.of.subject} aside={<span class="mono quiet-text">{props.of.reference}</span>}>
      <p>
        <Tag tone="indigo">TLP:{props.of.marking.toUpperCase()}</Tag>{" "}
        <Tag tone={props.of.state === "fixed" ? "low" : "medium"}>{t(`notify.target.${props.of.state}`)}</Tag>{" "}
        <span class="quiet-text small-text">
          {props.of.constituent}
          {props.of.askedAt ? ` · ${formatInstant(props.of.askedAt)}` : ""}
        </span>
      </p>
      <p class="pre-text" dir="auto">
        {props.of.body}
      </p>
      <ul class="small-text own-notice-rows">
        <For each={props.of.rows}>
          {(row) => (
            <li>
              <b>{row.what}</b>: <span class="mono">{row.address}</span>
              {row.port === null ? "" : `, ${t("notify.column.port")} ${row.port}`}{" "}
              <span class="quiet-text">{formatInstant(row.at)}</span>
            </li>
          )}
        </For>
      </ul>
      <Show when={props.of.rowCount > props.of.rows.length}>
        <p class="quiet-text small-text">{t("notify.own.more", { count: props.of.rowCount })}</p>
      </Show>
      <Show when={props.of.answers.length > 0}>
        <h3>{t("notify.own.answers")}</h3>
        <ol class="own-messages">
          <For each={props.of.answers}>
            {(one) => (
              <li class="own-message" data-ours="">
                <p>
                  <b>{t(`notify.answer.${one.answer}`)}</b>{" "}
                  <span class="quiet-text small-text">{formatInstant(one.at)}</span>
                </p>
                <Show when={one.note}>{(text) => <p class="pre-text">{text()}</p>}</Show>
                <Show when={one.reply}>
                  {(text) => (
                    <p class="pre-text">
                      <b>{t("notify.own.reply")}</b>: {text()}
                    </p>
                  )}
                </Show>
              </li>
            )}
          </For>
        </ol>
      </Show>
      <Show when={props.of.canAnswer}>
        <FieldsForm
          of={act}
          class="own-answer"
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <FormWhy of="notice" />
          <SelectField
            label={t("notify.link.answer")}
            name="answer"
            value={said()}
            options={notifyAnswers.map((value) => ({ value, label: t(`notify.answer.${value}`) }))}
            onChange={(event) => setSaid(event.currentTarget.value)}
          />
          <TextArea
            label={t("notify.link.note")}
            maxLength={2000}
            value={note()}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
          <p>
            <Button type="submit" look="main" isBusy={act.isBusy()}>
              {t("notify.own.send")}
            </Button>
          </p>
        </FieldsForm>
      </Show>
    </Card>
  );
}
