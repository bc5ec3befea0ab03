// The rows of a kept list with what became of each; whose a row is can be said, and the register asked again.
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import type { FindingRow, ListView } from "../../../backend/coordination/findings-lists/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, Tick } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { ConstituentPicker, type PickedConstituent } from "../directory/constituent-picker.tsx";
import "./notifications.css";

const filters = ["all", "nobody", "reopened", "register", "officer", "refused", "repeated"] as const;

export function ListRowsCard(props: { list: ListView; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const [filter, setFilter] = createSignal<string>("all");
  const [rows, setRows] = createSignal<FindingRow[]>([]);
  const [next, setNext] = createSignal<string | null>(null);
  const [giving, setGiving] = createSignal<FindingRow>();
  const ask = async (cursor?: string): Promise<void> => {
    const which = filter();
    const query =
      which === "all" ? {} : which === "refused" || which === "repeated" ? { outcome: which } : { attribution: which };
    try {
      const page = await apiGet<{ rows: FindingRow[]; next: string | null }>(
        `/api/v1/findings-lists/${props.list.id}/rows`,
        { ...query, cursor, limit: 50 },
      );
      if (which !== filter()) return;
      setRows((before) => (cursor === undefined ? page.rows : [...before, ...page.rows]));
      setNext(page.next);
    } catch (error) {
      tellProblem(error);
    }
  };
  createEffect(
    on(
      () => `${props.list.id} ${props.list.version} ${filter()}`,
      () => void ask(),
    ),
  );
  const again = async (): Promise<void> => {
    try {
      const { found } = await apiPost<{ found: number }>(`/api/v1/findings-lists/${props.list.id}/attribute-again`);
      showToast({ text: t("notify.list.again_done", { count: found }) });
      props.onChanged();
      await ask();
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <Card title={t("notify.list.rows")} count={props.list.rowCount}>
      <div class="list-filters">
        <SelectField
          label={t("notify.list.filter")}
          value={filter()}
          options={filters.map((value) => ({
            value,
            label:
              value === "all"
                ? t("notify.list.all")
                : value === "refused" || value === "repeated"
                  ? t(`notify.outcome.${value}`)
                  : t(`notify.attribution.${value}`),
          }))}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      </div>
      <Show when={props.list.state === "done" && props.list.counts.unattributed + props.list.counts.reopened > 0}>
        <p>
          <Button isSmall onClick={() => void again()}>
            {t("notify.list.again")}
          </Button>
        </p>
      </Show>
      <RowsTable rows={rows()} {...(props.list.state === "done" ? { onGive: (row) => setGiving(row) } : {})} />
      <Show when={next()} keyed>
        {(cursor) => <Button onClick={() => void ask(cursor)}>{t("desk.more_rows")}</Button>}
      </Show>
      <Show when={giving()} keyed>
        {(row) => (
          <GiveDialog
            listId={props.list.id}
            row={row}
            onClose={() => setGiving(undefined)}
            onDone={() => {
              props.onChanged();
              void ask();
            }}
          />
        )}
      </Show>
    </Card>
  );
}

function GiveDialog(props: { listId: string; row: FindingRow; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [chosen, setChosen] = createSignal<PickedConstituent>();
  const [isNobody, setNobody] = createSignal(false);
  return (
    <ActDialog
      title={t("notify.list.give_title", { line: props.row.line })}
      act={t("notify.list.save")}
      send={async () =>
        await apiPost(`/api/v1/findings-lists/${props.listId}/attribute`, {
          lines: [props.row.line],
          constituentId: isNobody() ? null : (chosen()?.id ?? ""),
        })
      }
      onClose={props.onClose}
      onDone={props.onDone}
    >
      <Show when={!isNobody()}>
        <ConstituentPicker label={t("notify.list.constituent")} chosen={chosen()} onChoose={setChosen} />
      </Show>
      <Tick label={t("notify.list.nobody")} checked={isNobody()} onChange={setNobody} />
    </ActDialog>
  );
}

export function RowsTable(props: { rows: FindingRow[]; onGive?: (row: FindingRow) => void }): JSX.Element {
  const t = useWords();
  return (
    <Show when={props.rows.length > 0} fallback={<p class="quiet-text">{t("notify.list.no_rows")}</p>}>
      <div class="table-scroll notify-rows" tabindex="0" role="region" aria-label={t("notify.list.result")}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t("notify.list.line")}</th>
              <th scope="col">{t("notify.field.address")}</th>
              <th scope="col">{t("notify.field.at")}</th>
              <th scope="col">{t("notify.field.what")}</th>
              <th scope="col">{t("notify.list.holder")}</th>
              <th scope="col">{t("notify.list.result")}</th>
            </tr>
          </thead>
          <tbody>
            <For each={props.rows}>
              {(row) => (
                <tr data-line={row.line}>
                  <td class="figures">{row.line}</td>
                  <td>
                    {row.address ?? row.said}
                    {row.port === null ? "" : `:${row.port}`}
                  </td>
                  <td class="log-number">{row.at ? formatInstant(row.at) : ""}</td>
                  <td>{row.what}</td>
                  <td>
                    {row.holder?.name}{" "}
                    <Show when={row.isDisputed}>
                      <Tag tone="medium">{t("notify.list.disputed")}</Tag>
                    </Show>
                    <Show when={props.onGive && row.outcome === "kept"}>
                      <Button isSmall look="quiet" onClick={() => props.onGive?.(row)}>
                        {t("notify.list.give")}
                        <span class="for-ears"> {row.line}</span>
                      </Button>
                    </Show>
                  </td>
                  <td>
                    <Show
                      when={row.outcome === "refused"}
                      fallback={
                        row.attribution
                          ? t(`notify.attribution.${row.attribution}`)
                          : t(`notify.outcome.${row.outcome}`)
                      }
                    >
                      <span class="field-error">{t(`notify.expected.${row.expected}`)}</span>
                    </Show>
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
    </Show>
  );
}
