// Who filed the year's record, who filed late, whose time is over, who has not filed; and entering one from paper.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import {
  type OfficeRecordRow,
  type OfficeRecords,
  recordStates,
} from "../../../backend/compliance/yearly/records/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { createReadPage } from "../../shell/authority/read-page.ts";
import { StepCard } from "../../shell/authority/step-card.tsx";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { can } from "../../shell/session.ts";
import "../committee/committee.css";
import { useYear, YearPicker } from "../committee/year-picker.tsx";
import "./yearly.css";
import "../../shell/lists/lists.css";

const root = "/api/v1/office/yearly-records";
const tones = { filed: "low", filed_late: "high", overdue: "critical", not_filed: "plain" } as const;

export function RecordsPage(): JSX.Element {
  const t = useWords();
  const { year, goTo } = useYear();
  const [state, setState] = createSignal("");
  const read = createReadPage<OfficeRecords>(() => `${root}?year=${year()}&language=${currentLanguage()}`);
  const rows = (): OfficeRecordRow[] =>
    (read.page()?.rows ?? []).filter((row) => state() === "" || row.state === state());
  return (
    <main class="page people-page">
      <header class="committee-head">
        <div>
          <h1>{t("yearly.records")}</h1>
          <p class="quiet-text">{t("yearly.records.lead")}</p>
        </div>
        <YearPicker year={year()} onYear={goTo} />
      </header>
      <Show when={read.problem()}>
        {(words) => (
          <Notice tone="problem" isAlert>
            {words()}
          </Notice>
        )}
      </Show>
      <Show when={read.page()} fallback={read.problem() ? null : <Skeleton lines={8} words={t("desk.loading")} />}>
        {(view) => (
          <Show when={view().laws.length > 0} fallback={<Empty title={t("yearly.record.no_law_office")} />}>
            <For each={view().laws}>
              {(law) => (
                <Card title={law.title}>
                  <p>
                    {law.packTitle}, {t("yearly.record.article", { articles: law.articles })}. {law.clockWords}
                  </p>
                  <p class="quiet-text">
                    {t(`duties.verification.${law.verification}`)} · {law.source}
                  </p>
                </Card>
              )}
            </For>
            <PaperCard view={view()} year={year()} onDone={read.reload} />
            <Card
              title={t("yearly.records")}
              count={rows().length}
              aside={<ExportMenu list={`${root}/export`} query={{ year: year() }} />}
            >
              <dl class="yearly-counts">
                <For each={recordStates}>
                  {(name) => (
                    <div>
                      <dt class="quiet-text">{t(`yearly.record_state.${name}`)}</dt>
                      <dd class="figures">{view().counts[name]}</dd>
                    </div>
                  )}
                </For>
              </dl>
              <div class="list-filters">
                <SelectField
                  label={t("yearly.column.state")}
                  value={state()}
                  options={[
                    { value: "", label: t("yearly.records.state_all") },
                    ...recordStates.map((value) => ({ value, label: t(`yearly.record_state.${value}`) })),
                  ]}
                  onChange={(event) => setState(event.currentTarget.value)}
                />
              </div>
              <RecordTable rows={rows()} />
            </Card>
          </Show>
        )}
      </Show>
    </main>
  );
}

function RecordTable(props: { rows: readonly OfficeRecordRow[] }): JSX.Element {
  const t = useWords();
  const columns = ["entity", "state", "submittedAt", "dueAt", "violations", "receiptNumber"] as const;
  return (
    <Show when={props.rows.length > 0} fallback={<p class="quiet-text">{t("yearly.nothing")}</p>}>
      <div class="table-scroll" role="region" aria-label={t("yearly.entities")} tabindex={0}>
        <table class="table yearly-table">
          <thead>
            <tr>
              <For each={columns}>{(name) => <th scope="col">{t(`yearly.column.${name}`)}</th>}</For>
            </tr>
          </thead>
          <tbody>
            <For each={props.rows}>
              {(row) => (
                <tr>
                  <td>
                    <A href={`/entities/${row.constituentId}`}>{row.entity}</A>
                  </td>
                  <td>
                    <Tag tone={tones[row.state]}>{t(`yearly.record_state.${row.state}`)}</Tag>
                  </td>
                  <td>{row.submittedAt === null ? "" : row.submittedAt.slice(0, 10)}</td>
                  <td>{row.dueAt === null ? t("yearly.key.no_time") : row.dueAt.slice(0, 10)}</td>
                  <td class="figures">{row.violations ?? ""}</td>
                  <td>
                    <Show when={row.recordId} fallback={row.receiptNumber}>
                      {(id) => <A href={`/yearly/${id()}`}>{row.receiptNumber}</A>}
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

function PaperCard(props: { view: OfficeRecords; year: number; onDone: () => Promise<void> }): JSX.Element {
  const t = useWords();
  const [isOpen, setOpen] = createSignal(false);
  const entities = () => [...new Map(props.view.rows.map((row) => [row.constituentId, row.entity]))];
  return (
    <Show when={can("authority.work")}>
      <div>
        <Button onClick={() => setOpen(!isOpen())}>{t("yearly.records.paper")}</Button>
      </div>
      <Show when={isOpen()}>
        <StepCard
          asks="on_paper"
          title={t("yearly.records.paper")}
          act={t("yearly.records.enter")}
          offers={[
            {
              kind: "paper",
              label: t("yearly.records.paper"),
              fields: [
                { name: "arrivedOn", kind: "day" },
                {
                  name: "constituentId",
                  kind: "choice",
                  options: entities().map(([value, label]) => ({ value, label })),
                },
                {
                  name: "obligationId",
                  label: t("yearly.record.law"),
                  kind: "choice",
                  options: props.view.laws.map(({ obligationId, title }) => ({ value: obligationId, label: title })),
                  first: props.view.laws[0]?.obligationId ?? "",
                },
                { name: "violations", kind: "number", label: t("yearly.record.violations") },
                { name: "measures", kind: "long", isOptional: true, label: t("yearly.record.measures") },
                { name: "contact", kind: "text", isOptional: true, label: t("yearly.record.contact") },
                { name: "reason", kind: "long", isOptional: true, label: t("yearly.record.reason") },
              ],
            },
          ]}
          run={async (_kind, body) => {
            const { year, onDone } = props;
            await apiPost(root, { ...body, year });
            setOpen(false);
            await onDone();
          }}
        />
      </Show>
    </Show>
  );
}
