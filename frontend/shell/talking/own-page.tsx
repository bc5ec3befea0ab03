// What the national team wrote to this organisation and what its people answered: the same page in the rooms of constituents and authorities.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { OwnConversation } from "../../../backend/coordination/conversations/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../claims/create-page.ts";
import { createDraft } from "../data/drafts.ts";
import { tellProblem } from "../data/tell-problem.ts";
import { PageFrame } from "../lists/page-frame.tsx";
import { MessageFiles } from "./message-files.tsx";
import "./own.css";

export function OwnMessagesPage(): JSX.Element {
  const t = useWords();
  const { answer, problem, load } = createPage<{ rows: OwnConversation[] }>(() => "/api/v1/own/conversations");
  return (
    <PageFrame
      title={t("talking.own.title")}
      text={t("talking.own.lead")}
      state={problem() ? "failed" : answer() ? "ready" : "loading"}
      problem={problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={load}
    >
      <For each={answer()?.rows ?? []} fallback={<Empty title={t("talking.own.none")} />}>
        {(one) => <ConversationCard of={one} onSent={load} />}
      </For>
    </PageFrame>
  );
}

function ConversationCard(props: { of: OwnConversation; onSent: () => void }): JSX.Element {
  const t = useWords();
  const draft = createDraft(() => `own.${props.of.id}`);
  const [isBusy, setBusy] = createSignal(false);
  const send = async (): Promise<void> => {
    setBusy(true);
    try {
      await apiPost(`/api/v1/own/conversations/${props.of.id}/messages`, { body: draft.text() });
      draft.clear();
      showToast({ text: t("talking.own.sent") });
      props.onSent();
    } catch (error) {
      tellProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={props.of.subject} aside={<span class="mono quiet-text">TG#{props.of.number}</span>}>
      <ol class="own-messages">
        <For each={props.of.items}>
          {(item) => (
            <li class="own-message" data-ours={item.isOurs ? "" : undefined}>
              <p class="small-text quiet-text">
                <b>{item.isOurs ? (item.by ?? t("talking.own.us")) : t("talking.own.team")}</b> ·{" "}
                <time dateTime={item.at}>{formatInstant(item.at)}</time>{" "}
                <Tag tone="indigo">TLP:{item.marking.toUpperCase()}</Tag>
              </p>
              <p class="pre-text" dir="auto">
                {item.body}
              </p>
              <MessageFiles files={item.files} root="/api/v1/own/conversation-files" />
            </li>
          )}
        </For>
      </ol>
      <Show when={!props.of.isClosed} fallback={<p class="quiet-text">{t("talking.closed")}</p>}>
        <form
          class="own-answer"
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <TextArea
            label={t("talking.link.reply")}
            hint={t("talking.link.reply_hint")}
            maxLength={20_000}
            data-kept=""
            value={draft.text()}
            onInput={(event) => draft.write(event.currentTarget.value)}
          />
          <p>
            <Button type="submit" look="main" disabled={isBusy() || draft.text().trim() === ""}>
              {t("talking.own.reply")}
            </Button>
          </p>
        </form>
      </Show>
    </Card>
  );
}
