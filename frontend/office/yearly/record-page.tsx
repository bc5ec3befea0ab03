// One yearly record as its addressee reads it: what the entity said, under which law, and the versions before it.
import { A, useParams } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { OfficeRecord } from "../../../backend/compliance/yearly/records/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { formatInstant } from "../../platform/format.ts";
import { Moment } from "../../parts/moment/moment.tsx";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { Facts, ThingPage } from "../../shell/authority/page-parts.tsx";
import { createReadPage } from "../../shell/authority/read-page.ts";
import { RecordLines } from "../../shell/yearly/record-lines.tsx";
import "../../shell/lists/lists.css";
import { lawName } from "../work/law-names.ts";

export function RecordPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const read = createReadPage<OfficeRecord>(() => `/api/v1/office/yearly-records/${params.id}`);
  return (
    <ThingPage read={read} back="/yearly">
      {(view) => (
        <>
          <header class="authority-head">
            <h1>
              {view().entity}: {t("yearly.record.of", { year: String(view().year) })}
            </h1>
            <span class="figures quiet-text">{view().receiptNumber}</span>
            <Tag tone={view().lateness === "late" ? "high" : "plain"}>{t(`yearly.key.${view().lateness}`)}</Tag>
            <Show when={view().isReplaced}>
              <Tag>{t("yearly.record.replaced")}</Tag>
            </Show>
          </header>
          <div class="authority-columns">
            <div>
              <RecordLines record={view().record} />
            </div>
            <div>
              <Card title={t("yearly.record.law")}>
                <Facts
                  rows={[
                    [t("yearly.column.submittedAt"), formatInstant(view().submittedAt)],
                    [
                      t("yearly.column.dueAt"),
                      view().dueAt === null ? t("yearly.record.no_day") : formatInstant(view().dueAt ?? ""),
                    ],
                    [t("yearly.record.law"), lawName(view().packId, view().packVersion)],
                    ["SHA-256", <code class="log-number">{view().contentSha256.slice(0, 24)}…</code>],
                  ]}
                />
                <p>
                  <a
                    href={`/api/v1/office/yearly-records/${view().id}/print?language=${currentLanguage()}`}
                    rel="external"
                    target="_self"
                    download=""
                  >
                    {t("yearly.record.receipt")}
                  </a>
                </p>
              </Card>
              <Show when={view().versions.length > 1}>
                <Card title={t("yearly.records.versions")} count={view().versions.length}>
                  <ul class="authority-rows">
                    <For each={view().versions}>
                      {(one) => (
                        <li>
                          <A href={`/yearly/${one.id}`}>{t("yearly.record.version", { number: one.number })}</A>{" "}
                          <span class="quiet-text">
                            <Moment at={one.submittedAt} />
                          </span>
                          <Show when={one.reason}>
                            {(reason) => <p>{t("yearly.record.corrects", { reason: reason() })}</p>}
                          </Show>
                        </li>
                      )}
                    </For>
                  </ul>
                </Card>
              </Show>
            </div>
          </div>
        </>
      )}
    </ThingPage>
  );
}
