// Requests of people about their own data: which wait, until when, and registering one.
import { useNavigate } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { RequestList, RequestRow } from "../../../backend/compliance/subject-requests/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { instant, sayLeft } from "../../shell/law/law-words.ts";
import { WaitFor } from "../../shell/law/wait-for.tsx";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { RegisterDialog } from "./register-dialog.tsx";

export function RequestsPage(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const [state, setState] = createSignal<"open" | "closed">("open");
  const [list, { refetch }] = createResource(
    state,
    async (wanted) => await apiGet<RequestList>("/api/v1/subject-requests", { state: wanted }),
  );
  const [isNew, setNew] = createSignal(false);
  return (
    <main class="page law-page">
      <WaitFor resource={list} onAgain={() => void refetch()}>
        {(known) => (
          <>
            <div class="law-head">
              <div>
                <h1>{t("subjects.title")}</h1>
                <p class="quiet-text">{t("subjects.lead")}</p>
              </div>
              <div class="law-acts">
                <ExportMenu list="/api/v1/subject-requests/export" query={{ state: "all" }} look="plain" />
                <Show when={known().mayChange}>
                  <Button look="main" onClick={() => setNew(true)}>
                    {t("subjects.new")}
                  </Button>
                </Show>
              </div>
            </div>
            <SelectField
              label={t("subjects.show")}
              value={state()}
              options={[
                { value: "open", label: t("subjects.show.open", { count: known().counts.open }) },
                { value: "closed", label: t("subjects.show.closed", { count: known().counts.closed }) },
              ]}
              onChange={(change) => setState(change.currentTarget.value === "closed" ? "closed" : "open")}
            />
            <Show
              when={known().requests.length > 0}
              fallback={<Empty title={t("subjects.none")} text={t("subjects.none.text")} />}
            >
              <Card title={t("subjects.list")} count={known().requests.length}>
                <ul class="law-rows">
                  <For each={known().requests}>{(row) => <Row row={row} now={known().now} />}</For>
                </ul>
              </Card>
            </Show>
          </>
        )}
      </WaitFor>
      <Show when={isNew()}>
        <RegisterDialog onClose={() => setNew(false)} onDone={(id) => navigate(`/data-requests/${id}`)} />
      </Show>
    </main>
  );
}

function Row(props: { row: RequestRow; now: string }): JSX.Element {
  const t = useWords();
  const row = () => props.row;
  return (
    <li>
      <div>
        <h3 class="law-title">
          <a href={`/console/data-requests/${row().id}`}>
            <span class="figures">{row().reference}</span> {t(`subjects.kind.${row().kind}`)}
          </a>
        </h3>
        <p>{row().personName}</p>
        <p class="quiet-text small-text">
          {t("subjects.received", { at: instant(row().receivedAt) })} · {t(`subjects.identity.${row().identity}`)}
          <Show when={row().owner}>{(owner) => <> · {t("subjects.owner", { name: owner() })}</>}</Show>
        </p>
      </div>
      <div class="law-side">
        <RequestTags row={row()} />
        <Show
          when={row().state === "open" ? row().dueAt : undefined}
          fallback={
            <Show when={row().state === "open"}>
              <span class="small-text quiet-text">{t("subjects.no_time")}</span>
            </Show>
          }
        >
          {(due) => (
            <>
              <span class="law-left figures" data-over={row().isOverdue ? "" : undefined}>
                {sayLeft(t, due(), Date.parse(props.now))}
              </span>
              <time class="small-text figures" datetime={due()}>
                {instant(due())}
              </time>
            </>
          )}
        </Show>
      </div>
    </li>
  );
}

/** How a request stands, in tags: open or its outcome; overdue, late or in time; extended. */
export function RequestTags(props: {
  row: Pick<RequestRow, "state" | "outcome" | "isOverdue" | "isLate" | "isExtended">;
}): JSX.Element {
  const t = useWords();
  return (
    <>
      <Tag tone={props.row.state === "open" ? "indigo" : "plain"}>
        {props.row.outcome === null
          ? t(`subjects.state.${props.row.state}`)
          : t(`subjects.outcome.${props.row.outcome}`)}
      </Tag>
      <Show when={props.row.isOverdue}>
        <Tag tone="critical">{t("subjects.overdue")}</Tag>
      </Show>
      <Show when={props.row.state !== "withdrawn" && props.row.isLate !== null}>
        <Tag tone={props.row.isLate ? "high" : "low"}>{t(props.row.isLate ? "subjects.late" : "subjects.in_time")}</Tag>
      </Show>
      <Show when={props.row.isExtended}>
        <Tag>{t("subjects.extended")}</Tag>
      </Show>
    </>
  );
}
