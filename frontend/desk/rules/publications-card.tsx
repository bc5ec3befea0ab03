// Who asked for which version, who approved it, and every act on the rule as the log keeps it.
import { For, type JSX, Show } from "solid-js";
import type { PublicationView, RulePage } from "../../../backend/triage/rules/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { formatInstant } from "../../platform/format.ts";
import { hasWords, useWords } from "../../platform/words.ts";

export function PublicationsCard(props: { rule: RulePage }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("rules.history")}>
      <ul class="entries">
        <For each={props.rule.publications}>{(one) => <Publication of={one} />}</For>
      </ul>
      <details open={props.rule.publications.length === 0}>
        <summary>{t("rules.acts", { count: props.rule.acts.length })}</summary>
        <ul class="reasons small-text">
          <For each={props.rule.acts} fallback={<li class="quiet-text">{t("rules.no_acts")}</li>}>
            {(act) => (
              <li>
                {hasWords(`rules.act.${act.action.replace("rule.", "")}`)
                  ? t(`rules.act.${act.action.replace("rule.", "")}`)
                  : act.action}
                {act.actor ? ` · ${act.actor.name}` : ` · ${t("rules.by_system")}`} · {formatInstant(act.at)}
                <Show when={typeof act.detail["reason"] === "string" && act.detail["reason"] !== ""}>
                  {" "}
                  · {t("desk.quote", { text: String(act.detail["reason"]) })}
                </Show>
              </li>
            )}
          </For>
        </ul>
      </details>
    </Card>
  );
}

function Publication(props: { of: PublicationView }): JSX.Element {
  const t = useWords();
  const one = () => props.of;
  return (
    <li class="entry" data-ended={one().state === "ended" || one().state === "refused" ? "" : undefined}>
      <div class="entry-words">
        <p>
          <b>{t("rules.version_short", { version: one().version })}</b>{" "}
          <Tag tone={one().state === "live" ? "low" : one().state === "waiting" ? "medium" : "plain"}>
            {t(`rules.publication.${one().state}`)}
          </Tag>{" "}
          <span class="quiet-text">{t(`rules.way.${one().way}`)}</span>
        </p>
        <p class="small-text">
          {t("rules.asked_by", { name: one().askedBy.name, time: formatInstant(one().askedAt) })} ·{" "}
          {t("desk.quote", { text: one().reason })}
        </p>
        <Show when={one().approvedBy}>
          {(person) => (
            <p class="small-text">
              {t("rules.approved_by", { name: person().name, time: formatInstant(one().approvedAt ?? "") })}
            </p>
          )}
        </Show>
        <Show when={one().expiresAt && !one().approvedBy && one().state === "live"}>
          <p class="small-text">{t("rules.alone_until", { time: formatInstant(one().expiresAt ?? "") })}</p>
        </Show>
        <Show when={one().endedAt}>
          {(at) => (
            <p class="quiet-text small-text">
              {t("rules.ended_at", { time: formatInstant(at()), name: one().endedBy?.name ?? t("rules.by_system") })}
              {one().endReason === "" ? "" : ` · ${one().endReason}`}
            </p>
          )}
        </Show>
      </div>
    </li>
  );
}
