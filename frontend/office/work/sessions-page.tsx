// Plenary sessions with their deliberations.
import { A, useNavigate } from "@solidjs/router";
import { createSignal, type JSX, Show } from "solid-js";
import type { SessionListRow } from "../../../backend/compliance/decisions/answers/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createReadPage } from "../../shell/authority/read-page.ts";
import { StepCard } from "../../shell/authority/step-card.tsx";
import { can } from "../../shell/session.ts";
import { OfficeList } from "./office-list.tsx";

export function SessionsPage(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const [isCalling, setCalling] = createSignal(false);
  const read = createReadPage<{ rows: SessionListRow[] }>(() => "/api/v1/office/sessions");
  return (
    <OfficeList
      title={t("decisions.sessions.title")}
      read={read}
      exportPath="/api/v1/office/sessions/export"
      above={
        <Show when={can("authority.decide")}>
          <div>
            <Button onClick={() => setCalling(!isCalling())}>{t("decisions.sessions.call")}</Button>
          </div>
          <Show when={isCalling()}>
            <StepCard
              asks="proceeding"
              title={t("decisions.sessions.call")}
              offers={[
                {
                  kind: "call",
                  label: t("decisions.sessions.call"),
                  fields: [
                    { name: "heldAt", kind: "moment" },
                    { name: "place", kind: "text", isOptional: true },
                  ],
                },
              ]}
              run={async (_kind, body) => {
                const made = await apiPost<{ id: string }>("/api/v1/office/sessions", body);
                navigate(`/sessions/${made.id}`);
              }}
            />
          </Show>
        </Show>
      }
      columns={[
        {
          title: t("inspections.column.reference"),
          show: (row) => (
            <A class="whole" href={`/sessions/${row.id}`}>
              {row.reference}
            </A>
          ),
        },
        { title: t("inspections.field.heldAt"), show: (row) => formatInstant(row.heldAt) },
        {
          title: t("inspections.column.state"),
          show: (row) => (
            <Tag tone={row.state === "open" ? "indigo" : "plain"}>{t(`decisions.session.${row.state}`)}</Tag>
          ),
        },
        { title: t("decisions.sessions.agenda"), show: (row) => String(row.items) },
        { title: t("decisions.letter.deliberation"), show: (row) => row.deliberations.join(", ") },
      ]}
    />
  );
}
