// One artefact: its file and question, what the rules and people say of it, where else it was seen, and the outside sandbox with what would leave.
import { A, useParams } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import type { ArtefactPage as Page } from "../../../backend/cases/artefacts/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant, formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { ArchiveDialog, EndDialog, GiveDialog } from "./artefact-dialogs.tsx";
import { artefactTones } from "./artefact-line.tsx";
import { ResultDialog } from "./result-dialog.tsx";
import { ResultsCard, SandboxCard } from "./artefact-cards.tsx";
import "../register-care/care.css";
import "../case/evidence/evidence.css";
import "../report/report.css";

type Asked = "result" | "archive" | "give" | "end";

export function ArtefactPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const page = createPage<Page>(() => `/api/v1/desk/artefacts/${params.id}`);
  // With the page as it stood then: a reload must not take away what somebody types.
  const [asked, setAsked] = createSignal<{ what: Asked; page: Page }>();
  const askedFor = (what: Asked): Page | undefined => (asked()?.what === what ? asked()?.page : undefined);
  const [secret, setSecret] = createSignal<{ name: string; password: string }>();
  const step = async (of: Page, body: object): Promise<void> => {
    try {
      await apiPost(`/api/v1/desk/artefacts/${of.id}/steps`, { ...body, version: of.version });
      showToast({ text: t("artefacts.saved") });
    } catch (error) {
      tellProblem(error);
    }
    page.load();
  };
  return (
    <PageFrame
      title={page.answer() ? `${page.answer()?.reference} ${page.answer()?.fileName}` : t("artefacts.title")}
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={page.load}
      filters={
        <p class="care-nav">
          <A href="/artefacts" end>
            ← {t("artefacts.to_list")}
          </A>
          <Show when={page.answer()}>
            {(one) => (
              <A href={`/cases/${one().case.id}`}>{t("artefacts.to_case", { reference: one().case.reference })}</A>
            )}
          </Show>
        </p>
      }
    >
      <Show when={page.answer()}>
        {(one) => (
          <>
            <div class="care-acts">
              <Tag tone={artefactTones[one().state]}>{t(`artefacts.state.${one().state}`)}</Tag>
              <Tag>{t(`artefacts.urgency.${one().urgency}`)}</Tag>
              <Show when={one().can.take}>
                <Button
                  look={one().state === "asked" ? "main" : "plain"}
                  onClick={() => void step(one(), { step: "take" })}
                >
                  {t("artefacts.take")}
                </Button>
                <Button onClick={() => setAsked({ what: "give", page: one() })}>{t("artefacts.give")}</Button>
              </Show>
              <Show when={one().can.result}>
                <Button
                  look={one().state === "in_analysis" ? "main" : "plain"}
                  onClick={() => setAsked({ what: "result", page: one() })}
                >
                  {t("artefacts.write_result")}
                </Button>
              </Show>
              <Show when={one().can.download}>
                <Button onClick={() => setAsked({ what: "archive", page: one() })}>{t("artefacts.archive")}</Button>
              </Show>
              <Show when={one().can.end}>
                <Button look="quiet" onClick={() => setAsked({ what: "end", page: one() })}>
                  {t("artefacts.end")}
                </Button>
              </Show>
            </div>
            <Show when={secret()}>
              {(known) => (
                <Notice tone="mind">
                  <p>{t("artefacts.archive_password", { name: known().name })}</p>
                  <p class="password">
                    <code>{known().password}</code>
                  </p>
                </Notice>
              )}
            </Show>
            <Show when={one().isGone}>
              <Notice tone="mind">{t("artefacts.gone")}</Notice>
            </Show>
            <Show when={one().endReason}>
              {(reason) => <Notice tone="mind">{t("artefacts.ended_because", { reason: reason() })}</Notice>}
            </Show>
            <p class="detail pre-text" dir="auto">
              {one().question}
            </p>
            <p class="quiet-text">
              {t("artefacts.asked_by", { name: one().askedBy.name, when: formatInstant(one().askedAt) })}
              <Show when={one().analyst}>
                {(person) => <> · {t("artefacts.with_analyst", { name: person().name })}</>}
              </Show>
            </p>
            <ResultsCard page={one()} />
            <SandboxCard page={one()} onChanged={page.load} />
            <Card title={t("artefacts.facts")}>
              <dl class="evidence-facts">
                <dt>{t("artefacts.facts")}</dt>
                <dd dir="auto">
                  {one().fileName} · {t("artefacts.bytes", { size: formatNumber(one().size) })}
                </dd>
                <dt>SHA-256</dt>
                <dd class="mono">{one().sha256}</dd>
                <dt>{t("artefacts.custody_of")}</dt>
                <dd>
                  <A href={`/evidence/${one().evidence.id}`}>{one().evidence.reference}</A>
                </dd>
              </dl>
            </Card>
            <MatchesCard page={one()} onLook={() => void step(one(), { step: "look" })} />
            <Card title={t("artefacts.elsewhere")} count={one().elsewhere.length}>
              <ul class="side-list">
                <For
                  each={one().elsewhere}
                  fallback={<li class="quiet-text small-text">{t("artefacts.elsewhere_none")}</li>}
                >
                  {(seen) => (
                    <li>
                      <A href={seen.object === "case" ? `/cases/${seen.id}` : `/reports/${seen.id}?view=all`}>
                        {seen.reference}
                      </A>{" "}
                      <span dir="auto">{t(`artefacts.why.${seen.why}`, { value: seen.value })}</span>
                    </li>
                  )}
                </For>
              </ul>
            </Card>
          </>
        )}
      </Show>
      <Show when={askedFor("result")} keyed>
        {(one) => <ResultDialog page={one} onClose={() => setAsked(undefined)} onDone={page.load} />}
      </Show>
      <Show when={askedFor("archive")} keyed>
        {(one) => (
          <ArchiveDialog
            page={one}
            onClose={() => setAsked(undefined)}
            onDone={(known) => {
              setSecret(known);
              page.load();
            }}
          />
        )}
      </Show>
      <Show when={askedFor("give")} keyed>
        {(one) => (
          <GiveDialog
            onClose={() => setAsked(undefined)}
            onGive={async (personId) => await step(one, { step: "give", personId })}
          />
        )}
      </Show>
      <Show when={askedFor("end")} keyed>
        {(one) => <EndDialog page={one} onClose={() => setAsked(undefined)} onDone={page.load} />}
      </Show>
    </PageFrame>
  );
}

function MatchesCard(props: { page: Page; onLook: () => void }): JSX.Element {
  const t = useWords();
  return (
    <Card
      title={t("artefacts.matches")}
      count={props.page.matches?.length}
      aside={
        <Show when={props.page.can.change && !props.page.isGone}>
          <Button isSmall look="quiet" onClick={() => props.onLook()}>
            {t("artefacts.look_again")}
          </Button>
        </Show>
      }
    >
      <Show when={props.page.matches} fallback={<p class="quiet-text">{t("artefacts.matches_waiting")}</p>}>
        {(matches) => (
          <ul class="side-list">
            <For each={matches()} fallback={<li class="quiet-text">{t("artefacts.matches_none")}</li>}>
              {(title) => (
                <li>
                  <Tag tone="high">{title}</Tag>
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
    </Card>
  );
}
