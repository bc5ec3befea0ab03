// What rules found: each with its rule, version, engine, place, the matching words, why it matters, its record, and the analyst's verdict.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import type { FindingView, SuppressedView } from "../../../backend/reporting/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { toneOf } from "../../parts/severity/severity.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { sayWords, titleOf, whyOf } from "./say-finding.ts";
import { SuppressedGroup } from "./suppressed-group.tsx";
import { defangPiece } from "./segment-text.ts";

type Verdict = "true" | "false" | "benign";
const shownFirst = 8;

export function FindingsCard(props: {
  findings: FindingView[];
  suppressed: SuppressedView[];
  canJudge: boolean;
  onChanged: () => void;
}): JSX.Element {
  const t = useWords();
  const [isWhole, setWhole] = createSignal(false);
  const shown = () => (isWhole() ? props.findings : props.findings.slice(0, shownFirst));
  return (
    <Card title={t("desk.findings.title")} count={props.findings.length}>
      <Show when={props.findings.length > 0} fallback={<p class="quiet-text">{t("desk.findings.none")}</p>}>
        <ul class="findings">
          <For each={shown()}>
            {(finding) => <Finding finding={finding} canJudge={props.canJudge} onChanged={() => props.onChanged()} />}
          </For>
        </ul>
        <Show when={props.findings.length > shownFirst}>
          <Button isSmall look="quiet" onClick={() => setWhole(!isWhole())}>
            {isWhole() ? t("desk.text.less") : t("desk.findings.all", { count: props.findings.length })}
          </Button>
        </Show>
      </Show>
      <SuppressedGroup suppressed={props.suppressed} />
    </Card>
  );
}

function Finding(props: { finding: FindingView; canJudge: boolean; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const [asked, setAsked] = createSignal<Verdict>();
  const [reason, setReason] = createSignal("");
  const [error, setError] = createSignal<string>();
  const places = () => props.finding.locations.slice(0, 6);
  const judge = async (verdict: Verdict | null, why?: string): Promise<void> => {
    const before = props.finding.verdict;
    const beforeWhy = props.finding.verdictReason ?? undefined;
    try {
      await apiPost(`/api/v1/desk/findings/${props.finding.id}/verdict`, { verdict, ...(why ? { reason: why } : {}) });
      setAsked(undefined);
      setReason("");
      showToast({ text: t("desk.findings.judged"), undo: () => void judge(before, beforeWhy) });
      props.onChanged();
    } catch (failure) {
      tellProblem(failure);
    }
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    const verdict = asked();
    if (!verdict) return;
    if (reason().trim().length < 3) {
      setError(t("desk.reason.too_short"));
      return;
    }
    void judge(verdict, reason().trim());
  };
  const judged = () => props.finding.record.true + props.finding.record.false + props.finding.record.benign > 0;
  return (
    <li class="finding" data-verdict={props.finding.verdict ?? undefined}>
      <p>
        <b>
          <A
            href={`/findings/${props.finding.id}`}
            aria-label={t("desk.findings.explain_of", { title: titleOf(t, props.finding) })}
          >
            {titleOf(t, props.finding)}
          </A>
        </b>{" "}
        <Tag tone={toneOf(props.finding.level)}>{t(`desk.level.${props.finding.level}`)}</Tag>
        <Show when={props.finding.verdict}>
          {(verdict) => (
            <>
              {" "}
              <Tag tone={verdict() === "true" ? "indigo" : "plain"}>{t(`desk.verdict.${verdict()}`)}</Tag>
            </>
          )}
        </Show>
      </p>
      <p class="quiet-text small-text">
        {t(`desk.engine.${props.finding.engine}`)} · <code>{props.finding.ruleId}</code> ·{" "}
        {t("desk.findings.version", { version: props.finding.ruleVersion })}
      </p>
      <Show when={props.finding.said.length > 0} fallback={<p class="small-text">{whyOf(t, props.finding)}</p>}>
        <For each={props.finding.said}>{(one) => <p class="small-text">{sayWords(t, one)}</p>}</For>
      </Show>
      <ul class="places">
        <For each={places()}>
          {(place) => (
            <li class="small-text">
              <span class="quiet-text">
                {place.part}
                {place.kind === "bytes" ? ` · ${t("desk.findings.offset", { offset: place.offset })}` : ""}
                {place.kind === "field" ? ` · ${t("desk.findings.event", { number: place.event + 1 })} · ` : " · "}
              </span>
              <Show when={place.kind === "field"}>
                <code>{place.kind === "field" ? place.field : ""} = </code>
              </Show>
              <mark data-kind="finding" class="mono">
                {defangPiece((place.kind === "field" ? place.value : place.text).slice(0, 400))}
              </mark>
            </li>
          )}
        </For>
        <Show when={props.finding.locations.length > 6}>
          <li class="quiet-text small-text">
            {t("desk.findings.more_places", { count: props.finding.locations.length - 6 })}
          </li>
        </Show>
      </ul>
      <Show when={props.finding.locations.length === 0}>
        <p class="quiet-text small-text">{props.finding.source}</p>
      </Show>
      <p class="quiet-text small-text">
        {judged()
          ? t("desk.findings.record", {
              yes: props.finding.record.true,
              no: props.finding.record.false,
              benign: props.finding.record.benign,
            })
          : t("desk.findings.no_record")}
        <Show when={props.finding.verdictReason}>{(why) => <> · {t("desk.quote", { text: why() })}</>}</Show>
      </p>
      <Show when={props.canJudge && props.finding.engine !== "unpack"}>
        <div class="verdicts" role="group" aria-label={t("desk.findings.judge", { title: props.finding.title })}>
          <Button
            isSmall
            look="quiet"
            aria-pressed={props.finding.verdict === "true"}
            onClick={() => void judge(props.finding.verdict === "true" ? null : "true")}
          >
            {t("desk.verdict.true")}
          </Button>
          <Button
            isSmall
            look="quiet"
            aria-pressed={props.finding.verdict === "false"}
            onClick={() => setAsked("false")}
          >
            {t("desk.verdict.false")}
          </Button>
          <Button
            isSmall
            look="quiet"
            aria-pressed={props.finding.verdict === "benign"}
            onClick={() => setAsked("benign")}
          >
            {t("desk.verdict.benign")}
          </Button>
        </div>
        <Show when={asked()}>
          {(verdict) => (
            <form class="inline-form" onSubmit={submit}>
              <TextField
                label={t(`desk.verdict.why_${verdict()}`)}
                value={reason()}
                error={error()}
                autofocus
                onInput={(event) => setReason(event.currentTarget.value)}
              />
              <div class="dialog-buttons">
                <Button isSmall type="submit" look="main">
                  {t(`desk.verdict.${verdict()}`)}
                </Button>
                <Button isSmall look="quiet" onClick={() => setAsked(undefined)}>
                  {t("desk.cancel")}
                </Button>
              </div>
            </form>
          )}
        </Show>
      </Show>
    </li>
  );
}
