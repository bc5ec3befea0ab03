// One request of a person: what was asked, what the law says and until when, the next step, and everything that was done.
import { useParams } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { RequestView } from "../../../backend/compliance/subject-requests/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { instant, sayLeft } from "../../shell/law/law-words.ts";
import { WaitFor } from "../../shell/law/wait-for.tsx";
import { RequestTags } from "./requests-page.tsx";
import { StepDialog, type StepName } from "./step-dialog.tsx";

export function RequestPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const [view, { refetch }] = createResource(
    () => ({ id: params.id, language: currentLanguage() }),
    async ({ id, language }) => await apiGet<RequestView>(`/api/v1/subject-requests/${id}`, { language }),
  );
  const [step, setStep] = createSignal<{ kind: StepName; request: RequestView }>();
  const steps = (known: RequestView): StepName[] => [
    "identity",
    "answered",
    "refused",
    ...(known.mayExtend ? (["extended"] as const) : []),
    "assigned",
    "withdrawn",
  ];
  return (
    <main class="page law-page">
      <WaitFor resource={view} onAgain={() => void refetch()}>
        {(known) => (
          <>
            <div>
              <p>
                <a href="/console/data-requests">{t("subjects.title")}</a>
              </p>
              <div class="law-head">
                <h1>
                  <span class="figures">{known().reference}</span> {t(`subjects.kind.${known().kind}`)}
                </h1>
                <div class="law-acts">
                  <RequestTags row={known()} />
                </div>
              </div>
              <Show
                when={known().dueAt}
                fallback={<p class="law-clock">{known().laws[0]?.clockWords ?? t("subjects.no_law")}</p>}
              >
                {(due) => (
                  <p class="law-clock">
                    {t("subjects.due", { at: instant(due()) })}{" "}
                    <Show when={known().state === "open"}>
                      <span class="law-left figures" data-over={known().isOverdue ? "" : undefined}>
                        {sayLeft(t, due(), Date.parse(known().now))}
                      </span>
                    </Show>
                  </p>
                )}
              </Show>
            </div>
            <Show when={known().mayChange && known().state === "open"}>
              <Card title={t("subjects.next")}>
                <div class="law-acts">
                  <For each={steps(known())}>
                    {(kind) => (
                      <Button
                        look={kind === "answered" ? "main" : kind === "withdrawn" ? "quiet" : "plain"}
                        onClick={() => setStep({ kind, request: known() })}
                      >
                        {t(`subjects.act.${kind}`)}
                      </Button>
                    )}
                  </For>
                </div>
              </Card>
            </Show>
            <Facts request={known()} />
            <Card title={t("subjects.law.title")}>
              <Show when={known().laws.length > 0} fallback={<p>{t("subjects.no_law")}</p>}>
                <ul class="law-rows">
                  <For each={known().laws}>
                    {(law) => (
                      <li>
                        <div>
                          <p class="law-title">{law.law}</p>
                          <p>{law.paraphrase}</p>
                          <p class="law-clock">{law.clockWords}</p>
                          <Show when={law.extension}>
                            {(time) => <p>{t("subjects.extension", { time: time() })}</p>}
                          </Show>
                          <p class="quiet-text small-text">
                            {t(`duties.verification.${law.verification}`)} ·{" "}
                            {t("subjects.law.version", { version: law.packVersion })}
                          </p>
                        </div>
                        <div class="law-side">
                          <Show when={law.due} fallback={<Tag>{t("subjects.no_time")}</Tag>}>
                            {(due) => (
                              <time class="figures" datetime={due()}>
                                {t("subjects.until", { at: instant(due()) })}
                              </time>
                            )}
                          </Show>
                        </div>
                      </li>
                    )}
                  </For>
                </ul>
              </Show>
            </Card>
            <Steps request={known()} />
          </>
        )}
      </WaitFor>
      <For each={[step()].filter((one) => one !== undefined)}>
        {(one) => (
          <StepDialog
            kind={one.kind}
            request={one.request}
            onClose={() => setStep(undefined)}
            onDone={() => {
              showToast({ text: t("subjects.saved") });
              void refetch();
            }}
          />
        )}
      </For>
    </main>
  );
}

function Facts(props: { request: RequestView }): JSX.Element {
  const t = useWords();
  const one = () => props.request;
  const rows = (): [string, string | null][] => [
    ["person", one().personName],
    ["contact", one().personContact || null],
    ["way", t(`subjects.way.${one().way}`)],
    ["received", instant(one().receivedAt)],
    ["asked", one().asked],
    ["identity", [t(`subjects.identity.${one().identity}`), one().identityNote].filter(Boolean).join(": ")],
    ["owner", one().owner ?? t("subjects.field.nobody")],
    ["reason", one().extensionReason],
    ["answer", one().answer],
    ["ground", one().ground],
  ];
  return (
    <Card title={t("subjects.facts")}>
      <dl class="law-pairs">
        <For each={rows().filter(([, value]) => value !== null)}>
          {([key, value]) => (
            <>
              <dt>{t(`subjects.field.${key}`)}</dt>
              <dd>{value}</dd>
            </>
          )}
        </For>
      </dl>
    </Card>
  );
}

function Steps(props: { request: RequestView }): JSX.Element {
  const t = useWords();
  type Step = RequestView["steps"][number];
  const more = ({ detail }: Step): string =>
    [
      detail.identity ? t(`subjects.identity.${detail.identity}`) : "",
      detail.note ?? "",
      detail.owner === undefined ? "" : (detail.owner ?? t("subjects.field.nobody")),
      detail.outcome ? t(`subjects.outcome.${detail.outcome}`) : "",
      detail.reason ?? "",
      detail.due ? t("subjects.until", { at: instant(detail.due) }) : "",
    ]
      .filter((text) => text !== "")
      .join(" · ");
  return (
    <Card title={t("subjects.steps")} count={props.request.steps.length}>
      <ol class="law-rows">
        <For each={props.request.steps}>
          {(step) => (
            <li>
              <div>
                <p class="law-title">{t(`subjects.step.${step.kind}`)}</p>
                <p class="quiet-text small-text pre-text">{more(step)}</p>
              </div>
              <div class="law-side small-text">
                <span>{step.by}</span>
                <time class="figures" datetime={step.at}>
                  {instant(step.at)}
                </time>
              </div>
            </li>
          )}
        </For>
      </ol>
    </Card>
  );
}
