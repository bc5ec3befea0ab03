// One filing as its addressee sees it: the fields that it is given, its stage and lateness under the law of that day, questions, acknowledgement, decision.
import { A, useParams } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { FilingView } from "../../../backend/compliance/inbox/answers/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { Moment } from "../../parts/moment/moment.tsx";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { Facts, ThingPage } from "../../shell/authority/page-parts.tsx";
import { createReadPage } from "../../shell/authority/read-page.ts";
import { StepCard, type StepOffer } from "../../shell/authority/step-card.tsx";
import { can } from "../../shell/session.ts";
import { sayStage } from "./say-stage.ts";
import { StandingCard } from "../yearly/standing-card.tsx";
import "../../shell/lists/lists.css";
import { lawName } from "./law-names.ts";

export function FilingPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const read = createReadPage<FilingView>(() => `/api/v1/office/filings/${params.id}`);
  const offers = (view: FilingView): StepOffer[] => {
    if (view.state === "closed" || !can("authority.work")) return [];
    const label = (kind: string): string => t(`inspections.step.${kind}`);
    const ask: StepOffer = {
      kind: "ask",
      label: label("ask"),
      fields: [
        { name: "question", kind: "long" },
        { name: "answerBy", kind: "day", isOptional: true },
      ],
    };
    if (view.state === "new")
      return [
        {
          kind: "acknowledge",
          label: label("acknowledge"),
          fields: [{ name: "receipt", kind: "text", isOptional: true }],
        },
        ask,
      ];
    const outcomes = ["no_action", "advice", "inspection", "notice"].map((value) => ({
      value,
      label: t(`decisions.outcome_of_filing.${value}`),
    }));
    return [
      ask,
      {
        kind: "close",
        label: label("close"),
        fields: [
          { name: "outcome", kind: "choice", options: outcomes },
          { name: "decision", kind: "long" },
        ],
      },
    ];
  };
  return (
    <ThingPage read={read} back="/filings">
      {(view) => (
        <>
          <header class="authority-head">
            <h1>{view().entity}</h1>
            <span class="figures quiet-text">{view().receiptNumber}</span>
            <Tag tone={view().lateness === "late" ? "high" : "plain"}>
              {t(`inspections.lateness.${view().lateness}`)}
            </Tag>
            <Tag tone="indigo">{t(`inspections.state.${view().state}`)}</Tag>
          </header>
          <Show when={view().standing === "disowned"}>
            <Notice tone="mind">{t("yearly.standing.disowned")}</Notice>
          </Show>
          <Show when={view().standing === "unconfirmed"}>
            <Notice tone="mind">{t("inspections.filings.unconfirmed")}</Notice>
          </Show>
          <div class="authority-columns">
            <div>
              <Card title={t("inspections.filings.fields")}>
                <Facts
                  rows={view().fields.map(
                    ({ id, name, value }) => [name[currentLanguage()] ?? id, String(value)] as const,
                  )}
                />
              </Card>
              <Card title={t("inspections.filings.questions")} count={view().questions.length}>
                <ul class="authority-rows">
                  <For
                    each={view().questions}
                    fallback={<li class="quiet-text">{t("inspections.filings.no_question")}</li>}
                  >
                    {(one) => (
                      <li>
                        <p class="authority-said">{one.question}</p>
                        <p class="quiet-text small-text">
                          <Moment at={one.askedAt} />
                          <Show when={one.answerBy}>{(day) => <> · {t("inspections.due", { day: day() })}</>}</Show>
                        </p>
                        <p class="authority-said">{one.answer ?? t("inspections.filings.no_answer")}</p>
                      </li>
                    )}
                  </For>
                </ul>
              </Card>
            </div>
            <div>
              <StepCard
                asks="proceeding"
                title={t("inspections.page.next")}
                offers={offers(view())}
                run={async (kind, body) => {
                  await apiPost(`/api/v1/office/filings/${params.id}/steps`, { step: { kind, ...body } });
                  await read.reload();
                }}
              />
              <Card title={t("inspections.filings.handling")}>
                <Facts
                  rows={[
                    [t("inspections.column.stage"), sayStage(t, view().stage)],
                    [t("inspections.column.channel"), t(`inspections.channel.${view().channel}`)],
                    [t("inspections.column.submittedAt"), formatInstant(view().submittedAt)],
                    [
                      t("inspections.column.dueAt"),
                      view().dueAt === null ? t("inspections.lateness.no_time") : formatInstant(view().dueAt ?? ""),
                    ],
                    [
                      t("inspections.page.law"),
                      t("inspections.filings.judged", { pack: lawName(view().packId), version: view().packVersion }),
                    ],
                    [t("inspections.column.reference"), view().reference],
                    [t("inspections.column.receiptNumber"), view().receipt],
                    [t("inspections.field.decision"), view().decision],
                    [
                      t("inspections.filings.hash"),
                      <code class="log-number">{view().contentSha256.slice(0, 24)}…</code>,
                    ],
                  ]}
                />
              </Card>
              <StandingCard partId={params.id} onDone={read.reload} />
              <Show when={view().others.length > 0}>
                <Card title={t("inspections.filings.others")}>
                  <ul class="authority-rows">
                    <For each={view().others}>
                      {(other) => (
                        <li>
                          <A href={`/filings/${other.id}`}>{other.receiptNumber}</A>{" "}
                          <span class="quiet-text">
                            {sayStage(t, other.stage)} · <Moment at={other.submittedAt} />
                          </span>
                        </li>
                      )}
                    </For>
                  </ul>
                </Card>
              </Show>
            </div>
          </div>
        </>
      )}
    </ThingPage>
  );
}
