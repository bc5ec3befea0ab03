// When, where and by which flow, and the answers of the form as they were given.
import { For, type JSX, onMount, Show } from "solid-js";
import type { ReportPage } from "../../../backend/reporting/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { formatInstant } from "../../platform/format.ts";
import { hasWords, loadRoom, useWords } from "../../platform/words.ts";
import { defangText } from "../data/defang.ts";

export function FactsCard(props: { page: ReportPage }): JSX.Element {
  const t = useWords();
  const occurred = () => {
    const { occurredAt, occurredPrecision } = props.page;
    if (occurredAt) return formatInstant(occurredAt);
    return occurredPrecision ? t(`desk.facts.precision.${occurredPrecision}`) : t("desk.facts.unknown");
  };
  const answers = () => Object.entries(props.page.answers);
  onMount(() => {
    if (answers().length > 0) void loadRoom("portal");
  });
  /** Question and answer in the words of the portal's form; what has none stands as it came. */
  const question = (id: string): string => (hasWords(`portal.f.${id}`) ? t(`portal.f.${id}`) : id);
  const answer = (id: string, value: string): string => {
    const key = `portal.f.${id}.o.${value}`;
    return hasWords(key) ? t(key) : defangText(value);
  };
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
              {([id, given]) => (
                <>
                  <dt>{question(id)}</dt>
                  <dd dir="auto">
                    {[given]
                      .flat()
                      .map((value) => answer(id, value))
                      .join(", ")}
                  </dd>
                </>
              )}
            </For>
          </dl>
        </details>
      </Show>
    </Card>
  );
}
