// Beside the report: whom it concerns, who reported (masked until asked), who may see it, what was done.
import { createSignal, For, type JSX, lazy, Show, Suspense } from "solid-js";
import { bindReveal, type IdentityView, type ReportPage } from "../../../backend/reporting/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { Moment } from "../../parts/moment/moment.tsx";
import { bring } from "../../platform/bring.ts";
import { hasWords, loadRoom, useWords } from "../../platform/words.ts";
import { defangUnknown } from "../data/defang.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { CeremonyCancelled, confirmWithPasskey } from "../../shell/sign-in/ceremonies.ts";
import "./report.css";

/** Only a report in confidence needs the keys and their crypto. */
const SealedPart = lazy(async () => {
  const [loaded] = await Promise.all([bring(async () => await import("./sealed-part.tsx")), loadRoom("sealed")]);
  return { default: loaded.SealedPart };
});

export function ConcernedCard(props: { page: ReportPage }): JSX.Element {
  const t = useWords();
  const concerned = () => props.page.assessments[0]?.constituents ?? [];
  return (
    <Card title={t("desk.concerned.title")}>
      <Show when={concerned().length > 0} fallback={<p class="quiet-text small-text">{t("desk.concerned.none")}</p>}>
        <ul class="side-list">
          <For each={concerned()}>
            {(one) => (
              <li>
                <b>{one.name}</b>
                <Show when={one.via}>
                  {(via) => (
                    <p class="quiet-text small-text">
                      {hasWords(`desk.concerned.via.${via()}`)
                        ? t(`desk.concerned.via.${via()}`, { value: defangUnknown(one.value ?? "") })
                        : via()}
                    </p>
                  )}
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Card>
  );
}

export function ReporterCard(props: { page: ReportPage }): JSX.Element {
  const t = useWords();
  const [identity, setIdentity] = createSignal<IdentityView>();
  const [isAsking, setAsking] = createSignal(false);
  const [reason, setReason] = createSignal("");
  const [error, setError] = createSignal<string>();
  const reveal = async (): Promise<void> => {
    if (props.page.isConfidential && reason().trim().length < 3) {
      setError(t("desk.reason.too_short"));
      return;
    }
    try {
      const why = reason().trim();
      if (props.page.isConfidential) await confirmWithPasskey(bindReveal(props.page));
      setIdentity(
        await apiPost<IdentityView>(
          `/api/v1/desk/reports/${props.page.id}/identity`,
          why === "" ? {} : { reason: why },
        ),
      );
      setAsking(false);
    } catch (failure) {
      // A dialog of the device that was closed is a change of mind, not a fault.
      if (!(failure instanceof CeremonyCancelled)) tellProblem(failure);
    }
  };
  const consent = () => {
    const told = props.page.onBehalf?.["consent"];
    return typeof told === "string" && hasWords(`desk.reporter.consent.${told}`) ? told : "unknown";
  };
  const facts = (): [string, string][] => {
    const one = identity();
    if (!one) return [];
    const pairs: [string, string | null][] = [
      ["name", one.name],
      ["on_behalf_name", one.onBehalfName],
      ["email", one.email],
      ["phone", one.phone],
      ["role", one.role],
      ["organisation", one.organisation],
      ["safe_channel", one.safeChannel],
      ["may_tell", one.mayTell.map((who) => t(`desk.reporter.may_tell_${who}`)).join(", ")],
    ];
    return pairs.flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : []));
  };
  return (
    <Card title={t("desk.reporter.title")}>
      <p>
        {t(
          props.page.isAnonymous
            ? "desk.reporter.anonymous"
            : props.page.isSealed
              ? "desk.reporter.sealed"
              : props.page.isConfidential
                ? "desk.reporter.confidential"
                : "desk.reporter.named",
        )}
      </p>
      <Show when={props.page.onBehalf}>
        <p class="small-text">
          {t("desk.reporter.on_behalf", {
            consent: t(`desk.reporter.consent.${consent()}`),
          })}
        </p>
      </Show>
      <p class="quiet-text small-text">
        {t(`desk.reporter.answer_by.${props.page.isSealed ? "receipt" : props.page.answerChannel}`)}
      </p>
      <Show when={props.page.can.reveal && !identity()}>
        <Show
          when={isAsking()}
          fallback={
            <Button isSmall onClick={() => (props.page.isConfidential ? setAsking(true) : void reveal())}>
              {t("desk.reporter.reveal")}
            </Button>
          }
        >
          <form
            class="inline-form"
            onSubmit={(event) => {
              event.preventDefault();
              void reveal();
            }}
          >
            <TextField
              label={t("desk.reporter.why")}
              value={reason()}
              error={error()}
              autofocus
              onInput={(event) => setReason(event.currentTarget.value)}
            />
            <Button isSmall type="submit" look="main">
              {t("desk.reporter.reveal")}
            </Button>
          </form>
        </Show>
        <p class="quiet-text small-text">{t("desk.reporter.logged")}</p>
      </Show>
      <Show when={props.page.isSealed}>
        <Suspense>
          <SealedPart page={props.page} />
        </Suspense>
      </Show>
      <Show when={identity()}>
        <dl class="facts">
          <For each={facts()}>
            {([name, value]) => (
              <>
                <dt>{t(`desk.reporter.${name}`)}</dt>
                <dd dir="auto">{value}</dd>
              </>
            )}
          </For>
        </dl>
      </Show>
    </Card>
  );
}

/** An act of the log in words; one that has no words yet shows its name. */
export function actWords(t: ReturnType<typeof useWords>, action: string): string {
  const key = [`desk.acts.${action}`, `access.acts.${action}`].find(hasWords);
  return key === undefined ? action : t(key);
}

export function HistoryCard(props: { page: ReportPage }): JSX.Element {
  const t = useWords();
  const [isWhole, setWhole] = createSignal(false);
  const shown = () => (isWhole() ? props.page.acts : props.page.acts.slice(0, 6));
  return (
    <Card title={t("desk.history.title")} count={props.page.acts.length}>
      <ol class="side-list">
        <For each={shown()} fallback={<li class="quiet-text small-text">{t("desk.history.none")}</li>}>
          {(act) => (
            <li class="small-text">
              <Moment class="quiet-text figures" at={act.at} /> {actWords(t, act.action)}{" "}
              <span class="quiet-text">{act.actor?.name ?? t(`desk.actor.${act.actorKind}`)}</span>
              <Show when={typeof act.detail["reason"] === "string"}>
                <span> {t("desk.quote", { text: String(act.detail["reason"]) })}</span>
              </Show>
            </li>
          )}
        </For>
      </ol>
      <Show when={props.page.acts.length > 6}>
        <Button isSmall look="quiet" onClick={() => setWhole(!isWhole())}>
          {isWhole() ? t("desk.text.less") : t("desk.history.all", { count: props.page.acts.length })}
        </Button>
      </Show>
    </Card>
  );
}
