// Beside the report: whom it concerns, who reported (masked), what was seen, similar reports, facts, who may see it, what was done.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import type { IdentityView, ReportPage } from "../../../backend/reporting/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { SeverityTag } from "../../parts/severity/severity.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant, formatShort } from "../../platform/format.ts";
import { hasWords, useWords } from "../../platform/words.ts";
import { defang } from "../data/defang.ts";
import { tellProblem } from "../data/tell-problem.ts";

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
                        ? t(`desk.concerned.via.${via()}`, { value: defang("domain", one.value ?? "") })
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
      setIdentity(
        await apiPost<IdentityView>(
          `/api/v1/desk/reports/${props.page.id}/identity`,
          why === "" ? {} : { reason: why },
        ),
      );
      setAsking(false);
    } catch (failure) {
      tellProblem(failure);
    }
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
            : props.page.isConfidential
              ? "desk.reporter.confidential"
              : "desk.reporter.named",
        )}
      </p>
      <Show when={props.page.onBehalf}>
        <p class="small-text">
          {t("desk.reporter.on_behalf", {
            consent: t(`desk.reporter.consent.${String(props.page.onBehalf?.["consent"] ?? "unknown")}`),
          })}
        </p>
      </Show>
      <p class="quiet-text small-text">{t(`desk.reporter.answer_by.${props.page.answerChannel}`)}</p>
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

interface Value {
  kind: string;
  value: string;
  raw: string;
  role: string;
  seenElsewhere: number;
  times: number;
}

export function ObservablesCard(props: { page: ReportPage; isDefanged: boolean }): JSX.Element {
  const t = useWords();
  const [isWhole, setWhole] = createSignal(false);
  const values = (): Value[] => {
    const byValue = new Map<string, Value>();
    for (const one of props.page.observables) {
      const key = `${one.kind} ${one.value}`;
      const known = byValue.get(key);
      if (known) known.times += 1;
      else byValue.set(key, { ...one, times: 1 });
    }
    return [...byValue.values()].sort((a, b) => b.seenElsewhere - a.seenElsewhere);
  };
  const shown = () => (isWhole() ? values() : values().slice(0, 10));
  return (
    <Card title={t("desk.observables.title")} count={values().length}>
      <Show when={values().length > 0} fallback={<p class="quiet-text small-text">{t("desk.observables.none")}</p>}>
        <ul class="side-list">
          <For each={shown()}>
            {(one) => (
              <li>
                <code class="value">{props.isDefanged ? defang(one.kind, one.value) : one.value}</code>
                <p class="quiet-text small-text">
                  {t(`desk.kind.${one.kind}`)} · {t(`desk.role.${one.role}`)}
                  <Show when={one.seenElsewhere > 0}>
                    {" · "}
                    <A href={`/reports?view=all&text=${encodeURIComponent(one.value)}`}>
                      {t("desk.observables.elsewhere", { count: one.seenElsewhere })}
                    </A>
                  </Show>
                </p>
              </li>
            )}
          </For>
        </ul>
        <Show when={values().length > 10}>
          <Button isSmall look="quiet" onClick={() => setWhole(!isWhole())}>
            {isWhole() ? t("desk.text.less") : t("desk.observables.all", { count: values().length })}
          </Button>
        </Show>
      </Show>
    </Card>
  );
}

export function SimilarCard(props: { page: ReportPage; isDefanged: boolean }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("desk.similar.title")} count={props.page.similar.length}>
      <Show
        when={props.page.similar.length > 0}
        fallback={<p class="quiet-text small-text">{t("desk.similar.none")}</p>}
      >
        <ul class="side-list">
          <For each={props.page.similar}>
            {(one) => (
              <li>
                <A href={`/reports/${one.id}`}>{one.reference}</A> <SeverityTag of={one.severity} />
                <p class="small-text side-title">{one.title}</p>
                <p class="quiet-text small-text">
                  {t("desk.similar.shares", {
                    values: one.shared
                      .slice(0, 3)
                      .map((value) => defang(value.kind, value.value))
                      .join(", "),
                  })}
                  <Show when={one.caseReference}>{(reference) => <> · {reference()}</>}</Show>
                </p>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Card>
  );
}

export function FactsCard(props: { page: ReportPage }): JSX.Element {
  const t = useWords();
  const occurred = () => {
    const { occurredAt, occurredPrecision } = props.page;
    if (occurredAt) return formatInstant(occurredAt);
    return occurredPrecision ? t(`desk.facts.precision.${occurredPrecision}`) : t("desk.facts.unknown");
  };
  const answers = () => Object.entries(props.page.answers);
  return (
    <Card title={t("desk.facts.title")}>
      <dl class="facts">
        <dt>{t("desk.facts.flow")}</dt>
        <dd>{t(`desk.flow.${props.page.flow}`)}</dd>
        <dt>{t("desk.facts.occurred")}</dt>
        <dd>{occurred()}</dd>
        <Show when={props.page.isOngoing !== null}>
          <dt>{t("desk.facts.ongoing")}</dt>
          <dd>{props.page.isOngoing ? t("desk.yes") : t("desk.no")}</dd>
        </Show>
        <Show when={props.page.area}>
          <dt>{t("desk.facts.area")}</dt>
          <dd>{props.page.area}</dd>
        </Show>
      </dl>
      <Show when={answers().length > 0}>
        <details>
          <summary class="small-text">{t("desk.facts.answers", { count: answers().length })}</summary>
          <dl class="facts">
            <For each={answers()}>
              {([question, answer]) => (
                <>
                  <dt>{question}</dt>
                  <dd dir="auto">{Array.isArray(answer) ? answer.join(", ") : answer}</dd>
                </>
              )}
            </For>
          </dl>
        </details>
      </Show>
    </Card>
  );
}

export function SightCard(props: { page: ReportPage }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("desk.sight.title")}>
      <p class="small-text">
        <Tag tone="indigo">TLP:{props.page.marking.toUpperCase()}</Tag>{" "}
        <Tag tone="indigo">PAP:{props.page.pap.toUpperCase()}</Tag>
      </p>
      <p class="small-text quiet-text">{t(`desk.sight.${props.page.marking.replace("+strict", "_strict")}`)}</p>
      <Show when={props.page.hasIdentity}>
        <p class="small-text quiet-text">{t("desk.sight.identity")}</p>
      </Show>
    </Card>
  );
}

/** An act of the log in words; one that has no words yet shows its name. */
export function actWords(t: ReturnType<typeof useWords>, action: string): string {
  const key = `desk.acts.${action}`;
  return hasWords(key) ? t(key) : action;
}

export function HistoryCard(props: { page: ReportPage }): JSX.Element {
  const t = useWords();
  const [isWhole, setWhole] = createSignal(false);
  const shown = () => (isWhole() ? props.page.acts : props.page.acts.slice(0, 6));
  return (
    <Card title={t("desk.history.title")} count={props.page.acts.length}>
      <ol class="side-list">
        <For each={shown()}>
          {(act) => (
            <li class="small-text">
              <time class="quiet-text figures" dateTime={act.at} title={formatInstant(act.at)}>
                {formatShort(act.at)}
              </time>{" "}
              {actWords(t, act.action)}{" "}
              <span class="quiet-text">{act.actor?.name ?? t(`desk.actor.${act.actorKind}`)}</span>
              <Show when={typeof act.detail["reason"] === "string"}>
                <span> « {String(act.detail["reason"])} »</span>
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
