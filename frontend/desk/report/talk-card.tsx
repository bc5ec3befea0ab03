// What the reporter and the desk said to each other, and the answer being written: kept while typing, held 15 s after sending so that it can be taken back.
import { createEffect, createSignal, For, type JSX, on, onCleanup, Show } from "solid-js";
import type { ReportPage } from "../../../backend/reporting/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea, Tick } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { defangText } from "../data/defang.ts";
import { createDraft } from "../../shell/data/drafts.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { keyName } from "../../shell/keys.ts";
import { Translated } from "./translated.tsx";

const holdMs = 15_000;
/** Reports whose answer is held right now, wherever the reader has gone meanwhile. */
const [held, setHeld] = createSignal<ReadonlySet<string>>(new Set());

window.addEventListener("beforeunload", (event) => {
  if (held().size > 0) event.preventDefault();
});

export function TalkCard(props: { page: ReportPage; onSent: () => void }): JSX.Element {
  const t = useWords();
  const draft = createDraft(() => `answer.${props.page.id}`);
  const [error, setError] = createSignal<string>();
  const [isExpecting, setExpecting] = createSignal(false);
  const [marking, setMarking] = createSignal<"green" | "amber">("amber");
  // Asked only where an answer could go out as text: who chose mail, openly, about what is not TLP:RED.
  const mayGoAsText = () =>
    props.page.answerChannel === "mail" &&
    !props.page.isAnonymous &&
    !props.page.isConfidential &&
    props.page.marking !== "red";
  let isHere = true;
  onCleanup(() => (isHere = false));
  createEffect(
    on(
      () => props.page.id,
      () => {
        setError(undefined);
        setMarking(props.page.marking === "green" || props.page.marking === "clear" ? "green" : "amber");
      },
    ),
  );
  const isHeld = () => held().has(props.page.id);
  const release = (id: string): void => {
    setHeld((all) => new Set([...all].filter((one) => one !== id)));
  };

  const send = (): void => {
    const body = draft.text().trim();
    if (body === "") {
      setError(t("desk.talk.empty"));
      return;
    }
    setError(undefined);
    const { id, reference } = props.page;
    const expectsAnswer = isExpecting();
    const label = mayGoAsText() ? { marking: marking() } : {};
    setHeld((all) => new Set([...all, id]));
    showToast({
      text: t("desk.talk.held", { reference, seconds: holdMs / 1000 }),
      leftMs: holdMs,
      undo: () => release(id),
      whenOver: () => {
        void apiPost(`/api/v1/desk/reports/${id}/messages`, {
          body,
          ...label,
          ...(expectsAnswer ? { expectsAnswer } : {}),
        })
          .then(() => {
            draft.clear();
            setExpecting(false);
            showToast({ text: t("desk.talk.sent", { reference }) });
            if (isHere) props.onSent();
          })
          // The draft stays, so nothing that was typed is lost.
          .catch(tellProblem)
          .finally(() => release(id));
      },
    });
  };
  return (
    <Card title={t("desk.talk.title")} count={props.page.messages.length} id="talk">
      <ol class="messages">
        <For each={props.page.messages} fallback={<li class="quiet-text">{t("desk.talk.none")}</li>}>
          {(message) => (
            <li class="message" data-direction={message.direction}>
              <p class="small-text quiet-text">
                <b>
                  {message.direction === "from_reporter"
                    ? t("desk.talk.reporter")
                    : (message.author?.name ?? t("desk.talk.machine"))}
                </b>
                {" · "}
                <time dateTime={message.at}>{formatInstant(message.at)}</time> · {t(`desk.channel.${message.channel}`)}
              </p>
              <Show
                when={message.direction === "from_reporter"}
                fallback={
                  <p class="pre-text" dir="auto" lang={props.page.language}>
                    {defangText(message.body)}
                  </p>
                }
              >
                <Translated
                  page={props.page}
                  messageId={message.id}
                  text={message.body}
                  isDefanged
                  onChanged={() => props.onSent()}
                >
                  <p class="pre-text" dir="auto" lang={props.page.language}>
                    {defangText(message.body)}
                  </p>
                </Translated>
              </Show>
            </li>
          )}
        </For>
      </ol>
      <Show when={props.page.mails.length > 0}>
        <ul class="mail-states">
          <For each={props.page.mails}>
            {(mail) => (
              <li class="small-text">
                <Tag tone={mail.state === "failed" ? "critical" : mail.state === "sent" ? "low" : "medium"}>
                  {t(`desk.mail_state.${mail.state}`)}
                </Tag>{" "}
                {mail.subject}
                <span class="quiet-text">
                  {" "}
                  · {mail.to} ·{" "}
                  <time dateTime={mail.sentAt ?? mail.createdAt}>{formatInstant(mail.sentAt ?? mail.createdAt)}</time>
                </span>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={props.page.can.answer} fallback={<p class="quiet-text">{t("desk.talk.cannot")}</p>}>
        <form
          class="composer"
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          <TextArea
            label={t("desk.talk.label", { language: t(`common.language.${props.page.language}`) })}
            hint={t(
              `desk.talk.way.${props.page.isAnonymous || props.page.isConfidential ? "receipt" : props.page.answerChannel}`,
            )}
            error={error()}
            data-kept=""
            value={draft.text()}
            disabled={isHeld()}
            maxLength={20_000}
            lang={props.page.language}
            data-answer=""
            onInput={(event) => draft.write(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.code === "Enter" && (event.ctrlKey || event.metaKey)) {
                event.preventDefault();
                send();
              }
              if (event.code === "Escape") event.currentTarget.blur();
            }}
          />
          <Show when={mayGoAsText()}>
            <SelectField
              label={t("access.talk.marking")}
              value={marking()}
              options={(["amber", "green"] as const).map((value) => ({ value, label: t(`access.talk.${value}`) }))}
              onChange={(event) => setMarking(event.currentTarget.value === "green" ? "green" : "amber")}
            />
          </Show>
          <Tick label={t("desk.talk.expects")} checked={isExpecting()} onChange={setExpecting} />
          <div class="dialog-buttons">
            <Button type="submit" look="main" hint="Ctrl ↵" disabled={isHeld()}>
              {isHeld() ? t("desk.talk.waiting") : t("desk.talk.send")}
            </Button>
            <Show when={draft.text() !== "" && !isHeld()}>
              <span class="quiet-text small-text">{t("desk.talk.kept")}</span>
            </Show>
            <Show when={keyName(["KeyR"])}>
              {(hint) => <span class="for-ears">{t("desk.talk.key", { key: hint() })}</span>}
            </Show>
          </div>
        </form>
      </Show>
    </Card>
  );
}
