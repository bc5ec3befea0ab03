// The log: every act, who, on what, when, with the hash of its leaf, newest first.
import { useSearchParams } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { LogRow } from "../../../backend/reporting/model.ts";
import { Empty } from "../../parts/empty/empty.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { formatInstant } from "../../platform/format.ts";
import { hasWords, useWords } from "../../platform/words.ts";
import { actWords } from "../report/side-cards.tsx";
import { createPages } from "./create-pages.ts";
import { PageFrame } from "./page-frame.tsx";

const domains = [
  "report",
  "case",
  "finding",
  "file",
  "mail",
  "person",
  "passkey",
  "session",
  "api_key",
  "constituent",
] as const;

export function LogPage(): JSX.Element {
  const t = useWords();
  const [search, setSearch] = useSearchParams<{ action?: string; object?: string }>();
  const list = createPages<LogRow>("/api/v1/desk/log", () => ({ action: search.action, objectId: search.object }));
  return (
    <PageFrame
      title={t("desk.go.log")}
      text={t("desk.log.text")}
      state={list.state()}
      problem={list.problem()}
      hasMore={list.hasMore()}
      onMore={list.more}
      onAgain={list.again}
      filters={
        <div class="list-filters">
          <SelectField
            label={t("desk.log.kind")}
            value={search.action ?? ""}
            options={[
              { value: "", label: t("desk.filter.any") },
              ...domains.map((name) => ({ value: `${name}.`, label: t(`desk.log.domain.${name}`) })),
            ]}
            onChange={(event) => setSearch({ action: event.currentTarget.value || undefined })}
          />
          <TextField
            label={t("desk.log.object")}
            class="mono"
            value={search.object ?? ""}
            onChange={(event) => setSearch({ object: event.currentTarget.value.trim() || undefined })}
          />
        </div>
      }
    >
      <Show when={list.rows().length > 0} fallback={<Empty title={t("desk.log.none")} />}>
        <div class="table-scroll" tabindex="0" role="region" aria-label={t("desk.go.log")}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t("desk.log.number")}</th>
                <th scope="col">{t("desk.log.at")}</th>
                <th scope="col">{t("desk.log.who")}</th>
                <th scope="col">{t("desk.log.act")}</th>
                <th scope="col">{t("desk.log.on")}</th>
                <th scope="col">{t("desk.log.leaf")}</th>
              </tr>
            </thead>
            <tbody>
              <For each={list.rows()}>
                {(row) => (
                  <tr>
                    <td class="figures log-number">{row.seq ?? t("desk.log.unsealed")}</td>
                    <td class="figures">
                      <time dateTime={row.at}>{formatInstant(row.at)}</time>
                    </td>
                    <td>{row.actor?.name ?? t(`desk.actor.${row.actorKind}`)}</td>
                    <td>
                      {actWords(t, row.action)}
                      <p class="small-text quiet-text">
                        <code>{row.action}</code>
                      </p>
                      <Show when={Object.keys(row.detail).length > 0}>
                        <details>
                          <summary class="small-text">{t("desk.log.detail")}</summary>
                          <pre class="detail mono">{JSON.stringify(row.detail, null, 1)}</pre>
                        </details>
                      </Show>
                    </td>
                    <td>
                      {hasWords(`desk.log.object.${row.objectType}`)
                        ? t(`desk.log.object.${row.objectType}`)
                        : row.objectType}
                      <p class="small-text">
                        <code>{row.objectId}</code>
                      </p>
                    </td>
                    <td>
                      <code title={row.leafHash}>{row.leafHash.slice(0, 12)}…</code>
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
