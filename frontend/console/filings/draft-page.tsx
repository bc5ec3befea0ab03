// The form of an incident: each question once, saved as it is answered; then what each addressee gets, and the passkey that files it.
import { useNavigate, useParams } from "@solidjs/router";
import { createEffect, createSignal, For, type JSX, Match, on, Show, Switch } from "solid-js";
import {
  type DraftView,
  type QuestionView,
  stepUpForFiling,
  type Submitted,
} from "../../../backend/compliance/filings/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiDelete, apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { describeProblem, tellProblem } from "../../shell/data/tell-problem.ts";
import { createDraftKeeper, type DraftKeeper } from "./keep-answers.ts";
import { QuestionField } from "./question-field.tsx";
import { ReviewPart } from "./review-part.tsx";
import "../../shell/law/law.css";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import { FormWhy } from "../../shell/forms/form-why.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

const groups: readonly QuestionView["group"][] = ["law", "who", "what", "data", "effect", "response", "copies", "late"];

export function DraftPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ draftId: string }>();
  const keeper = createDraftKeeper(params.draftId);
  const [isReview, setReview] = createSignal(false);
  // What is missing is said at its question once somebody has asked to file, and until they ask again: lines that go while they write would move the next box from under the pointer.
  const [problems, setProblems] = createSignal<DraftView["problems"]>([]);
  createEffect(on(currentLanguage, () => void keeper.load()));
  const review = async (): Promise<void> => {
    await keeper.settled();
    await keeper.load();
    setReview(true);
    setProblems(keeper.draft()?.problems ?? []);
    window.scrollTo(0, 0);
  };
  const goTo = (field: string): void => {
    setReview(false);
    document.querySelector<HTMLElement>(`[data-field="${field}"] :is(input, select, textarea, button)`)?.focus();
  };
  return (
    <main class="page law-page">
      <Show when={keeper.failure()}>
        {(error) => (
          <Notice tone="problem" isAlert>
            {describeProblem(error())}
          </Notice>
        )}
      </Show>
      <Show
        when={keeper.draft()}
        fallback={<Show when={!keeper.failure()}>{<Skeleton lines={10} words={t("desk.loading")} />}</Show>}
      >
        {(draft) => (
          <Switch>
            <Match when={draft().isEmpty}>
              <Empty title={t("duties.no_law")} text={t("duties.no_law.text")} />
            </Match>
            <Match when={isReview()}>
              <Review draft={draft()} keeper={keeper} onBack={() => setReview(false)} onGoTo={goTo} />
            </Match>
            <Match when={true}>
              <Questions draft={draft()} keeper={keeper} problems={problems()} onReview={() => void review()} />
            </Match>
          </Switch>
        )}
      </Show>
    </main>
  );
}

function Questions(props: {
  draft: DraftView;
  keeper: DraftKeeper;
  problems: DraftView["problems"];
  onReview: () => void;
}): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const of = (group: QuestionView["group"]) => props.draft.questions.filter((question) => question.group === group);
  const drop = async (): Promise<void> => {
    try {
      await apiDelete(`/api/v1/filings/drafts/${props.draft.id}`);
      navigate("/filings");
    } catch (error) {
      tellProblem(error);
    }
  };
  const state = () => (props.keeper.state() === "idle" ? "" : t(`filings.${props.keeper.state()}`));
  return (
    <>
      <div class="law-head">
        <h1>{t(props.draft.kind === "first" ? "filings.new" : `filings.draft.${props.draft.kind}`)}</h1>
        <span class="quiet-text" role="status">
          {state()}
        </span>
      </div>
      <Show when={props.draft.filing}>{(filing) => <p class="figures">{filing().reference}</p>}</Show>
      <Notice>{t("filings.voluntary")}</Notice>
      <p class="quiet-text">{t("filings.once")}</p>
      <form
        class="law-form"
        data-each=""
        novalidate
        onSubmit={(submit) => {
          submit.preventDefault();
          props.onReview();
        }}
      >
        <FormWhy of="filing" />
        <For each={groups.filter((group) => of(group).length > 0)}>
          {(group) => (
            <fieldset class="law-fieldset">
              <legend>{t(`filings.group.${group}`)}</legend>
              {/* By name, so that a question stays on the page, with what is being typed, when its answer is read anew. */}
              <For each={of(group).map((question) => question.id)}>
                {(id) => (
                  <Show when={props.draft.questions.find((question) => question.id === id)}>
                    {(question) => (
                      <QuestionField
                        question={question()}
                        value={props.draft.answers[id]?.value ?? ""}
                        isUnknown={props.draft.answers[id]?.isUnknown ?? false}
                        before={props.draft.before[id]?.value}
                        problem={props.problems.find(({ field }) => field === id)?.code}
                        onSave={(value, isUnknown) => props.keeper.save(id, value, isUnknown)}
                      />
                    )}
                  </Show>
                )}
              </For>
            </fieldset>
          )}
        </For>
        <div class="law-acts">
          <Button type="submit" look="main">
            {t("filings.review")}
          </Button>
          <Button look="quiet" onClick={() => void drop()}>
            {t("filings.draft.drop")}
          </Button>
        </div>
      </form>
    </>
  );
}

function Review(props: {
  draft: DraftView;
  keeper: DraftKeeper;
  onBack: () => void;
  onGoTo: (field: string) => void;
}): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const act = createConfirmedAct();
  const [reason, setReason] = createSignal("");
  const sent = () => props.draft.parts.filter((part) => part.isSent);
  const isCorrection = () => props.draft.kind === "correction";
  const name = (field: string) => props.draft.questions.find((question) => question.id === field)?.name ?? "";
  const submit = async (): Promise<void> => {
    const { id, version } = props.draft;
    let filed: Submitted | undefined;
    const isDone = await act.run(stepUpForFiling.submit(id, version), async () => {
      filed = await apiPost<Submitted>(`/api/v1/filings/drafts/${id}/submit`, {
        version,
        language: currentLanguage(),
        ...(isCorrection() ? { reason: reason() } : {}),
      });
    });
    if (!isDone || !filed) return;
    showToast({ text: t("filings.done") });
    navigate(`/filings/${filed.filingId}`);
  };
  return (
    <>
      <div class="law-head">
        <h1>{t("filings.review.title")}</h1>
        <Button isSmall onClick={() => props.onBack()}>
          {t("filings.review.back")}
        </Button>
      </div>
      <p class="quiet-text">{t("filings.review.lead")}</p>
      <Show when={props.draft.problems.length > 0}>
        <Notice tone="problem" isAlert>
          <b>{t("filings.problems")}</b>
          <ul class="form-refusal">
            <For each={props.draft.problems}>
              {(problem) => (
                <li>
                  <Show when={name(problem.field)} fallback={t(`filings.problem.${problem.code}`)}>
                    {(field) => (
                      <a
                        href={`#${problem.field}`}
                        on:click={(event) => {
                          event.preventDefault();
                          event.stopPropagation();
                          props.onGoTo(problem.field);
                        }}
                      >
                        {t("fields.of", { field: field(), sentence: t(`filings.problem.${problem.code}`) })}
                      </a>
                    )}
                  </Show>
                </li>
              )}
            </For>
          </ul>
        </Notice>
      </Show>
      <For each={props.draft.parts} fallback={<Notice tone="mind">{t("filings.review.none")}</Notice>}>
        {(part) => <ReviewPart part={part} />}
      </For>
      <Show when={props.draft.tells.length > 0}>
        <Card title={t("filings.review.tells")}>
          <ul class="law-rows">
            <For each={props.draft.tells}>
              {(tell) => (
                <li>
                  <div>
                    <p class="law-title">{tell.addressee.name}</p>
                    <p>
                      {tell.title}. {tell.clockWords}
                    </p>
                    <p class="quiet-text small-text">{t(`duties.verification.${tell.verification}`)}</p>
                  </div>
                </li>
              )}
            </For>
          </ul>
        </Card>
      </Show>
      <FieldsForm
        of={act}
        class="law-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Show when={isCorrection()}>
          <TextArea
            label={t("filings.reason")}
            name="reason"
            why={whyAsked("filings.reason")}
            value={reason()}
            onInput={(input) => setReason(input.currentTarget.value)}
          />
        </Show>
        <p class="quiet-text">{t("filings.submit.hint")}</p>
        <p>
          <Button
            type="submit"
            look="main"
            isBusy={act.isBusy()}
            disabled={props.draft.problems.length > 0 || sent().length === 0}
          >
            {t("filings.submit", { count: sent().length })}
          </Button>
        </p>
      </FieldsForm>
    </>
  );
}
