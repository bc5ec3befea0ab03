// A dispute at the desk: both claims side by side, the statements, and its settlement by two persons.
import { A, useParams } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import { stepUpForClaims } from "../../../backend/registry/claims/model.ts";
import type { DisputePage } from "../../../backend/registry/claims/views/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { ClaimStateTags } from "../../shell/claims/claim-state.tsx";
import { createPage } from "../../shell/claims/create-page.ts";
import { toneOfDispute } from "../../shell/claims/disputes-card.tsx";
import { OutcomeCard } from "../../shell/claims/outcome-card.tsx";
import { PageState } from "../../shell/claims/page-state.tsx";
import { sayPeriod } from "../../shell/claims/say-claims.ts";
import { StatementsCard } from "../../shell/claims/statements-card.tsx";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { can } from "../../shell/session.ts";
import { SettleDialog } from "./settle-dialog.tsx";
import { Refusal } from "../../shell/forms/refusal.tsx";

const root = "/api/v1/registry/disputes";

export function DeskDisputePage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const page = createPage<DisputePage>(() => `${root}/${params.id}`);
  const [isSettling, setSettling] = createSignal(false);
  const act = createConfirmedAct();
  const confirm = async (dispute: DisputePage): Promise<void> => {
    const { id, version } = dispute;
    const isDone = await act.run(stepUpForClaims.settle(id, version), async () => {
      await apiPost(`${root}/${id}/confirm`, { version });
    });
    if (isDone) showToast({ text: t("claims.settled_now") });
    page.load();
  };
  const sendBack = async ({ id, version }: DisputePage): Promise<void> => {
    await act.run(undefined, async () => {
      await apiPost(`${root}/${id}/send-back`, { version });
    });
    page.load();
  };
  return (
    <main class="page claims-page">
      <p>
        <A href="/claims">{t("claims.desk_title")}</A>
      </p>
      <PageState page={page}>
        {(dispute) => (
          <>
            <header class="claims-head">
              <div>
                <h1 class="mono">{dispute().value}</h1>
                <p class="claim-tags">
                  <Tag tone={toneOfDispute[dispute().state]}>{t(`claims.dispute.${dispute().state}`)}</Tag>
                  <span class="quiet-text figures">{dispute().reference}</span>
                  <span class="quiet-text">{t(`claims.because.${dispute().because}`)}</span>
                </p>
              </div>
              <Show when={can("registry.change") && dispute().state === "open"}>
                <Button look="main" onClick={() => setSettling(true)}>
                  {t("claims.settle")}
                </Button>
              </Show>
            </header>
            <p class="quiet-text">
              {t("claims.opened_on", { at: formatInstant(dispute().openedAt), day: dispute().answerBy.slice(0, 10) })}
            </p>
            <div class="parties">
              <For each={dispute().claims ?? []}>
                {(claim) => (
                  <Card title={t(`claims.side.${claim.side}`)}>
                    <div class="claim-words">
                      <p>
                        <A href={`/directory/${claim.constituentId}`}>
                          {claim.side === "standing" ? dispute().standingName : dispute().challengerName}
                        </A>
                      </p>
                      <p>
                        <A href={`/claims/${claim.id}`} class="mono">
                          {claim.value}
                        </A>
                      </p>
                      <ClaimStateTags claim={{ ...claim, lapsedAt: null }} />
                      <p class="small-text">{sayPeriod(t, claim)}</p>
                      <p class="small-text quiet-text">
                        {t(`claims.proofs.${claim.proof}`)}
                        {claim.provenAt === null
                          ? ""
                          : ` · ${t("claims.proven_at", { at: formatInstant(claim.provenAt) })}`}
                        {` · ${t("claims.document_count", { count: claim.documents })}`}
                      </p>
                    </div>
                  </Card>
                )}
              </For>
            </div>
            <OutcomeCard
              dispute={dispute()}
              acts={
                <Show when={can("registry.change") && dispute().state === "proposed"}>
                  <Refusal of={act} />
                  <Show when={dispute().isProposedByMe}>
                    <p class="quiet-text">{t("claims.second_confirms")}</p>
                  </Show>
                  <div class="claims-acts">
                    <Show when={!dispute().isProposedByMe}>
                      <Button look="main" isBusy={act.isBusy()} onClick={() => void confirm(dispute())}>
                        {t("claims.confirm")}
                      </Button>
                    </Show>
                    <Button disabled={act.isBusy()} onClick={() => void sendBack(dispute())}>
                      {t("claims.send_back")}
                    </Button>
                  </div>
                </Show>
              }
            />
            <StatementsCard dispute={dispute()} root={root} mayState={can("registry.change")} onChanged={page.load} />
            <Show when={isSettling()}>
              <SettleDialog
                dispute={dispute()}
                onClose={() => setSettling(false)}
                onDone={() => {
                  setSettling(false);
                  page.load();
                }}
              />
            </Show>
          </>
        )}
      </PageState>
    </main>
  );
}
