// What the own organisation holds and claims to hold, what waits for a proof, and its disputes.
import { A, useNavigate } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import type { ClaimListRow, DisputeRow } from "../../../backend/registry/claims/views/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { useWords } from "../../platform/words.ts";
import { ClaimStateTags } from "../../shell/claims/claim-state.tsx";
import { createPage } from "../../shell/claims/create-page.ts";
import { DisputesCard } from "../../shell/claims/disputes-card.tsx";
import { PageState } from "../../shell/claims/page-state.tsx";
import { sayPeriod } from "../../shell/claims/say-claims.ts";
import { can } from "../../shell/session.ts";
import { ProposeDialog } from "./propose-dialog.tsx";

export function NetworksPage(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const claims = createPage<{ rows: ClaimListRow[] }>(() => "/api/v1/own/claims");
  const disputes = createPage<{ rows: DisputeRow[] }>(() => "/api/v1/own/disputes");
  const [isAdding, setAdding] = createSignal(false);
  const entries = () => [
    ...new Map((claims.answer()?.rows ?? []).map((row) => [row.constituentId, row.name])).entries(),
  ];
  return (
    <main class="page claims-page">
      <header class="claims-head">
        <div>
          <h1>{t("claims.own_title")}</h1>
          <p class="quiet-text">{t("claims.own_lead")}</p>
        </div>
        <Show when={can("claim.change_own")}>
          <Button look="main" onClick={() => setAdding(true)}>
            {t("claims.add")}
          </Button>
        </Show>
      </header>
      <Show when={(disputes.answer()?.rows.length ?? 0) > 0}>
        <DisputesCard rows={disputes.answer()?.rows ?? []} />
      </Show>
      <PageState page={claims}>
        {(answer) => (
          <Card title={t("claims.title")} count={answer().rows.length}>
            <ul class="claim-rows">
              <For each={answer().rows} fallback={<li class="quiet-text">{t("claims.own_none")}</li>}>
                {(row) => (
                  <li>
                    <div class="claim-words">
                      <p>
                        <A href={`/networks/${row.id}`} class="mono value">
                          {row.value}
                        </A>{" "}
                        <span class="quiet-text">{t(`desk.directory.kind.${row.kind}`)}</span>
                      </p>
                      <p class="small-text quiet-text">
                        {sayPeriod(t, row)} · {t(`claims.proofs.${row.proof}`)}
                        {entries().length > 1 ? ` · ${row.name}` : ""}
                      </p>
                      <Show when={row.overlaps > 0}>
                        <p class="small-text">{t("claims.overlap_count", { count: row.overlaps })}</p>
                      </Show>
                    </div>
                    <ClaimStateTags claim={row} />
                  </li>
                )}
              </For>
            </ul>
          </Card>
        )}
      </PageState>
      <Show when={isAdding()}>
        <ProposeDialog
          entries={entries()}
          onClose={() => setAdding(false)}
          onDone={(id) => {
            setAdding(false);
            navigate(`/networks/${id}`);
          }}
        />
      </Show>
    </main>
  );
}
