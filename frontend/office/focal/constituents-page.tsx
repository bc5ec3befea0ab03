// Constituents of a focal point's areas, with who answers there.
import { For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { FocalConstituent } from "../../../backend/reporting/focal/model.ts";
import { Empty } from "../../parts/empty/empty.tsx";
import { apiGet } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { nameIn } from "../../shell/areas/name-in.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";

export function ConstituentsPage(): JSX.Element {
  const t = useWords();
  const [list, { refetch }] = createResource(
    async () => (await apiGet<{ rows: FocalConstituent[] }>("/api/v1/focal/constituents")).rows,
  );
  const rows = () => (list.error ? [] : (list() ?? []));
  return (
    <PageFrame
      title={t("areas.constituents.title")}
      text={t("areas.constituents.lead")}
      state={list.error ? "failed" : list.loading ? "loading" : "ready"}
      problem={list.error ? describeProblem(list.error) : ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={() => void refetch()}
    >
      <Show when={rows().length > 0} fallback={<Empty title={t("areas.constituents.none")} />}>
        <div class="table-scroll" tabindex="0" role="region" aria-label={t("areas.constituents.title")}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t("areas.constituents.name")}</th>
                <th scope="col">{t("areas.column.area")}</th>
                <th scope="col">{t("areas.constituents.contacts")}</th>
              </tr>
            </thead>
            <tbody>
              <For each={rows()}>
                {(one) => (
                  <tr>
                    <td>
                      {one.name}
                      <p class="small-text quiet-text">
                        {one.reference} · {t(`desk.directory.sector.${one.sector}`)}
                      </p>
                    </td>
                    <td>{nameIn(one.areaNames)}</td>
                    <td>
                      <For
                        each={one.contacts}
                        fallback={<span class="quiet-text">{t("areas.constituents.nobody")}</span>}
                      >
                        {(contact) => (
                          <p>
                            {contact.name} · {[contact.phone, contact.email].filter(Boolean).join(" · ")}
                          </p>
                        )}
                      </For>
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
