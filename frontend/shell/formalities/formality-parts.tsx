// What the pages of formalities share on both sides: what is filed, the law with its trust, the authority's clock, the fee, the history.
import { For, type JSX, Show } from "solid-js";
import type { CiteView, FormalityPage } from "../../../backend/compliance/formalities/answers/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { formatInstant } from "../../platform/format.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { Facts, HistoryCard } from "../authority/page-parts.tsx";
import { say } from "../say/say-texts.ts";
import "./formalities.css";

export function FormalityHead(props: { view: FormalityPage; ofWhom: string }): JSX.Element {
  const t = useWords();
  return (
    <header class="authority-head">
      <h1>{t(`formalities.kind.${props.view.kind}`)}</h1>
      <span class="quiet-text">{props.ofWhom}</span>
      <Show when={props.view.receiptNumber}>{(number) => <span class="figures quiet-text">{number()}</span>}</Show>
      <Tag tone="indigo">{t(`formalities.state.${props.view.state}`)}</Tag>
    </header>
  );
}

export function CiteLine(props: { cite: CiteView }): JSX.Element {
  const t = useWords();
  return (
    <div>
      <p>
        {props.cite.article === null
          ? props.cite.instrument
          : t("formalities.article", { article: props.cite.article, instrument: props.cite.instrument })}
      </p>
      <p class="quiet-text small-text">{props.cite.paraphrase}</p>
      <p class="quiet-text small-text">
        {t("formalities.needs.trust", { verification: t(`committee.verification.${props.cite.verification}`) })}{" "}
        <Show when={props.cite.source}>{(source) => t("formalities.needs.source", { source: source() })}</Show>
      </p>
    </div>
  );
}

export function ItemsCard(props: { view: FormalityPage; children?: JSX.Element }): JSX.Element {
  const t = useWords();
  const nameOf = (id: string): string => say(props.view.traits.find((trait) => trait.id === id)?.name ?? { en: id });
  return (
    <Card title={t("formalities.page.items")} count={props.view.items.length}>
      <For each={props.view.items}>
        {(item) => (
          <section class="formality-item">
            <h3>{item.title}</h3>
            <Show when={item.number !== null}>
              <p class="quiet-text small-text">
                {t("formalities.page.item_line", { number: item.number ?? 0, version: item.version ?? 0 })}
              </p>
            </Show>
            <Facts
              rows={[
                [t("formalities.field.traits"), item.traits.map(nameOf).join(", ")],
                ...item.fields.map((field) => [field.name[currentLanguage()], field.value] as const),
              ]}
            />
          </section>
        )}
      </For>
      <Facts rows={[[t("formalities.field.contact"), props.view.contact]]} />
      {props.children}
    </Card>
  );
}

/** What the form asks and nothing was said of: the completeness check that the machine can make. */
export function GapsCard(props: { view: FormalityPage; title: string }): JSX.Element {
  const t = useWords();
  const nameOf = (id: string): string =>
    props.view.form.find((field) => field.id === id)?.name[currentLanguage()] ?? id;
  return (
    <Card title={props.title}>
      <Show when={props.view.gaps.length > 0} fallback={<p class="quiet-text">{t("formalities.page.no_gaps")}</p>}>
        <p class="quiet-text">{t("formalities.page.gaps")}</p>
        <ul class="formality-points">
          <For each={props.view.gaps}>
            {(gap) => (
              <li>{t("formalities.page.gap_line", { title: gap.title, fields: gap.fields.map(nameOf).join(", ") })}</li>
            )}
          </For>
        </ul>
      </Show>
    </Card>
  );
}

export function LawCard(props: { view: FormalityPage }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("formalities.page.law")}>
      <p>{props.view.law.obligation}</p>
      <For each={props.view.law.cites}>{(cite) => <CiteLine cite={cite} />}</For>
      <p class="quiet-text small-text">
        {props.view.law.packTitle} ({props.view.law.packVersion})
      </p>
      <Show when={props.view.law.notice}>{(notice) => <p class="quiet-text small-text">{notice()}</p>}</Show>
    </Card>
  );
}

/** The authority's own time, or that no text that we could read gives it one; what silence means; what stops it. */
export function ClockCard(props: { view: FormalityPage }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("formalities.page.clock")}>
      <For each={props.view.clocks} fallback={<p class="quiet-text">{t("formalities.page.no_clock")}</p>}>
        {(clock) => (
          <div class="formality-need">
            <p>
              {clock.title[currentLanguage()]}{" "}
              <Show when={clock.status === "overdue"}>
                <Tag tone="high">{t("formalities.page.clock_over")}</Tag>
              </Show>
            </p>
            <p>
              {clock.due === null
                ? t("formalities.page.clock_none")
                : t("formalities.page.clock_due", { at: formatInstant(clock.due) })}
            </p>
            <p class="quiet-text small-text">
              {t("formalities.page.silence", { what: t(`formalities.silence.${clock.onSilence ?? "unknown"}`) })}
            </p>
            <p class="quiet-text small-text">
              {clock.stoppedSeconds === null
                ? t("formalities.page.not_stopped")
                : t("formalities.page.stops", { hours: Math.floor(clock.stoppedSeconds / 3600) })}
            </p>
            <p class="quiet-text small-text">
              {t("formalities.needs.trust", { verification: t(`committee.verification.${clock.verification}`) })}
            </p>
          </div>
        )}
      </For>
    </Card>
  );
}

export function FeeCard(props: { view: FormalityPage }): JSX.Element {
  const t = useWords();
  const fee = () => props.view.fee;
  return (
    <Card title={t("formalities.page.fee")}>
      <p>
        <Show
          when={fee().set}
          fallback={
            <Show when={fee().estimate} fallback={t("formalities.fee.none_stated")}>
              {(estimate) => t("formalities.fee.estimate", { ...estimate() })}
            </Show>
          }
        >
          {(set) => t("formalities.fee.set", { ...set() })}
        </Show>
      </p>
      <Show when={fee().set}>
        <p>
          <Show when={fee().paid} fallback={t("formalities.fee.unpaid")}>
            {(paid) => t("formalities.fee.paid", { on: paid().on })}
          </Show>
        </p>
      </Show>
    </Card>
  );
}

export function DecisionCard(props: { view: FormalityPage }): JSX.Element {
  const t = useWords();
  return (
    <Show when={props.view.decision}>
      {(decision) => (
        <Card title={t("formalities.page.decision", { number: decision().number })}>
          <p>
            <strong>{t(`formalities.outcome.${decision().outcome}`)}</strong>
          </p>
          <p class="authority-said">{decision().text}</p>
          <Facts
            rows={[
              [t("formalities.field.conditions"), decision().conditions],
              [t("formalities.field.decidedAt"), formatInstant(decision().at)],
            ]}
          />
          <Show when={props.view.extract}>
            {(extract) => (
              <p class="quiet-text">
                {extract().withdrawnReason === null
                  ? t("formalities.page.extract", { title: extract().title })
                  : t("formalities.page.extract_withdrawn", { reason: extract().withdrawnReason ?? "" })}
              </p>
            )}
          </Show>
        </Card>
      )}
    </Show>
  );
}

/** Links to the documents that exist in this state. */
export function DocumentLinks(props: { view: FormalityPage; root: string }): JSX.Element {
  const t = useWords();
  const link = (document: string, label: string): JSX.Element => (
    <a
      href={`${props.root}/${props.view.id}/${document}?language=${currentLanguage()}`}
      rel="external"
      target="_self"
      download=""
    >
      {label}
    </a>
  );
  return (
    <p class="authority-acts">
      {link(
        "receipt",
        props.view.receiptNumber === null ? t("formalities.page.draft_pdf") : t("formalities.page.receipt_pdf"),
      )}
      <Show when={props.view.decision}>{link("decision", t("formalities.page.decision_pdf"))}</Show>
    </p>
  );
}

export function FormalityHistory(props: { view: FormalityPage }): JSX.Element {
  return <HistoryCard steps={props.view.steps} words="formalities.step" />;
}
