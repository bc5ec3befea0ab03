// Fraud desks of banks and operators: who is asked, what they can stop, how quickly they answer.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { PartnerView } from "../../../backend/registry/partners/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem, tellProblem } from "../../shell/data/tell-problem.ts";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { can } from "../../shell/session.ts";
import { PartnerDialog } from "./partner-dialog.tsx";

export function PartnersPage(): JSX.Element {
  const t = useWords();
  const [list, { refetch }] = createResource(
    async () => (await apiGet<{ partners: PartnerView[] }>("/api/v1/registry/partners")).partners,
  );
  const [isAdding, setAdding] = createSignal(false);
  const [changing, setChanging] = createSignal<PartnerView>();
  const rows = () => (list.error ? [] : (list() ?? []));
  const end = async (id: string): Promise<void> => {
    try {
      await apiPost(`/api/v1/registry/partners/${id}/end`);
      void refetch();
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <PageFrame
      title={t("partners.page.title")}
      text={t("partners.page.lead")}
      state={list.error ? "failed" : list.loading && !list.latest ? "loading" : "ready"}
      problem={list.error ? describeProblem(list.error) : ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={() => void refetch()}
    >
      <div class="page-acts">
        <Show when={can("registry.change")}>
          <Button look="main" onClick={() => setAdding(true)}>
            {t("partners.page.add")}
          </Button>
        </Show>
        <ExportMenu list="fraud-desks" look="plain" />
      </div>
      <Show
        when={rows().length > 0}
        fallback={<Empty title={t("partners.page.none")} text={t("partners.page.none_hint")} />}
      >
        <div class="table-scroll" tabindex="0" role="region" aria-label={t("partners.page.title")}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t("partners.page.desk")}</th>
                <th scope="col">{t("partners.page.reach")}</th>
                <th scope="col">{t("partners.page.freezes")}</th>
                <th scope="col">{t("partners.page.answers")}</th>
                <Show when={can("registry.change")}>
                  <th scope="col">
                    <span class="for-ears">{t("partners.page.end")}</span>
                  </th>
                </Show>
              </tr>
            </thead>
            <tbody>
              <For each={rows()}>
                {(one) => (
                  <tr>
                    <td>
                      <b>{one.constituent.name}</b>
                      <p class="small-text quiet-text">
                        {t(`partners.kind.${one.kind}`)} · {one.contactName}
                      </p>
                    </td>
                    <td>
                      {t(`partners.channel.${one.channel}`)}: {one.channel === "mail" ? one.email : one.phone}
                      <p class="small-text quiet-text">{one.hours}</p>
                    </td>
                    <td>{one.freezes.map((what) => t(`partners.target.${what}`)).join(", ")}</td>
                    <td>
                      <Show
                        when={one.medianMinutes !== null}
                        fallback={<span class="quiet-text">{t("partners.page.not_measured")}</span>}
                      >
                        {t("partners.page.measured", {
                          minutes: one.medianMinutes ?? 0,
                          inTime: one.inTime,
                          requests: one.requests,
                        })}
                      </Show>
                      <p class="small-text quiet-text">{t("partners.page.promised", { minutes: one.answerMinutes })}</p>
                    </td>
                    <Show when={can("registry.change")}>
                      <td>
                        <Button isSmall look="quiet" onClick={() => setChanging(one)}>
                          {t("partners.page.change_act")}
                        </Button>{" "}
                        <Button isSmall look="quiet" onClick={() => void end(one.id)}>
                          {t("partners.page.end")}
                        </Button>
                      </td>
                    </Show>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
      <Show when={changing()} keyed>
        {(one) => (
          <PartnerDialog
            partner={one}
            onClose={() => setChanging(undefined)}
            onDone={() => {
              setChanging(undefined);
              void refetch();
            }}
          />
        )}
      </Show>
      <Show when={isAdding()}>
        <PartnerDialog
          onClose={() => setAdding(false)}
          onDone={() => {
            setAdding(false);
            void refetch();
          }}
        />
      </Show>
    </PageFrame>
  );
}
