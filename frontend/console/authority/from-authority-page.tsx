// "From the authority": what was notified to the entity, asked about its filings, and acknowledged.
import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { NoticesView } from "../../../backend/compliance/offices/answers/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { Moment } from "../../parts/moment/moment.tsx";
import { hasWords, useWords } from "../../platform/words.ts";
import { createReadPage } from "../../shell/authority/read-page.ts";
import { StepCard } from "../../shell/authority/step-card.tsx";
import { can } from "../../shell/session.ts";
import "../../shell/authority/authority.css";

const states: Record<string, string> = {
  inspection: "inspections.state",
  matter: "decisions.state",
  complaint: "inspections.complaint",
  requalification: "yearly.asked",
};

export function FromAuthorityPage(): JSX.Element {
  const t = useWords();
  const read = createReadPage<NoticesView>(() => "/api/v1/console/authority");
  const stateOf = (kind: string, state: string): string => {
    const key = `${states[kind] ?? ""}.${state}`;
    return hasWords(key) ? t(key) : state;
  };
  return (
    <main class="page authority-page">
      <h1>{t("inspections.own.title")}</h1>
      <p class="quiet-text">{t("inspections.own.text")}</p>
      <Show when={read.problem()}>
        {(words) => (
          <Notice tone="problem" isAlert>
            {words()}
          </Notice>
        )}
      </Show>
      <Show when={read.page()} fallback={read.problem() ? null : <Skeleton lines={8} words={t("desk.loading")} />}>
        {(view) => (
          <>
            <Card title={t("inspections.own.notices")} count={view().notices.length}>
              <Show when={view().notices.length > 0} fallback={<p class="quiet-text">{t("inspections.none")}</p>}>
                <ul class="authority-rows">
                  <For each={view().notices}>
                    {(one) => (
                      <li>
                        <p>
                          <A href={one.kind === "requalification" ? "/entry" : `/authority/${one.kind}s/${one.id}`}>
                            {one.kind === "requalification"
                              ? t("yearly.asked.kind")
                              : t(`inspections.kind.${one.kind}`)}{" "}
                            {one.reference}
                          </A>{" "}
                          <Tag>{stateOf(one.kind, one.state)}</Tag>
                        </p>
                        <p class="quiet-text small-text">
                          {one.authority} · {one.title} · <Moment at={one.at} />
                          <Show when={one.dueOn}>{(day) => <> · {t("inspections.due", { day: day() })}</>}</Show>
                        </p>
                      </li>
                    )}
                  </For>
                </ul>
              </Show>
            </Card>
            <Card title={t("inspections.own.questions")} count={view().questions.length}>
              <Show when={view().questions.length > 0} fallback={<p class="quiet-text">{t("inspections.none")}</p>}>
                <ul class="authority-rows">
                  <For each={view().questions}>
                    {(one) => (
                      <li>
                        <p class="quiet-text small-text">
                          {one.authority} · {one.receiptNumber}
                          <Show when={one.answerBy}>{(day) => <> · {t("inspections.due", { day: day() })}</>}</Show>
                        </p>
                        <p class="authority-said">{one.question}</p>
                        <Show
                          when={one.answer}
                          fallback={
                            <Show when={can("authority.answer")}>{<Answer id={one.id} onDone={read.reload} />}</Show>
                          }
                        >
                          {(answer) => <p class="authority-said">{answer()}</p>}
                        </Show>
                      </li>
                    )}
                  </For>
                </ul>
              </Show>
            </Card>
            <Card title={t("inspections.own.handled")} count={view().handled.length}>
              <ul class="authority-rows">
                <For each={view().handled} fallback={<li class="quiet-text">{t("inspections.none")}</li>}>
                  {(one) => (
                    <li>
                      <p>
                        {one.authority} · {one.receiptNumber} → <strong class="figures">{one.receipt}</strong>
                      </p>
                      <p class="quiet-text small-text">
                        <Moment at={one.acknowledgedAt} />
                      </p>
                      <Show when={one.decision}>{(decision) => <p class="authority-said">{decision()}</p>}</Show>
                    </li>
                  )}
                </For>
              </ul>
            </Card>
          </>
        )}
      </Show>
    </main>
  );
}

function Answer(props: { id: string; onDone: () => Promise<void> }): JSX.Element {
  const t = useWords();
  return (
    <StepCard
      asks="to_authority"
      title={t("inspections.own.answer")}
      offers={[{ kind: "answer", label: t("inspections.own.send"), fields: [{ name: "text", kind: "long" }] }]}
      run={async (_kind, body) => {
        await apiPost(`/api/v1/console/authority/questions/${props.id}/answer`, body);
        await props.onDone();
      }}
    />
  );
}
