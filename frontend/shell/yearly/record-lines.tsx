// What a yearly record says: how many violations, each that is listed, measures, contact. The same for the entity and its addressee.
import { For, type JSX, Show } from "solid-js";
import type { RecordContent } from "../../../backend/compliance/yearly/records/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { useWords } from "../../platform/words.ts";
import { Facts } from "../authority/page-parts.tsx";

export function RecordLines(props: { record: RecordContent }): JSX.Element {
  const t = useWords();
  return (
    <>
      <Card title={t("yearly.record.title")}>
        <Facts
          rows={[
            [t("yearly.record.violations"), String(props.record.violations)],
            [t("yearly.record.measures"), props.record.measures],
            [t("yearly.record.contact"), props.record.contact],
          ]}
        />
      </Card>
      <Show when={props.record.lines.length > 0}>
        <Card title={t("yearly.record.lines")} count={props.record.lines.length}>
          <ol class="authority-rows">
            <For each={props.record.lines}>
              {(line) => (
                <li>
                  <p class="quiet-text small-text">
                    {line.day}
                    {line.reference === "" ? "" : ` · ${line.reference}`}
                  </p>
                  <p class="authority-said">{line.nature}</p>
                  <Facts
                    rows={[
                      [t("yearly.record.dataCategories"), line.dataCategories],
                      [t("yearly.record.peopleCount"), line.peopleCount],
                      [t("yearly.record.measures"), line.measures],
                    ]}
                  />
                </li>
              )}
            </For>
          </ol>
        </Card>
      </Show>
    </>
  );
}
