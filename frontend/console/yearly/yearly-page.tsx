// The entity's yearly record: what the law asks, the year's record prepared from its filings, what was filed with its receipt.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { OwnRecords, RecordView } from "../../../backend/compliance/yearly/records/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { Facts } from "../../shell/authority/page-parts.tsx";
import { WaitFor } from "../../shell/law/wait-for.tsx";
import { RecordForm } from "./record-form.tsx";

interface Wanted {
  obligationId: string;
  year: number;
}

export function YearlyPage(): JSX.Element {
  const t = useWords();
  const [list, { refetch }] = createResource(
    currentLanguage,
    async (language) => await apiGet<OwnRecords>("/api/v1/console/yearly-records", { language }),
  );
  const [wanted, setWanted] = createSignal<Wanted>();
  const has = (known: OwnRecords, { obligationId, year }: Wanted): boolean =>
    known.records.some((one) => one.obligationId === obligationId && one.year === year);
  return (
    <main class="page law-page">
      <WaitFor resource={list} onAgain={() => void refetch()}>
        {(known) => (
          <>
            <h1>{t("yearly.record.title")}</h1>
            <p class="quiet-text">{t("yearly.record.lead")}</p>
            <For each={known().laws} fallback={<Empty title={t("yearly.record.no_law")} />}>
              {(law) => (
                <Card title={law.title}>
                  <Facts
                    rows={[
                      [
                        t("yearly.record.law"),
                        `${law.packTitle}, ${t("yearly.record.article", { articles: law.articles })}`,
                      ],
                      [t("yearly.record.goes_to"), law.addressee.name],
                      [t("yearly.record.clock"), law.clockWords],
                      [
                        t("yearly.record.next_due"),
                        law.due === null ? t("yearly.record.no_day") : formatInstant(law.due),
                      ],
                      [t("yearly.record.checked"), `${t(`duties.verification.${law.verification}`)} · ${law.source}`],
                    ]}
                  />
                  <Show when={known().mayFile && wanted() === undefined}>
                    <p class="authority-acts">
                      <For each={[known().thisYear - 1, known().thisYear]}>
                        {(year) => {
                          const one = { obligationId: law.obligationId, year };
                          return (
                            <Button look={has(known(), one) ? "plain" : "main"} onClick={() => setWanted(one)}>
                              {t(has(known(), one) ? "yearly.record.correct" : "yearly.record.prepare", {
                                year: String(year),
                              })}
                            </Button>
                          );
                        }}
                      </For>
                    </p>
                  </Show>
                </Card>
              )}
            </For>
            <Show when={wanted()}>
              {(one) => (
                <RecordForm
                  obligationId={one().obligationId}
                  year={one().year}
                  onClose={() => setWanted(undefined)}
                  onFiled={() => {
                    setWanted(undefined);
                    void refetch();
                  }}
                />
              )}
            </Show>
            <Card title={t("yearly.record.filed")} count={known().records.length}>
              <ul class="law-rows">
                <For each={known().records} fallback={<li class="quiet-text">{t("yearly.record.none")}</li>}>
                  {(record) => <FiledRow record={record} />}
                </For>
              </ul>
            </Card>
          </>
        )}
      </WaitFor>
    </main>
  );
}

function FiledRow(props: { record: RecordView }): JSX.Element {
  const t = useWords();
  const record = () => props.record;
  return (
    <li>
      <div>
        <p class="law-title">
          {t("yearly.record.of", { year: String(record().year) })}{" "}
          <span class="quiet-text">{t("yearly.record.version", { number: record().number })}</span>
        </p>
        <p>
          <span class="figures">{record().receiptNumber}</span> ·{" "}
          {t("yearly.record.count", { count: record().record.violations })}
        </p>
        <Show when={record().reason}>
          {(reason) => <p class="quiet-text">{t("yearly.record.corrects", { reason: reason() })}</p>}
        </Show>
        <Show when={!record().isRead}>
          <p class="quiet-text">{t("yearly.record.paper_note")}</p>
        </Show>
        <p>
          <a
            href={`/api/v1/console/yearly-records/${record().id}/receipt?language=${currentLanguage()}`}
            rel="external"
            target="_self"
            download=""
          >
            {t("yearly.record.receipt")}
          </a>
        </p>
      </div>
      <div class="law-side">
        <time class="small-text figures" datetime={record().submittedAt}>
          {formatInstant(record().submittedAt)}
        </time>
        <Show
          when={record().isReplaced}
          fallback={
            <Tag tone={record().lateness === "late" ? "high" : "low"}>{t(`yearly.key.${record().lateness}`)}</Tag>
          }
        >
          <Tag>{t("yearly.record.replaced")}</Tag>
        </Show>
      </div>
    </li>
  );
}
