// What a merge or a split would do, in words: what moves and stays, what the case becomes, who loses sight, and what stands against it.
import { For, type JSX, Show } from "solid-js";
import type { PreviewView } from "../../../../backend/cases/merging/model.ts";
import { Card } from "../../../parts/card/card.tsx";
import { Notice } from "../../../parts/notice/notice.tsx";
import { useWords } from "../../../platform/words.ts";

export function PreviewCard(props: { plan: PreviewView; children: JSX.Element }): JSX.Element {
  const t = useWords();
  const counts = (rows: PreviewView["moves"]): string =>
    rows.map(({ part, count }) => `${t(`merging.part.${part}`)}: ${count}`).join(" · ");
  const names = (people: { name: string }[]): string => people.map(({ name }) => name).join(", ");
  return (
    <Card title={t("merging.preview.title")}>
      <div class="merge-preview">
        <Show when={props.plan.target}>
          {(target) => (
            <p dir="auto">
              <b>{target().reference}</b> {target().title}
            </p>
          )}
        </Show>
        <dl class="merge-plan">
          <Show when={props.plan.moves.length > 0}>
            <dt>{t("merging.moves")}</dt>
            <dd>{counts(props.plan.moves)}</dd>
          </Show>
          <Show when={props.plan.stays.length > 0}>
            <dt>{t("merging.stays")}</dt>
            <dd>
              {counts(props.plan.stays)}
              <p class="quiet-text small-text">{t("merging.stays_hint")}</p>
            </dd>
          </Show>
        </dl>
        <ul class="reasons">
          <li>
            {t("merging.becomes_marking", {
              marking: props.plan.becomes.marking.toUpperCase(),
              pap: props.plan.becomes.pap.toUpperCase(),
            })}
          </li>
          <li>
            {props.plan.becomes.isRestricted
              ? t("merging.becomes_restricted", { names: names(props.plan.becomes.members) })
              : t("merging.becomes_open")}
          </li>
          <Show when={props.plan.becomes.losing.length > 0}>
            <li>
              <b>{t("merging.losing", { names: names(props.plan.becomes.losing) })}</b>
            </li>
          </Show>
          <Show when={props.plan.becomes.newOwner}>
            {(owner) => <li>{t("merging.new_owner", { name: owner().name })}</li>}
          </Show>
          <Show when={props.plan.becomes.conflicts > 0}>
            <li>{t("merging.conflicts", { count: props.plan.becomes.conflicts })}</li>
          </Show>
          <Show when={props.plan.target}>
            <li>
              {t(props.plan.isPointer ? "merging.pointer" : "merging.stays_open", {
                reference: props.plan.source.reference,
              })}
            </li>
            <li>{t("merging.stays_always", { reference: props.plan.source.reference })}</li>
          </Show>
        </ul>
        <Show
          when={props.plan.blockers.length === 0}
          fallback={
            <Notice tone="problem" isAlert>
              <For each={props.plan.blockers}>{(one) => <span>{t(`merging.blocker.${one}`)} </span>}</For>
            </Notice>
          }
        >
          {props.children}
        </Show>
      </div>
    </Card>
  );
}
