// The inbox of filings: by state, lateness and words; the authority's own parts only.
import { A } from "@solidjs/router";
import { createSignal, type JSX } from "solid-js";
import type { InboxListRow } from "../../../backend/compliance/inbox/answers/model.ts";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { Moment } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { createReadPage } from "../../shell/authority/read-page.ts";
import { OfficeList } from "./office-list.tsx";
import { PaperCard } from "./paper-card.tsx";
import { sayStage } from "./say-stage.ts";

export function FilingsPage(): JSX.Element {
  const t = useWords();
  const [state, setState] = createSignal("");
  const [lateness, setLateness] = createSignal("");
  const [text, setText] = createSignal("");
  const read = createReadPage<{ rows: InboxListRow[] }>(() => {
    const query = new URLSearchParams(
      Object.entries({ state: state(), lateness: lateness(), text: text() }).filter(([, value]) => value !== ""),
    );
    return `/api/v1/office/filings${query.size > 0 ? `?${query}` : ""}`;
  });
  return (
    <OfficeList
      title={t("inspections.filings.title")}
      text={t("inspections.filings.text")}
      read={read}
      exportPath="/api/v1/office/filings/export"
      above={
        <>
          <PaperCard onDone={read.reload} />
          <div class="list-filters">
            <SelectField
              label={t("inspections.column.state")}
              value={state()}
              options={[
                { value: "", label: t("inspections.filings.all") },
                ...["new", "acknowledged", "closed"].map((value) => ({
                  value,
                  label: t(`inspections.state.${value}`),
                })),
              ]}
              onChange={(event) => setState(event.currentTarget.value)}
            />
            <SelectField
              label={t("inspections.column.lateness")}
              value={lateness()}
              options={[
                { value: "", label: t("inspections.filings.all") },
                ...["on_time", "late", "no_time"].map((value) => ({
                  value,
                  label: t(`inspections.lateness.${value}`),
                })),
              ]}
              onChange={(event) => setLateness(event.currentTarget.value)}
            />
            <TextField
              label={t("inspections.search")}
              type="search"
              value={text()}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          </div>
        </>
      }
      columns={[
        {
          title: t("inspections.column.receiptNumber"),
          show: (row) => (
            <A class="whole" href={`/filings/${row.id}`}>
              {row.receiptNumber}
            </A>
          ),
        },
        { title: t("inspections.column.entity"), show: (row) => row.entity },
        { title: t("inspections.column.stage"), show: (row) => sayStage(t, row.stage) },
        {
          title: t("inspections.column.submittedAt"),
          show: (row) => <Moment at={row.submittedAt} />,
        },
        {
          title: t("inspections.column.lateness"),
          show: (row) => (
            <Tag tone={row.lateness === "late" ? "high" : "plain"}>{t(`inspections.lateness.${row.lateness}`)}</Tag>
          ),
        },
        {
          title: t("inspections.column.state"),
          show: (row) => (
            <Tag tone={row.state === "new" ? "indigo" : "plain"}>{t(`inspections.state.${row.state}`)}</Tag>
          ),
        },
        { title: t("inspections.column.reference"), show: (row) => <span class="whole">{row.reference ?? ""}</span> },
      ]}
    />
  );
}
