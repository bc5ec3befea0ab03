// Complaints: the list, and entering one from paper.
import { A } from "@solidjs/router";
import { createSignal, type JSX, Show } from "solid-js";
import type { ComplaintListRow } from "../../../backend/compliance/complaints/answers/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { Moment } from "../../parts/moment/moment.tsx";
import { useWords, wordsLanguages } from "../../platform/words.ts";
import { CopyOnce } from "../../shell/confirm/copy-once.tsx";
import { createReadPage } from "../../shell/authority/read-page.ts";
import { StepCard } from "../../shell/authority/step-card.tsx";
import { can } from "../../shell/session.ts";
import { OfficeList } from "./office-list.tsx";

export function ComplaintsPage(): JSX.Element {
  const t = useWords();
  const [isEntering, setEntering] = createSignal(false);
  const [receipt, setReceipt] = createSignal("");
  const read = createReadPage<{ rows: ComplaintListRow[] }>(() => "/api/v1/office/complaints");
  return (
    <OfficeList
      title={t("inspections.complaints.title")}
      read={read}
      exportPath="/api/v1/office/complaints/export"
      above={
        <Show when={can("authority.work")}>
          <div>
            <Button onClick={() => setEntering(!isEntering())}>{t("inspections.complaints.enter")}</Button>
          </div>
          <Show when={receipt()}>
            <Card title={t("inspections.complaints.receipt")}>
              <CopyOnce label={t("inspections.complaints.receipt")} value={receipt()} />
            </Card>
          </Show>
          <Show when={isEntering()}>
            <StepCard
              asks="complaint_paper"
              title={t("inspections.complaints.enter")}
              offers={[
                {
                  kind: "enter",
                  label: t("inspections.complaints.enter"),
                  fields: [
                    { name: "arrivedOn", kind: "day" },
                    { name: "respondent", kind: "text" },
                    { name: "happened", kind: "long" },
                    { name: "wanted", kind: "long", isOptional: true },
                    { name: "name", kind: "text", isOptional: true },
                    { name: "contact", kind: "text", isOptional: true },
                    { name: "mayBeNamed", kind: "tick" },
                    {
                      name: "language",
                      kind: "choice",
                      options: wordsLanguages.map((value) => ({ value, label: t(`common.language.${value}`) })),
                      first: "fr",
                    },
                  ],
                },
              ]}
              run={async (_kind, body) => {
                const made = await apiPost<{ receipt: string }>("/api/v1/office/complaints", body);
                setReceipt(made.receipt);
                setEntering(false);
                await read.reload();
              }}
            />
          </Show>
        </Show>
      }
      columns={[
        {
          title: t("inspections.column.reference"),
          show: (row) => (
            <A class="whole" href={`/complaints/${row.id}`}>
              {row.reference}
            </A>
          ),
        },
        { title: t("inspections.column.respondent"), show: (row) => row.entity ?? row.respondent },
        {
          title: t("inspections.column.state"),
          show: (row) => (
            <Tag tone={row.state === "received" ? "indigo" : "plain"}>{t(`inspections.complaint.${row.state}`)}</Tag>
          ),
        },
        { title: t("inspections.column.receivedAt"), show: (row) => <Moment at={row.receivedAt} /> },
        { title: t("inspections.column.channel"), show: (row) => t(`inspections.channel.${row.channel}`) },
        { title: t("inspections.field.assigneeId"), show: (row) => row.assignee ?? "" },
      ]}
    />
  );
}
