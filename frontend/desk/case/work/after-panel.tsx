// What comes after an incident: restoration and cause, the review, its improvements, and what those who reported answered.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { ImprovementView } from "../../../../backend/cases/after/model.ts";
import { reviewedSeverities } from "../../../../backend/cases/closing/model.ts";
import type { CaseWork } from "../../../../backend/cases/work/model.ts";
import { Button } from "../../../parts/button/button.tsx";
import { Card } from "../../../parts/card/card.tsx";
import { Notice } from "../../../parts/notice/notice.tsx";
import { Tag } from "../../../parts/tag/tag.tsx";
import { formatInstant } from "../../../platform/format.ts";
import { currentLanguage, useWords } from "../../../platform/words.ts";
import type { Work } from "./create-work.ts";
import { FactsDialog } from "./facts-dialog.tsx";
import { ImprovementDialog } from "./improvement-dialog.tsx";
import { ReviewDialog } from "./review-dialog.tsx";
import { Due } from "./tasks-panel.tsx";

export function AfterPanel(props: { of: CaseWork; work: Work }): JSX.Element {
  const t = useWords();
  const [open, setOpen] = createSignal<"facts" | "review">();
  const [improvement, setImprovement] = createSignal<ImprovementView | "new">();
  const mayChange = () => props.of.can.change;
  const close = (): void => {
    setOpen(undefined);
  };
  return (
    <div class="work-panels">
      <Card
        title={t("casework.after.facts")}
        aside={
          <Show when={mayChange()}>
            <Button isSmall onClick={() => setOpen("facts")}>
              {t(props.of.outcome ? "casework.change" : "casework.after.write_facts")}
            </Button>
          </Show>
        }
      >
        <Facts of={props.of} />
      </Card>
      <Card
        title={t("casework.after.review")}
        aside={
          <Show when={mayChange()}>
            <Button isSmall onClick={() => setOpen("review")}>
              {t(props.of.review ? "casework.change" : "casework.after.write_facts")}
            </Button>
          </Show>
        }
      >
        <Review of={props.of} />
      </Card>
      <Card
        title={t("casework.after.improvements")}
        count={props.of.improvements.length}
        aside={
          <Show when={mayChange()}>
            <Button isSmall onClick={() => setImprovement("new")}>
              {t("casework.after.improvement_add")}
            </Button>
          </Show>
        }
      >
        <ul class="work-list">
          <For
            each={props.of.improvements}
            fallback={<li class="quiet-text small-text">{t("casework.after.improvements_none")}</li>}
          >
            {(one) => (
              <li class="work-row" data-ended={one.state === "open" ? undefined : ""}>
                <div class="work-row-main">
                  <p>
                    <b dir="auto">{one.title}</b> <Tag>{t(`casework.after.improvement.${one.state}`)}</Tag>
                  </p>
                  <p class="quiet-text small-text">
                    {one.owner.name}
                    <Due at={one.dueAt} isEnded={one.state !== "open"} />
                  </p>
                  <Show when={one.outcome !== ""}>
                    <p class="pre-text small-text" dir="auto">
                      {one.outcome}
                    </p>
                  </Show>
                </div>
                <Show when={mayChange()}>
                  <div class="work-row-acts">
                    <Button
                      isSmall
                      look="quiet"
                      aria-label={`${t(one.state === "open" ? "casework.after.improvement_end" : "casework.change")}: ${one.title}`}
                      onClick={() => setImprovement(one)}
                    >
                      {t(one.state === "open" ? "casework.after.improvement_end" : "casework.change")}
                    </Button>
                  </div>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Card>
      <Show when={props.of.questions.length > 0}>
        <Card title={t("casework.after.questions")} count={props.of.questions.length}>
          <p class="quiet-text small-text">{t("casework.after.questions_hint")}</p>
          <ul class="side-list">
            <For each={props.of.questions}>
              {(one) => (
                <li>
                  <span class="mono">{one.reference}</span>: <b>{t(`casework.after.answer.${one.answer ?? "none"}`)}</b>
                  <Show when={one.words !== ""}>
                    <p class="pre-text small-text" dir="auto">
                      {one.words}
                    </p>
                  </Show>
                </li>
              )}
            </For>
          </ul>
        </Card>
      </Show>
      <Show when={open() === "facts"}>
        <FactsDialog of={props.of} work={props.work} onClose={close} />
      </Show>
      <Show when={open() === "review"}>
        <ReviewDialog of={props.of} work={props.work} onClose={close} />
      </Show>
      <Show when={improvement()} keyed>
        {(one) => (
          <ImprovementDialog
            caseId={props.of.caseId}
            improvement={one === "new" ? undefined : { ...one }}
            work={props.work}
            onClose={() => setImprovement(undefined)}
          />
        )}
      </Show>
    </div>
  );
}

function Facts(props: { of: CaseWork }): JSX.Element {
  const t = useWords();
  return (
    <Show when={props.of.outcome} fallback={<p class="quiet-text small-text">{t("casework.after.facts_none")}</p>}>
      {(facts) => (
        <dl class="work-facts">
          <Fact
            label={t("casework.after.restored_at")}
            text={facts().restoredAt ? formatInstant(facts().restoredAt ?? "") : ""}
          />
          <Fact label={t("casework.after.verified")} text={facts().verifiedBy} />
          <Fact
            label={t("casework.after.cause")}
            text={facts().rootCause ? t(`casework.after.cause.${facts().rootCause}`) : t("casework.after.no_cause")}
            more={facts().rootCauseNote}
          />
          <Fact
            label={t("casework.after.function")}
            text={
              facts().isFunctionAffected === null
                ? t("casework.after.function_unknown")
                : t(facts().isFunctionAffected ? "casework.fields.yes" : "casework.fields.no")
            }
            more={[
              facts().functionNames?.[currentLanguage()] ?? facts().functionNames?.["fr"] ?? "",
              facts().functionNote,
            ]
              .filter((part) => part !== "")
              .join("\n")}
          />
          <Fact
            label={t("casework.after.public")}
            text={facts().publicUpdateAt ? formatInstant(facts().publicUpdateAt ?? "") : ""}
            more={facts().publicUpdate}
          />
        </dl>
      )}
    </Show>
  );
}

function Review(props: { of: CaseWork }): JSX.Element {
  const t = useWords();
  return (
    <>
      <Show when={reviewedSeverities.has(props.of.severity) && !props.of.review?.finishedAt}>
        <Notice>{t("casework.after.review_needed")}</Notice>
      </Show>
      <Show when={props.of.review} fallback={<p class="quiet-text small-text">{t("casework.after.review_none")}</p>}>
        {(review) => (
          <>
            <p class="small-text quiet-text">
              {review().finishedAt
                ? t("casework.after.finished", {
                    name: review().finishedBy?.name ?? t("casework.machine"),
                    time: formatInstant(review().finishedAt ?? ""),
                  })
                : t("casework.after.unfinished")}
            </p>
            <dl class="work-facts">
              <Fact
                label={t("casework.after.held_at")}
                text={review().heldAt ? formatInstant(review().heldAt ?? "") : ""}
              />
              <Fact label={t("casework.after.participants")} text={review().participants} />
              <Fact label={t("casework.after.well")} text="" more={review().wentWell} />
              <Fact label={t("casework.after.badly")} text="" more={review().wentBadly} />
              <Fact label={t("casework.after.conclusion")} text="" more={review().conclusion} />
            </dl>
          </>
        )}
      </Show>
    </>
  );
}

function Fact(props: { label: string; text: string; more?: string }): JSX.Element {
  return (
    <Show when={props.text !== "" || (props.more ?? "") !== ""}>
      <dt>{props.label}</dt>
      <dd>
        <Show when={props.text !== ""}>
          <p>{props.text}</p>
        </Show>
        <Show when={(props.more ?? "") !== ""}>
          <p class="pre-text" dir="auto">
            {props.more}
          </p>
        </Show>
      </dd>
    </Show>
  );
}
