// One own claim: what it says, how it is proven, who else claims the same, and what one can do.
import { A, useNavigate, useParams } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import { statesInForce } from "../../../backend/registry/claims/model.ts";
import type { ClaimPage, OverlapView } from "../../../backend/registry/claims/views/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { ClaimStateTags } from "../../shell/claims/claim-state.tsx";
import { createPage } from "../../shell/claims/create-page.ts";
import { createSending } from "../../shell/claims/create-sending.ts";
import { DocumentsCard } from "../../shell/claims/documents-card.tsx";
import { FactsCard } from "../../shell/claims/facts-card.tsx";
import { HistoryCard } from "../../shell/claims/history-card.tsx";
import { OverlapsCard } from "../../shell/claims/overlaps-card.tsx";
import { PageState } from "../../shell/claims/page-state.tsx";
import { ProofCard } from "../../shell/claims/proof-card.tsx";
import { SureDialog } from "../../shell/confirm/sure-dialog.tsx";
import { can } from "../../shell/session.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import { FormWhy } from "../../shell/forms/form-why.tsx";

const root = "/api/v1/own/claims";

export function OwnClaimPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const navigate = useNavigate();
  const page = createPage<ClaimPage>(() => `${root}/${params.id}`);
  const [isEnding, setEnding] = createSignal(false);
  const [contested, setContested] = createSignal<OverlapView>();
  const isOpen = (claim: ClaimPage) => claim.state !== "refused" && claim.state !== "withdrawn";
  const isInForce = (claim: ClaimPage) => statesInForce.includes(claim.state);
  return (
    <main class="page claims-page">
      <p>
        <A href="/networks">{t("claims.own_title")}</A>
      </p>
      <PageState page={page}>
        {(claim) => (
          <>
            <header class="claims-head">
              <div>
                <h1 class="mono">{claim().value}</h1>
                <ClaimStateTags claim={claim()} />
              </div>
              <Show when={can("claim.change_own") && isOpen(claim()) && claim().heldUntil === null}>
                <Button onClick={() => setEnding(true)}>
                  {t(isInForce(claim()) ? "claims.end" : "claims.withdraw")}
                </Button>
              </Show>
            </header>
            <Show when={claim().state === "contesting" || claim().state === "disputed"}>
              <Notice tone="mind">
                {t(`claims.state_text.${claim().state}`)}{" "}
                <For each={claim().disputes.filter(({ state }) => state === "open" || state === "proposed")}>
                  {(dispute) => (
                    <A href={`/disputes/${dispute.id}`}>{t("claims.to_dispute", { reference: dispute.reference })}</A>
                  )}
                </For>
              </Notice>
            </Show>
            <Show when={claim().state === "waiting"}>
              <Notice>{t("claims.state_text.waiting")}</Notice>
            </Show>
            <ProofCard claim={claim()} root={root} mayChange={can("claim.change_own")} onChanged={page.load} />
            <FactsCard claim={claim()} />
            <DocumentsCard claim={claim()} root={root} mayChange={can("claim.change_own")} onChanged={page.load} />
            <OverlapsCard
              overlaps={claim().overlaps}
              onContest={can("claim.change_own") && isInForce(claim()) ? setContested : undefined}
            />
            <HistoryCard claim={claim()} />
            <Show when={isEnding()}>
              <SureDialog
                title={t(isInForce(claim()) ? "claims.end_title" : "claims.withdraw_title", { value: claim().value })}
                text={t(isInForce(claim()) ? "claims.end_text" : "claims.withdraw_text")}
                act={t(isInForce(claim()) ? "claims.end" : "claims.withdraw")}
                onClose={() => setEnding(false)}
                run={async () => {
                  await apiPost(`${root}/${claim().id}/end`);
                  showToast({ text: t("claims.done") });
                  page.load();
                }}
              />
            </Show>
            <Show when={contested()} keyed>
              {(overlap) => (
                <ContestDialog
                  claimId={claim().id}
                  overlap={overlap}
                  onClose={() => setContested(undefined)}
                  onDone={(id) => navigate(`/disputes/${id}`)}
                />
              )}
            </Show>
          </>
        )}
      </PageState>
    </main>
  );
}

function ContestDialog(props: {
  claimId: string;
  overlap: OverlapView;
  onClose: () => void;
  onDone: (disputeId: string) => void;
}): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [statement, setStatement] = createSignal("");
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    await sending.run(async () => {
      const { disputeId } = await apiPost<{ disputeId: string }>(`${root}/${props.claimId}/contest`, {
        otherClaimId: props.overlap.claimId,
        statement: statement(),
      });
      props.onDone(disputeId);
    });
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={t("claims.contest_title", { value: props.overlap.value })}
      description={t("claims.contest_text")}
    >
      <FieldsForm of={sending} class="claim-form" onSubmit={(event) => void submit(event)} novalidate>
        <FormWhy of="network" />
        <TextArea
          name="statement"
          label={t("claims.statement")}
          hint={t("claims.statement_hint")}
          rows={6}
          maxLength={8000}
          value={statement()}
          error={sending.errorOf("statement")}
          onInput={(event) => setStatement(event.currentTarget.value)}
        />
        <DialogButtons act={t("claims.contest")} isBusy={sending.isBusy()} onCancel={() => props.onClose()} />
      </FieldsForm>
    </Dialog>
  );
}
