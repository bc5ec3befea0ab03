// An inspection as the entity sees it: the order, and the findings once the minutes are drawn up.
import { useParams } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { OwnInspectionView } from "../../../backend/compliance/inspections/answers/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { formatInstant } from "../../platform/format.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { Facts, FilesCard, ThingPage } from "../../shell/authority/page-parts.tsx";
import { createReadPage } from "../../shell/authority/read-page.ts";

export function OwnInspectionPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const read = createReadPage<OwnInspectionView>(() => `/api/v1/console/authority/inspections/${params.id}`);
  return (
    <ThingPage read={read} back="/authority">
      {(view) => (
        <>
          <header class="authority-head">
            <h1>
              {t("inspections.kind.inspection")} {view().reference}
            </h1>
            <Tag tone="indigo">{t(`inspections.state.${view().state}`)}</Tag>
          </header>
          <div class="authority-columns">
            <Card title={t("inspections.minutes.findings")} count={view().items.length}>
              <Show when={view().items.length > 0} fallback={<p class="quiet-text">{t("inspections.none")}</p>}>
                <ul class="authority-rows">
                  <For each={view().items}>
                    {(item) => (
                      <li>
                        <p>
                          {item.position}. {item.title[currentLanguage()]}{" "}
                          <Tag>{t(`inspections.result.${item.result ?? "open"}`)}</Tag>
                        </p>
                        <Show when={item.note !== ""}>
                          <p class="authority-said">{item.note}</p>
                        </Show>
                      </li>
                    )}
                  </For>
                </ul>
              </Show>
            </Card>
            <div>
              <Card title={t("inspections.page.why")}>
                <Facts
                  rows={[
                    [t("inspections.field.legalBasis"), view().legalBasis],
                    [t("inspections.field.scope"), view().scope],
                    [t("inspections.field.place"), view().place],
                    [
                      t("inspections.field.openedAt"),
                      view().openedAt === null ? null : formatInstant(view().openedAt ?? ""),
                    ],
                    [t("inspections.field.remarks"), view().remarks],
                  ]}
                />
              </Card>
              <FilesCard files={view().files} side="console" />
            </div>
          </div>
        </>
      )}
    </ThingPage>
  );
}
