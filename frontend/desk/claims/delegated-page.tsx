// The files of the address registries: brought in after a look, whose accounts are whose, and what does not fit.
import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { DelegatedPage as PageView } from "../../../backend/registry/claims/delegated/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiDelete, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createPage, type LoadedPage } from "../../shell/claims/create-page.ts";
import { createSending } from "../../shell/claims/create-sending.ts";
import { PageState } from "../../shell/claims/page-state.tsx";
import { can } from "../../shell/session.ts";
import { ImportDelegatedCard } from "./import-delegated-card.tsx";
import { Refusal } from "../../shell/forms/refusal.tsx";

const root = "/api/v1/registry/delegated";

export function DelegatedPage(): JSX.Element {
  const t = useWords();
  const page = createPage<PageView>(() => root);
  const sending = createSending();
  const act = async (run: () => Promise<unknown>): Promise<void> => {
    await sending.run(async () => {
      await run();
      showToast({ text: t("claims.done") });
    });
    page.load();
  };
  return (
    <main class="page claims-page">
      <p>
        <A href="/claims">{t("claims.desk_title")}</A>
      </p>
      <div>
        <h1>{t("claims.delegated_title")}</h1>
        <p class="quiet-text">{t("claims.delegated_lead")}</p>
      </div>
      <Show when={can("registry.change")}>
        <ImportDelegatedCard onTaken={page.load} />
      </Show>
      <Refusal of={sending} />
      <PageState page={page}>{(found) => <Findings found={found()} act={act} />}</PageState>
    </main>
  );
}

function Findings(props: {
  found: NonNullable<ReturnType<LoadedPage<PageView>["answer"]>>;
  act: (run: () => Promise<unknown>) => Promise<void>;
}): JSX.Element {
  const t = useWords();
  return (
    <>
      <Card title={t("claims.suggestions")} count={props.found.suggestions.length}>
        <p class="quiet-text small-text">{t("claims.suggestions_hint")}</p>
        <ul class="claim-rows">
          <For each={props.found.suggestions} fallback={<li class="quiet-text">{t("claims.nothing")}</li>}>
            {(row) => (
              <li>
                <div class="claim-words">
                  <p>
                    <span class="mono">{row.opaqueId}</span> <span class="quiet-text">{row.registry}</span> →{" "}
                    <A href={`/directory/${row.constituentId}`}>{row.name}</A>
                  </p>
                  <p class="small-text quiet-text">
                    {t("claims.suggestion", { claims: row.claims, records: row.records })}
                  </p>
                </div>
                <Show when={can("registry.change")}>
                  <Button
                    isSmall
                    aria-label={`${t("claims.link")} ${row.opaqueId}`}
                    onClick={() =>
                      void props.act(
                        async () =>
                          await apiPost(`${root}/links`, {
                            registry: row.registry,
                            opaqueId: row.opaqueId,
                            constituentId: row.constituentId,
                          }),
                      )
                    }
                  >
                    {t("claims.link")}
                  </Button>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Card>
      <Card title={t("claims.disagreements")} count={props.found.disagreements.length}>
        <ul class="claim-rows">
          <For each={props.found.disagreements} fallback={<li class="quiet-text">{t("claims.nothing")}</li>}>
            {(row) => (
              <li>
                <div class="claim-words">
                  <p>
                    <A href={`/claims/${row.claimId}`} class="mono value">
                      {row.value}
                    </A>{" "}
                    <A href={`/directory/${row.constituentId}`}>{row.name}</A>
                  </p>
                  <p class="small-text">
                    {row.otherName === null
                      ? t("claims.disagrees_free", { registry: row.registry, status: row.status })
                      : t("claims.disagrees_other", {
                          registry: row.registry,
                          account: row.opaqueId ?? "",
                          name: row.otherName,
                        })}
                  </p>
                </div>
              </li>
            )}
          </For>
        </ul>
      </Card>
      <Card title={t("claims.unclaimed")} count={props.found.unclaimed.length}>
        <ul class="claim-rows">
          <For each={props.found.unclaimed} fallback={<li class="quiet-text">{t("claims.nothing")}</li>}>
            {(row) => (
              <li>
                <div class="claim-words">
                  <p>
                    <b class="mono value">{row.value}</b> <A href={`/directory/${row.constituentId}`}>{row.name}</A>
                  </p>
                  <p class="small-text quiet-text">
                    {row.registry} · {row.opaqueId}
                    {row.allocatedOn === null ? "" : ` · ${row.allocatedOn}`}
                  </p>
                </div>
                <Show when={can("registry.change")}>
                  <Button
                    isSmall
                    aria-label={`${t("claims.enter")} ${row.value}`}
                    onClick={() =>
                      void props.act(
                        async () =>
                          await apiPost("/api/v1/registry/claims", {
                            constituentId: row.constituentId,
                            kind: row.kind,
                            value: row.value,
                            source: `${row.registry}, ${row.opaqueId}`,
                            proof: "rir",
                            ...(row.allocatedOn === null ? {} : { heldFrom: `${row.allocatedOn}T00:00:00Z` }),
                          }).then(
                            async (added) =>
                              await apiPost(`/api/v1/registry/claims/${(added as { id: string }).id}/check`),
                          ),
                      )
                    }
                  >
                    {t("claims.enter")}
                  </Button>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Card>
      <Card title={t("claims.links")} count={props.found.links.length}>
        <ul class="claim-rows">
          <For each={props.found.links} fallback={<li class="quiet-text">{t("claims.nothing")}</li>}>
            {(row) => (
              <li>
                <div class="claim-words">
                  <p>
                    <span class="mono">{row.opaqueId}</span> <span class="quiet-text">{row.registry}</span> →{" "}
                    <A href={`/directory/${row.constituentId}`}>{row.name}</A>
                  </p>
                  <p class="small-text quiet-text">{t("claims.records", { count: row.records })}</p>
                </div>
                <Show when={can("registry.change")}>
                  <Button
                    isSmall
                    look="quiet"
                    aria-label={`${t("claims.unlink")} ${row.opaqueId}`}
                    onClick={() => void props.act(async () => await apiDelete(`${root}/links/${row.id}`))}
                  >
                    {t("claims.unlink")}
                  </Button>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Card>
      <Card title={t("claims.files")} count={props.found.files.length}>
        <ul class="claim-rows">
          <For each={props.found.files} fallback={<li class="quiet-text">{t("claims.no_files")}</li>}>
            {(file) => (
              <li>
                <div class="claim-words">
                  <p>
                    {file.registry} {file.serial} <span class="quiet-text">{file.name}</span>
                  </p>
                  <p class="small-text quiet-text">
                    {t("claims.records", { count: file.records })} · {formatInstant(file.importedAt)} · SHA-256{" "}
                    <span class="hash">{file.sha256}</span>
                  </p>
                </div>
                <Show when={file.isCurrent}>
                  <span class="claim-tags">
                    <Tag tone="low">{t("claims.current")}</Tag>
                  </span>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Card>
    </>
  );
}
