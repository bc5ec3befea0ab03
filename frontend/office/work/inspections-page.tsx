// Inspections: plans that wait for the head, and the list.
import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import { bindPlan } from "../../../backend/compliance/inspections/model.ts";
import type { InspectionListRow, PlanRow } from "../../../backend/compliance/inspections/answers/model.ts";
import type { ProfileAnswerView } from "../../../backend/compliance/offices/answers/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { Moment } from "../../parts/moment/moment.tsx";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { createReadPage } from "../../shell/authority/read-page.ts";
import { StepCard } from "../../shell/authority/step-card.tsx";
import { can } from "../../shell/session.ts";
import { OfficeList } from "./office-list.tsx";
import { RiskFactors } from "./risk-factors.tsx";
import { lawName } from "./law-names.ts";

export function InspectionsPage(): JSX.Element {
  const t = useWords();
  const read = createReadPage<{ rows: InspectionListRow[] }>(() => "/api/v1/office/inspections");
  const plans = createReadPage<{ rows: PlanRow[] }>(() => "/api/v1/office/plans");
  const reload = async (): Promise<void> => {
    await Promise.all([read.reload(), plans.reload()]);
  };
  return (
    <OfficeList
      title={t("inspections.list.title")}
      read={read}
      exportPath="/api/v1/office/inspections/export"
      above={<For each={plans.page()?.rows ?? []}>{(plan) => <Plan plan={plan} onDone={reload} />}</For>}
      columns={[
        {
          title: t("inspections.column.reference"),
          show: (row) => (
            <A class="whole" href={`/inspections/${row.id}`}>
              {row.reference}
            </A>
          ),
        },
        { title: t("inspections.column.entity"), show: (row) => row.entity },
        {
          title: t("inspections.column.state"),
          show: (row) => (
            <Tag tone={row.state === "open" || row.state === "minutes" ? "indigo" : "plain"}>
              {t(`inspections.state.${row.state}`)}
            </Tag>
          ),
        },
        { title: t("inspections.column.plannedOn"), show: (row) => row.plannedOn ?? "" },
        {
          title: t("inspections.column.openedAt"),
          show: (row) => (row.openedAt === null ? "" : <Moment at={row.openedAt} />),
        },
        { title: t("inspections.column.packId"), show: (row) => lawName(row.packId, row.packVersion) },
      ]}
    />
  );
}

function Plan(props: { plan: PlanRow; onDone: () => Promise<void> }): JSX.Element {
  const t = useWords();
  const profile = createReadPage<ProfileAnswerView>(() => "/api/v1/office/profile");
  const nameOf = (id: string): string | undefined =>
    profile.page()?.knownClasses.find((one) => one.id === id)?.names[currentLanguage()];
  return (
    <Show when={props.plan.state === "proposed"}>
      <Card
        title={`${t("inspections.kind.plan")}: ${props.plan.title}`}
        aside={<Tag tone="indigo">{t(`inspections.plan.${props.plan.state}`)}</Tag>}
      >
        <p class="quiet-text">
          {props.plan.fromDay} – {props.plan.untilDay} · {props.plan.madeBy}
        </p>
        <ul class="authority-rows">
          <For each={props.plan.inspections}>
            {(one) => (
              <li>
                <p>
                  <strong>{one.entity}</strong> {t("inspections.entities.score", { count: one.score })}
                </p>
                <RiskFactors factors={one.factors} nameOf={nameOf} />
              </li>
            )}
          </For>
        </ul>
        <Show when={can("authority.decide") && !props.plan.isOwn}>
          <StepCard
            asks="proceeding"
            title={t("inspections.list.approve")}
            offers={[
              {
                kind: "decide",
                label: t("inspections.list.approve"),
                fields: [
                  { name: "isApproved", kind: "tick" },
                  { name: "reason", kind: "text" },
                ],
                binding: bindPlan(props.plan.id),
              },
            ]}
            run={async (_kind, body) => {
              await apiPost(`/api/v1/office/plans/${props.plan.id}/decision`, body);
              await props.onDone();
            }}
          />
        </Show>
      </Card>
    </Show>
  );
}
