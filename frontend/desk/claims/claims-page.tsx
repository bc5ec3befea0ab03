// Network claims that wait, those without a proof, all of them, and the disputes.
import { A, useSearchParams } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { ClaimListRow, DisputeRow } from "../../../backend/registry/claims/views/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { useWords } from "../../platform/words.ts";
import { ClaimStateTags } from "../../shell/claims/claim-state.tsx";
import { createPage } from "../../shell/claims/create-page.ts";
import { DisputesCard } from "../../shell/claims/disputes-card.tsx";
import { sayPeriod } from "../../shell/claims/say-claims.ts";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { createPages } from "../../shell/lists/create-pages.ts";
import "../../shell/claims/claims.css";

const lists = ["open", "unproven", "all"] as const;

export function ClaimsPage(): JSX.Element {
  const t = useWords();
  const [search] = useSearchParams<{ list?: string }>();
  const chosen = () => lists.find((list) => list === search.list) ?? "open";
  const claims = createPages<ClaimListRow>("/api/v1/registry/claims", () => ({ list: chosen() }));
  const disputes = createPage<{ rows: DisputeRow[] }>(() => "/api/v1/registry/disputes");
  return (
    <main class="page claims-page">
      <header class="claims-head">
        <div>
          <h1>{t("claims.desk_title")}</h1>
          <p class="quiet-text">{t("claims.desk_lead")}</p>
        </div>
        <div class="claims-acts">
          <A href="/holders" class="button" data-look="plain">
            {t("claims.ask_title")}
          </A>
          <A href="/delegated" class="button" data-look="plain">
            {t("claims.delegated_title")}
          </A>
          <ExportMenu list="claims" name="claims" query={{ list: chosen() }} look="plain" />
          <ExportMenu list="disputes" name="disputes" look="plain" />
        </div>
      </header>
      <Show when={disputes.problem()}>
        <Notice tone="problem" isAlert>
          {disputes.problem()}
        </Notice>
      </Show>
      <DisputesCard rows={disputes.answer()?.rows ?? []} />
      <nav class="claims-acts" aria-label={t("claims.lists")}>
        <For each={lists}>
          {(list) => (
            <A
              href={`/claims?list=${list}`}
              class="button"
              data-look={chosen() === list ? "main" : "quiet"}
              aria-current={chosen() === list ? "page" : undefined}
            >
              {t(`claims.list.${list}`)}
            </A>
          )}
        </For>
      </nav>
      <Show when={claims.state() === "failed"}>
        <Notice tone="problem" isAlert>
          <span>{claims.problem()}</span>
          <Button isSmall onClick={() => claims.again()}>
            {t("desk.error.again")}
          </Button>
        </Notice>
      </Show>
      <Show when={claims.state() !== "loading"} fallback={<Skeleton lines={8} words={t("desk.loading")} />}>
        <Card title={t(`claims.list.${chosen()}`)}>
          <ul class="claim-rows">
            <For each={claims.rows()} fallback={<li class="quiet-text">{t(`claims.list_none.${chosen()}`)}</li>}>
              {(row) => (
                <li>
                  <div class="claim-words">
                    <p>
                      <A href={`/claims/${row.id}`} class="mono value">
                        {row.value}
                      </A>{" "}
                      <span class="quiet-text">{t(`desk.directory.kind.${row.kind}`)}</span>
                    </p>
                    <p class="small-text">
                      <A href={`/directory/${row.constituentId}`}>{row.name}</A> · {t(`claims.proofs.${row.proof}`)} ·{" "}
                      {sayPeriod(t, row)}
                    </p>
                    <Show when={row.overlaps > 0 || row.documents > 0}>
                      <p class="small-text quiet-text">
                        {[
                          row.documents > 0 ? t("claims.document_count", { count: row.documents }) : "",
                          row.overlaps > 0 ? t("claims.overlap_count", { count: row.overlaps }) : "",
                        ]
                          .filter((part) => part !== "")
                          .join(" · ")}
                      </p>
                    </Show>
                  </div>
                  <ClaimStateTags claim={row} />
                </li>
              )}
            </For>
          </ul>
          <Show when={claims.hasMore()}>
            <Button look="quiet" onClick={() => claims.more()}>
              {t("desk.more_rows")}
            </Button>
          </Show>
        </Card>
      </Show>
    </main>
  );
}
