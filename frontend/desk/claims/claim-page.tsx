// One claim at the desk: what speaks for and against it, who approved it, and which reports a correction of it touches.
import { A, useParams } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import type { ClaimPage } from "../../../backend/registry/claims/views/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { ClaimStateTags } from "../../shell/claims/claim-state.tsx";
import { createPage } from "../../shell/claims/create-page.ts";
import { DocumentsCard } from "../../shell/claims/documents-card.tsx";
import { FactsCard } from "../../shell/claims/facts-card.tsx";
import { HistoryCard } from "../../shell/claims/history-card.tsx";
import { OverlapsCard } from "../../shell/claims/overlaps-card.tsx";
import { PageState } from "../../shell/claims/page-state.tsx";
import { ProofCard } from "../../shell/claims/proof-card.tsx";
import { can } from "../../shell/session.ts";
import { DecideDialog } from "./decide-dialog.tsx";
import { TouchedCard } from "./touched-card.tsx";

const root = "/api/v1/registry/claims";

export function DeskClaimPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const page = createPage<ClaimPage>(() => `${root}/${params.id}`);
  const [act, setAct] = createSignal<"approve" | "refuse">();
  const isWaiting = (claim: ClaimPage) => claim.state === "waiting" || claim.state === "proposed";
  return (
    <main class="page claims-page">
      <p>
        <A href="/claims">{t("claims.desk_title")}</A>
      </p>
      <PageState page={page}>
        {(claim) => (
          <>
            <header class="claims-head">
              <div>
                <h1 class="mono">{claim().value}</h1>
                <ClaimStateTags claim={claim()} />
              </div>
              <Show when={can("registry.change") && isWaiting(claim())}>
                <div class="claims-acts">
                  <Show when={claim().mayApprove}>
                    <Button look="main" onClick={() => setAct("approve")}>
                      {t("claims.approve")}
                    </Button>
                  </Show>
                  <Button onClick={() => setAct("refuse")}>{t("claims.refuse")}</Button>
                </div>
              </Show>
            </header>
            <For each={claim().disputes.filter(({ state }) => state === "open" || state === "proposed")}>
              {(dispute) => (
                <Notice tone="mind">
                  {t("claims.in_dispute")}{" "}
                  <A href={`/disputes/${dispute.id}`}>{t("claims.to_dispute", { reference: dispute.reference })}</A>
                </Notice>
              )}
            </For>
            <FactsCard claim={claim()} holder={<A href={`/directory/${claim().constituentId}`}>{claim().name}</A>} />
            <ProofCard claim={claim()} root={root} mayChange={can("registry.change")} onChanged={page.load} />
            <Show when={claim().delegation}>
              {(found) => (
                <Card title={t("claims.delegation")}>
                  <p>
                    {t(found().isOwn ? "claims.delegation_own" : `claims.missing.${found().problem}`, {
                      name: claim().value,
                    })}{" "}
                    <A href="/delegated">{t("claims.delegated_title")}</A>
                  </p>
                </Card>
              )}
            </Show>
            <DocumentsCard claim={claim()} root={root} mayChange={can("registry.change")} onChanged={page.load} />
            <Show when={claim().approvals.length > 0}>
              <Card title={t("claims.approvals")} count={claim().approvals.length}>
                <ul class="claim-rows">
                  <For each={claim().approvals}>
                    {(approval) => (
                      <li>
                        <div class="claim-words">
                          <p>
                            <b>{approval.name}</b>{" "}
                            <span class="quiet-text small-text">{formatInstant(approval.approvedAt)}</span>
                          </p>
                          <p class="small-text">{approval.reason}</p>
                        </div>
                      </li>
                    )}
                  </For>
                </ul>
              </Card>
            </Show>
            <OverlapsCard
              overlaps={claim().overlaps}
              holder={(overlap) => (
                <>
                  <A href={`/claims/${overlap.claimId}`}>{overlap.name}</A> ·
                </>
              )}
            />
            <Show when={can("report.read")}>
              <TouchedCard claimId={claim().id} />
            </Show>
            <HistoryCard claim={claim()} />
            <Show when={act()} keyed>
              {(chosen) => (
                <DecideDialog
                  claimId={claim().id}
                  act={chosen}
                  onClose={() => setAct(undefined)}
                  onDone={() => {
                    setAct(undefined);
                    showToast({ text: t("claims.done") });
                    page.load();
                  }}
                />
              )}
            </Show>
          </>
        )}
      </PageState>
    </main>
  );
}
