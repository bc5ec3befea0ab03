// One conversation with one party: what was said, how each message travelled, what waits, and the next message.
import { A, useParams } from "@solidjs/router";
import { createSignal, For, type JSX, onCleanup, Show } from "solid-js";
import type { ConversationPage as Page } from "../../../backend/coordination/conversations/model.ts";
import { spacedFingerprint } from "../../../backend/coordination/openpgp/model.ts";
import { ExerciseBand } from "../exercises/exercise-band.tsx";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Dialog } from "../../parts/dialog/dialog.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPatch, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { onChange } from "../../shell/data/live.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { can } from "../../shell/session.ts";
import { defangText } from "../data/defang.ts";
import { MessageItem } from "./message-item.tsx";
import { ReferenceDialog } from "./reference-dialog.tsx";
import { WriteCard } from "./write-card.tsx";
import "./talking.css";

export function ConversationPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const { answer, problem, load } = createPage<Page>(() => `/api/v1/talking/conversations/${params.id}`);
  const [code, setCode] = createSignal<{ code: string; minutes: number }>();
  const [isNaming, setNaming] = createSignal(false);
  onCleanup(onChange((event) => event.object === "case" && event.id === answer()?.caseId && load()));
  const run = async (work: () => Promise<unknown>, said?: string): Promise<void> => {
    try {
      await work();
      if (said !== undefined) showToast({ text: said });
      load();
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <main class="page talk-page">
      <A href="/talking">{t("desk.back")}</A>
      <Show
        when={answer()}
        fallback={
          <Show when={problem()} fallback={<Skeleton lines={8} words={t("desk.loading")} />}>
            <Notice tone="problem" isAlert>
              {problem()}
            </Notice>
          </Show>
        }
      >
        {(page) => (
          <>
            <Show when={page().isExercise}>
              <ExerciseBand />
            </Show>
            <header>
              <p class="quiet-text">
                <span class="mono">TG#{page().number}</span> ·{" "}
                <A href={`/cases/${page().caseId}`}>{t("talking.open_case", { reference: page().caseReference })}</A> ·{" "}
                <A href={`/talking?case=${page().caseId}`}>
                  {t("talking.of_case", { reference: page().caseReference })}
                </A>
              </p>
              <h1 dir="auto">{page().subject}</h1>
              <p class="talk-tags">
                <Tag>{t(`talking.kind.${page().partyKind}`)}</Tag>
                <span dir="auto">
                  {page().partyName}
                  {page().correspondent.email === null ? "" : ` · ${page().correspondent.email}`}
                </span>
                <Show when={page().isClosed}>
                  <Tag>{t("talking.closed")}</Tag>
                </Show>
              </p>
              <p class="small-text">
                {page().theirReference === null
                  ? t("talking.no_theirs")
                  : t("talking.theirs", { reference: page().theirReference ?? "" })}{" "}
                <Show when={can("report.answer")}>
                  <Button isSmall look="quiet" onClick={() => setNaming(true)}>
                    {t("talking.change_theirs")}
                  </Button>
                </Show>
              </p>
              <p class="small-text">
                <Show when={page().key} fallback={t("talking.key.none")}>
                  {(key) => (
                    <>
                      {t("talking.key.good", { fingerprint: spacedFingerprint(key().fingerprint) })}{" "}
                      {key().verifiedBy === null
                        ? t("talking.key.unverified")
                        : t("talking.key.verified", {
                            name: key().verifiedBy ?? "",
                            at: formatInstant(key().verifiedAt ?? ""),
                          })}
                    </>
                  )}
                </Show>
              </p>
              <Show when={page().teamKey === null}>
                <Notice tone="mind">
                  {t("talking.key.no_team")} <A href="/keys">{t("openpgp.nav")}</A>
                </Notice>
              </Show>
            </header>
            <Card title={t("talking.messages")} count={page().items.length} id="messages">
              <ol class="talk-messages">
                <For each={page().items} fallback={<li class="quiet-text">{t("talking.nothing")}</li>}>
                  {(message) => (
                    <MessageItem
                      message={message}
                      partyName={page().partyName}
                      onTakeBack={(id) =>
                        void run(
                          async () => await apiPost(`/api/v1/talking/messages/${id}/withdraw`),
                          t("talking.state.withdrawn"),
                        )
                      }
                      onReadCode={(id) =>
                        void run(async () =>
                          setCode(await apiPost<{ code: string; minutes: number }>(`/api/v1/talking/links/${id}/code`)),
                        )
                      }
                    />
                  )}
                </For>
              </ol>
              <For each={page().machineMails}>
                {(mail) => (
                  <p class="small-text quiet-text">
                    <time dateTime={mail.at}>{formatInstant(mail.at)}</time> ·{" "}
                    {t(`talking.machine.${mail.kind}`, { subject: defangText(mail.subject) })}
                  </p>
                )}
              </For>
            </Card>
            <Show when={can("report.answer") && !page().isClosed}>
              <WriteCard page={page()} onSent={load} />
            </Show>
            <Show when={can("report.answer")}>
              <p>
                <Button
                  look="quiet"
                  onClick={() => {
                    const { id, isClosed } = page();
                    void run(
                      async () => await apiPatch(`/api/v1/talking/conversations/${id}`, { isClosed: !isClosed }),
                    );
                  }}
                >
                  {t(page().isClosed ? "talking.reopen" : "talking.close")}
                </Button>
              </p>
            </Show>
            <Show when={isNaming()}>
              <ReferenceDialog page={page()} onClose={() => setNaming(false)} onDone={load} />
            </Show>
          </>
        )}
      </Show>
      <Show when={code()}>
        {(shown) => (
          <Dialog
            isOpen
            onClose={() => setCode(undefined)}
            title={t("talking.code_title")}
            description={t("talking.code_text", { minutes: shown().minutes })}
          >
            <p class="talk-code figures">{shown().code.replace(/(\d{4})(\d{4})/, "$1 $2")}</p>
          </Dialog>
        )}
      </Show>
    </main>
  );
}
