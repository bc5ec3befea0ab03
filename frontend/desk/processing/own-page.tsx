// What this installation itself keeps of people, why and for how long: the entries that ship with the program.
import { For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { OwnProcessing } from "../../../backend/compliance/processing/own/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { apiGet } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { Facts } from "../../shell/authority/page-parts.tsx";
import "../../shell/formalities/formalities.css";

export function OwnPage(): JSX.Element {
  const t = useWords();
  const [own] = createResource(async () => await apiGet<OwnProcessing>("/api/v1/processing/own"));
  return (
    <main class="page authority-page">
      <h1>{t("processing.own.title")}</h1>
      <Show when={own.latest} fallback={<Skeleton lines={8} words={t("desk.loading")} />}>
        {(known) => (
          <>
            <p>{t("processing.own.lead", { controller: known().controller })}</p>
            <p class="quiet-text">{t("processing.own.basis")}</p>
            <For each={known().entries}>
              {(entry) => (
                <Card title={entry.title[currentLanguage()]}>
                  <Facts
                    rows={[
                      [t("processing.own.why"), entry.purposes[currentLanguage()]],
                      [t("processing.own.people"), entry.people[currentLanguage()]],
                      [t("processing.own.data"), entry.data[currentLanguage()]],
                      [t("processing.own.recipients"), entry.recipients[currentLanguage()]],
                      [
                        t("processing.own.kept"),
                        entry.retention
                          .map(({ what, kept }) =>
                            t("processing.own.kept_line", {
                              what: what[currentLanguage()],
                              kept: kept[currentLanguage()],
                            }),
                          )
                          .join("\n"),
                      ],
                      [t("processing.own.security"), entry.security[currentLanguage()]],
                      [t("processing.own.transfers"), entry.transfers[currentLanguage()]],
                    ]}
                  />
                </Card>
              )}
            </For>
          </>
        )}
      </Show>
    </main>
  );
}
