// Service levels: what is in force with the form that sets it, and what was measured month by month.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import {
  type LevelsView,
  type MeasuresView,
  serviceSeverities,
  subjectKinds,
} from "../../../backend/reporting/service/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { apiGet } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { can } from "../../shell/session.ts";
import { LevelsForm } from "./levels-form.tsx";
import { MeasuresTables } from "./measures-tables.tsx";
import { sayMinutes } from "./say-minutes.ts";
import "./service.css";

export function ServicePage(): JSX.Element {
  const t = useWords();
  const [months, setMonths] = createSignal(6);
  const [levels, { refetch }] = createResource(async () => await apiGet<LevelsView>("/api/v1/service/levels"));
  const [measures] = createResource(
    months,
    async (asked) => await apiGet<MeasuresView>("/api/v1/service/measures", { months: asked }),
  );
  const [isEditing, setEditing] = createSignal(false);
  const here = () => (levels.error === undefined ? levels.latest : undefined);
  return (
    <PageFrame
      title={t("service.title")}
      text={t("service.lead")}
      state={levels.error !== undefined ? "failed" : here() ? "ready" : "loading"}
      problem={levels.error === undefined ? "" : describeProblem(levels.error)}
      hasMore={false}
      onMore={() => undefined}
      onAgain={() => void refetch()}
    >
      <div class="service-page">
        <Card
          title={t("service.tab.targets")}
          aside={
            <Show when={can("service.shape") && !isEditing()}>
              <Button isSmall onClick={() => setEditing(true)}>
                {t("service.targets.edit")}
              </Button>
            </Show>
          }
        >
          <Show when={here()} keyed>
            {(view) => (
              <Show when={isEditing()} fallback={<InForce view={view} />}>
                <LevelsForm
                  view={view}
                  onClose={() => setEditing(false)}
                  onDone={() => {
                    setEditing(false);
                    void refetch();
                  }}
                />
              </Show>
            )}
          </Show>
        </Card>
        <Card
          title={t("service.measures.title")}
          aside={
            <div class="service-line">
              <SelectField
                isLabelHidden
                label={t("service.measures.months")}
                value={String(months())}
                options={[3, 6, 12, 24].map((count) => ({
                  value: String(count),
                  label: `${t("service.measures.months")}: ${count}`,
                }))}
                onChange={(event) => setMonths(Number(event.currentTarget.value))}
              />
              <a
                class="button"
                data-look="plain"
                data-small=""
                href={`/api/v1/service/measures.csv?months=${months()}`}
                download="service-levels.csv"
              >
                {t("service.measures.csv")}
              </a>
            </div>
          }
        >
          <p class="quiet-text small-text">{t("service.measures.hint")}</p>
          <Show when={measures.error === undefined && measures.latest} keyed>
            {(view) => <MeasuresTables view={view} />}
          </Show>
        </Card>
      </div>
    </PageFrame>
  );
}

function InForce(props: { view: LevelsView }): JSX.Element {
  const t = useWords();
  const levels = () => props.view.levels;
  const rows = () =>
    subjectKinds.flatMap((kind) =>
      serviceSeverities.flatMap(
        (severity) => levels()?.targets.filter((it) => it.kind === kind && it.severity === severity) ?? [],
      ),
    );
  const say = (minutes: number | null): string => (minutes === null ? "–" : sayMinutes(t, minutes));
  return (
    <Show when={levels()} fallback={<Empty title={t("service.targets.none")} text="" />}>
      <p>
        {t("service.targets.in_force", {
          number: props.view.number,
          name: props.view.setBy ?? "",
          when: formatInstant(props.view.setAt ?? ""),
        })}{" "}
        <span class="quiet-text">{t("service.targets.keeps")}</span>
      </p>
      <div
        class="table-scroll"
        role="region"
        aria-label={t("service.table", { title: t("service.tab.targets") })}
        tabindex="0"
      >
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t("service.targets.kind")}</th>
              <th scope="col">{t("service.targets.severity")}</th>
              <th scope="col">{t("service.clock.first_answer")}</th>
              <th scope="col">{t("service.clock.resolution")}</th>
              <th scope="col">{t("service.hours.title")}</th>
            </tr>
          </thead>
          <tbody>
            <For each={rows()}>
              {(row) => (
                <tr>
                  <td>{t(`service.kind.${row.kind}`)}</td>
                  <td>{t(`common.severity.${row.severity}`)}</td>
                  <td class="figures">{say(row.firstAnswer)}</td>
                  <td class="figures">{say(row.resolution)}</td>
                  <td>{t(row.isBusinessHours ? "service.business" : "service.always")}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
      <p class="small-text">
        <b>{t("service.hours.title")}</b>:{" "}
        {(levels()?.hours ?? []).map((it) => `${t(`service.day.${it.weekday}`)} ${it.from}–${it.until}`).join(" · ")}.{" "}
        {t("service.hours.zone", { zone: levels()?.zone ?? "" })}.{" "}
        <Show when={levels()?.hasHolidays}>
          {props.view.calendar.id === "weekends"
            ? t("service.hours.weekends_only")
            : t("service.hours.holidays", { calendar: props.view.calendar.id, version: props.view.calendar.version })}
        </Show>
      </p>
      <Show when={props.view.past.length > 1}>
        <details>
          <summary>{t("service.targets.past")}</summary>
          <ul class="small-text">
            <For each={props.view.past}>
              {(one) => (
                <li>
                  {t("service.targets.past_line", {
                    number: one.number,
                    name: one.setBy ?? "",
                    when: formatInstant(one.setAt),
                  })}
                  {one.note === "" ? "" : ` · ${one.note}`}
                </li>
              )}
            </For>
          </ul>
        </details>
      </Show>
    </Show>
  );
}
