// One message of a conversation: who wrote it, how it left or came, what became of its mail, link and files.
import { A } from "@solidjs/router";
import { type JSX, Show } from "solid-js";
import type { MessageView } from "../../../backend/coordination/conversations/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { MessageFiles } from "../../shell/talking/message-files.tsx";
import { defangText } from "../data/defang.ts";
import { MailChecks } from "./mail-checks.tsx";

const mailTones: Record<string, Tone> = { failed: "critical", sent: "low" };

export function MessageItem(props: {
  message: MessageView;
  partyName: string;
  onTakeBack: (id: string) => void;
  onReadCode: (linkId: string) => void;
}): JSX.Element {
  const t = useWords();
  const isOut = () => props.message.direction === "to_party";
  const writer = () =>
    isOut()
      ? props.message.authorName === null
        ? t("talking.by_machine")
        : t("talking.by_team", { name: props.message.authorName })
      : (props.message.authorName ?? props.partyName);
  return (
    <li class="talk-message" data-direction={props.message.direction} data-state={props.message.state}>
      <p class="small-text quiet-text">
        <b>{writer()}</b> · <time dateTime={props.message.at}>{formatInstant(props.message.at)}</time> ·{" "}
        {t(`talking.way.${props.message.way}`)}
      </p>
      <p class="talk-tags">
        <Tag tone="indigo">TLP:{props.message.marking.toUpperCase()}</Tag>
        <Show when={props.message.state === "held"}>
          <Tag tone="medium">{t("talking.state.held", { at: formatInstant(props.message.releaseAt) })}</Tag>
        </Show>
        <Show when={props.message.state === "withdrawn"}>
          <Tag tone={props.message.heldBack === null ? "plain" : "critical"}>
            {t(props.message.heldBack === null ? "talking.state.withdrawn" : "talking.state.held_back")}
          </Tag>
        </Show>
        <Show when={props.message.protection}>{(way) => <Tag>{t(`talking.protection.${way()}`)}</Tag>}</Show>
        <Show when={props.message.mail}>
          {(mail) => (
            <Tag tone={mailTones[mail().state] ?? "medium"} title={mail().lastError ?? undefined}>
              {t(`talking.mail_state.${mail().state}`)}
            </Tag>
          )}
        </Show>
        <Show when={props.message.wasEncrypted}>
          <Tag>{t("talking.was_encrypted")}</Tag>
        </Show>
        <Show when={props.message.signature}>
          {(state) => (
            <Tag tone={state() === "good" ? "low" : state() === "bad" ? "critical" : "medium"}>
              {t(`talking.signature.${state()}`)}
            </Tag>
          )}
        </Show>
      </p>
      <Show when={props.message.heldBack}>
        {(why) => <Notice tone="mind">{t(`talking.held_back.${why()}`)}</Notice>}
      </Show>
      <p class="pre-text" dir="auto">
        {isOut() ? props.message.body : defangText(props.message.body)}
      </p>
      <MessageFiles files={props.message.files} root="/api/v1/talking/files" />
      <Show when={props.message.fromAddress}>
        {(address) => <p class="small-text">{t("talking.from_other", { address: defangText(address()) })}</p>}
      </Show>
      <Show when={props.message.authentication}>
        {(said) => (
          <p class="small-text quiet-text">
            {t("talking.auth", { spf: said().spf ?? "–", dkim: said().dkim ?? "–", dmarc: said().dmarc ?? "–" })}
          </p>
        )}
      </Show>
      <MailChecks checks={props.message.checks} />
      <Show when={props.message.mail?.lastError}>{(fault) => <p class="small-text quiet-text">{fault()}</p>}</Show>
      <Show when={props.message.report}>
        {(report) => (
          <p class="small-text">
            <A href={`/reports/${report().id}`}>{t("talking.files", { reference: report().reference })}</A>
          </p>
        )}
      </Show>
      <Show when={props.message.link}>
        {(link) => (
          <p class="small-text talk-link">
            {link().openedAt === null
              ? t("talking.link_state.waiting")
              : t("talking.link_state.opened", { at: formatInstant(link().openedAt ?? "") })}{" "}
            <Button isSmall look="quiet" onClick={() => props.onReadCode(props.message.link?.id ?? "")}>
              {t("talking.read_code")}
            </Button>
          </p>
        )}
      </Show>
      <Show when={props.message.state === "held"}>
        <p>
          <Button isSmall onClick={() => props.onTakeBack(props.message.id)}>
            {t("talking.take_back")}
          </Button>
        </p>
      </Show>
    </li>
  );
}
