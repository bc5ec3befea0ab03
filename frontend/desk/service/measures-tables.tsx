// What was measured: how long it took, the own targets kept, and how long others were waited for.
import { For, type JSX, Show } from "solid-js";
import type { MeasuresView } from "../../../backend/reporting/service/model.ts";
import { Empty } from "../../parts/empty/empty.tsx";
import { useWords } from "../../platform/words.ts";
import { sayMinutes } from "./say-minutes.ts";

export function MeasuresTables(props: { view: MeasuresView }): JSX.Element {
  const t = useWords();
  const kindAndSeverity = (row: { kind: string; severity: string }): string =>
    `${t(`service.kind.${row.kind}`)}, ${t(`common.severity.${row.severity}`)}`;
  return (
    <Show when={props.view.months.length > 0} fallback={<Empty title={t("service.measures.none")} text="" />}>
      <Show when={props.view.measured.length > 0}>
        <Table
          title={t("service.measures.title")}
          heads={["month", "what", "kind", "count", "median", "p90"]}
          rows={props.view.measured.map((row) => [
            row.month,
            t(`service.measure.${row.measure}`),
            kindAndSeverity(row),
            String(row.count),
            sayMinutes(t, row.medianMinutes),
            sayMinutes(t, row.p90Minutes),
          ])}
        />
      </Show>
      <Show when={props.view.kept.length > 0}>
        <h3>{t("service.kept.title")}</h3>
        <Table
          title={t("service.kept.title")}
          heads={["month", "what", "kind", "in_time", "late"]}
          rows={props.view.kept.map((row) => [
            row.month,
            t(`service.clock.${row.clock}`),
            kindAndSeverity(row),
            String(row.kept),
            String(row.late),
          ])}
        />
      </Show>
      <Show when={props.view.waits.length > 0}>
        <h3>{t("service.waits.title")}</h3>
        <Table
          title={t("service.waits.title")}
          heads={["month", "what", "count", "median", "p90", "promised", "kept"]}
          rows={props.view.waits.map((row) => [
            row.month,
            t(`service.reason.${row.reason}`),
            String(row.count),
            sayMinutes(t, row.medianMinutes),
            sayMinutes(t, row.p90Minutes),
            String(row.promised),
            String(row.keptPromises),
          ])}
        />
      </Show>
    </Show>
  );
}

const headWords: Record<string, string> = {
  kind: "service.targets.kind",
  in_time: "service.kept.in_time",
  late: "service.kept.late",
  promised: "service.waits.promised",
  kept: "service.waits.kept",
};

function Table(props: { title: string; heads: readonly string[]; rows: string[][] }): JSX.Element {
  const t = useWords();
  return (
    <div class="table-scroll" role="region" aria-label={t("service.table", { title: props.title })} tabindex="0">
      <table class="table">
        <thead>
          <tr>
            <For each={props.heads}>
              {(head) => <th scope="col">{t(headWords[head] ?? `service.measures.${head}`)}</th>}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.rows}>
            {(row) => (
              <tr>
                <For each={row}>{(cell) => <td class="figures">{cell}</td>}</For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}
