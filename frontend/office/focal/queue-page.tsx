// A focal point's queue: reports that the own areas handle, with a search, the area, and the map beside.
import { A, useSearchParams } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { FocalHome, FocalRow } from "../../../backend/reporting/focal/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { type Severity, SeverityTag } from "../../parts/severity/severity.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { nameIn } from "../../shell/areas/name-in.ts";
import { createPages } from "../../shell/lists/create-pages.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import "../../shell/areas/areas.css";

export function QueuePage(): JSX.Element {
  const t = useWords();
  const [search, setSearch] = useSearchParams<{ view?: string; area?: string; text?: string }>();
  const [home] = createResource(async () => await apiGet<FocalHome>("/api/v1/focal/home"));
  const list = createPages<FocalRow>("/api/v1/focal/reports", () => ({
    view: search.view ?? "open",
    area: search.area,
    text: search.text,
  }));
  const areas = () => (home.error ? [] : (home()?.areas ?? []));
  return (
    <PageFrame
      title={t("areas.queue.title")}
      text={t("areas.queue.lead", {
        areas: areas()
          .filter(({ isRoot }) => isRoot)
          .map(({ names, id }) => nameIn(names, id))
          .join(", "),
      })}
      state={list.state()}
      problem={list.problem()}
      hasMore={list.hasMore()}
      onMore={list.more}
      onAgain={list.again}
      filters={
        <div class="list-filters">
          <SelectField
            label={t("areas.queue.which")}
            value={search.view ?? "open"}
            options={["open", "all"].map((value) => ({ value, label: t(`areas.queue.view_${value}`) }))}
            onChange={(event) => setSearch({ view: event.currentTarget.value === "all" ? "all" : undefined })}
          />
          <SelectField
            label={t("areas.column.area")}
            value={search.area ?? ""}
            options={[
              { value: "", label: t("areas.queue.all_areas") },
              ...areas().map(({ id, names }) => ({ value: id, label: nameIn(names, id) })),
            ]}
            onChange={(event) => setSearch({ area: event.currentTarget.value || undefined })}
          />
          <TextField
            label={t("areas.queue.search")}
            type="search"
            value={search.text ?? ""}
            onChange={(event) => setSearch({ text: event.currentTarget.value || undefined })}
          />
        </div>
      }
    >
      <p>
        <A class="button" data-look="main" href="/area/reports/new">
          {t("areas.assisted.title")}
        </A>{" "}
        <Button isSmall onClick={() => list.again()}>
          {t("areas.queue.again")}
        </Button>
      </p>
      <Show
        when={list.rows().length > 0}
        fallback={<Empty title={t("areas.queue.none")} text={t("areas.queue.none_hint")} />}
      >
        <div class="table-scroll" tabindex="0" role="region" aria-label={t("areas.queue.title")}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t("areas.column.severity")}</th>
                <th scope="col">{t("areas.column.title")}</th>
                <th scope="col">{t("areas.column.area")}</th>
                <th scope="col">{t("areas.column.received")}</th>
              </tr>
            </thead>
            <tbody>
              <For each={list.rows()}>
                {(row) => (
                  <tr>
                    <td>
                      <SeverityTag of={row.severity as Severity} />
                    </td>
                    <td class="area-title">
                      <A href={`/area/reports/${row.id}`}>{row.title || t("areas.report.text_kept")}</A>
                      <p class="small-text quiet-text">
                        {row.reference} · {t(`areas.status.${row.status}`)}{" "}
                        <Show when={row.waiting > 0}>
                          <Tag tone="medium">{t("areas.queue.waiting", { count: row.waiting })}</Tag>
                        </Show>
                      </p>
                    </td>
                    <td>{nameIn(row.areaNames, row.areaId)}</td>
                    <td class="figures">
                      <time dateTime={row.receivedAt}>{formatInstant(row.receivedAt)}</time>
                    </td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
    </PageFrame>
  );
}
