// Notices and sanctions: every matter with where it stands and what is due.
import { A, useNavigate } from "@solidjs/router";
import { createSignal, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { MatterListRow } from "../../../backend/compliance/sanctions/answers/model.ts";
import type { EntityRow, ProfileAnswerView } from "../../../backend/compliance/offices/answers/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createReadPage } from "../../shell/authority/read-page.ts";
import { StepCard } from "../../shell/authority/step-card.tsx";
import { can } from "../../shell/session.ts";
import { OfficeList } from "./office-list.tsx";

export function MattersPage(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const read = createReadPage<{ rows: MatterListRow[] }>(() => "/api/v1/office/matters");
  const [isOpening, setOpening] = createSignal(false);
  const [entities] = createResource(
    isOpening,
    async () => (await apiGet<{ rows: EntityRow[] }>("/api/v1/office/entities")).rows,
  );
  const [profile] = createResource(isOpening, async () => await apiGet<ProfileAnswerView>("/api/v1/office/profile"));
  const severities = ["minor", "major", "critical"].map((value) => ({
    value,
    label: t(`inspections.severity.${value}`),
  }));
  return (
    <OfficeList
      title={t("decisions.matters.title")}
      text={t("decisions.matters.text")}
      read={read}
      exportPath="/api/v1/office/matters/export"
      above={
        <Show when={can("authority.work")}>
          <div>
            <Button onClick={() => setOpening(!isOpening())}>{t("decisions.matters.open_new")}</Button>
          </div>
          <Show when={isOpening()}>
            <StepCard
              asks="proceeding"
              title={t("decisions.matters.open_new")}
              offers={[
                {
                  kind: "open",
                  label: t("decisions.matters.open_new"),
                  fields: [
                    {
                      name: "constituentId",
                      kind: "choice",
                      options: (entities.latest ?? []).map(({ id, name }) => ({ value: id, label: name })),
                    },
                    {
                      name: "packId",
                      kind: "choice",
                      options: (profile.latest?.packs ?? []).map((value) => ({ value, label: value })),
                    },
                    { name: "title", kind: "text" },
                    { name: "text", kind: "long" },
                    { name: "severity", kind: "choice", options: severities },
                  ],
                },
              ]}
              run={async (_kind, { text, severity, ...body }) => {
                const made = await apiPost<{ id: string }>("/api/v1/office/matters", {
                  ...body,
                  findings: [{ text, severity }],
                });
                navigate(`/matters/${made.id}`);
              }}
            />
          </Show>
        </Show>
      }
      columns={[
        {
          title: t("inspections.column.reference"),
          show: (row) => (
            <A class="whole" href={`/matters/${row.id}`}>
              {row.reference}
            </A>
          ),
        },
        { title: t("inspections.column.entity"), show: (row) => row.entity },
        { title: t("inspections.column.title"), show: (row) => row.title },
        {
          title: t("inspections.column.state"),
          show: (row) => (
            <Tag tone={row.state === "to_decide" || row.state === "plan_filed" ? "indigo" : "plain"}>
              {t(`decisions.state.${row.state}`)}
            </Tag>
          ),
        },
        {
          title: t("inspections.column.dueOn"),
          show: (row) => (
            <>
              <span class="whole">{row.dueOn ?? ""}</span>{" "}
              <Show when={row.isOverdue}>{<Tag tone="high">{t("inspections.overdue")}</Tag>}</Show>
            </>
          ),
        },
        {
          title: t("inspections.column.amount"),
          show: (row) => (row.amount === null ? "" : `${formatNumber(row.amount)} ${row.currency ?? ""}`),
        },
        { title: t("inspections.column.paid"), show: (row) => (row.amount === null ? "" : formatNumber(row.paid)) },
      ]}
    />
  );
}
