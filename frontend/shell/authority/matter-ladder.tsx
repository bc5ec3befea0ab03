// Where a matter stands, the same for both sides: state, time, what is owed, what was found.
import { For, type JSX, Show } from "solid-js";
import type { MatterView } from "../../../backend/compliance/sanctions/answers/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { formatNumber } from "../../platform/format.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { Facts } from "./page-parts.tsx";

export function MatterLadder(props: { view: MatterView; side: "office" | "console" }): JSX.Element {
  const t = useWords();
  const view = () => props.view;
  const owed = (): string | null => {
    const { amount, currency, paid } = view();
    return amount === null
      ? null
      : t("decisions.page.owed", { amount: formatNumber(amount), currency: currency ?? "", paid: formatNumber(paid) });
  };
  return (
    <>
      <header class="authority-head">
        <h1>{view().title}</h1>
        <span class="figures quiet-text">{view().reference}</span>
        <Tag tone="indigo">{t(`decisions.state.${view().state}`)}</Tag>
        <Show when={view().isOverdue}>
          <Tag tone="high">{t("inspections.overdue")}</Tag>
        </Show>
        <Show when={view().isReferred}>
          <Tag>{t("decisions.page.referred")}</Tag>
        </Show>
      </header>
      <Card title={t("decisions.page.ladder")}>
        <Facts
          rows={[
            props.side === "office"
              ? [t("inspections.column.entity"), view().entity]
              : [t("inspections.complain.authority"), view().authority],
            [t("inspections.page.law"), `${view().lawTitle[currentLanguage()]} (${view().packVersion})`],
            [t("inspections.column.dueOn"), view().dueOn],
            [t("inspections.column.amount"), owed()],
            [
              t("inspections.column.outcome"),
              view().ladder.outcome === null ? null : t(`decisions.outcome.${view().ladder.outcome}`),
            ],
          ]}
        />
        <Show when={view().ladder.askedUntil}>{(day) => <p>{t("decisions.page.asked", { day: day() })}</p>}</Show>
        <Show when={view().ladder.isReportedDone}>
          <p>{t("decisions.page.done")}</p>
        </Show>
        <Show when={view().ladder.isSuspended}>
          <p>{t("decisions.page.suspended")}</p>
        </Show>
        <Show when={view().isObstruction}>
          <p class="quiet-text">{t("decisions.page.obstruction")}</p>
        </Show>
      </Card>
      <Card title={t("decisions.page.findings")} count={view().findings.length}>
        <ol class="authority-rows">
          <For each={view().findings}>
            {(finding) => (
              <li>
                <p class="authority-said">{finding.text}</p>
                <p class="quiet-text small-text">
                  {t(`inspections.severity.${finding.severity}`)}
                  <Show when={finding.articles !== ""}>
                    {" "}
                    · {t("inspections.article", { articles: finding.articles })}
                  </Show>
                </p>
              </li>
            )}
          </For>
        </ol>
      </Card>
    </>
  );
}
