// Proposed changes of entries: before and after side by side, approved or refused with a reason.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { ProposalView } from "../../../backend/registry/proposals/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { DecideDialog } from "../../shell/register/decide-dialog.tsx";
import { ProposalRow } from "../../shell/register/proposal-row.tsx";

export function ProposalsCard(props: { proposals: ProposalView[]; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [asked, setAsked] = createSignal<{ proposal: ProposalView; decision: "approve" | "refuse" }>();
  const pending = () => props.proposals.filter(({ state }) => state === "pending");
  const decided = () => props.proposals.filter(({ state }) => state !== "pending");
  const acts = (proposal: ProposalView) => (
    <Show when={proposal.can.settle}>
      <Button isSmall onClick={() => setAsked({ proposal, decision: "approve" })}>
        {t("console.decide.approve")}
      </Button>
      <Button isSmall look="danger" onClick={() => setAsked({ proposal, decision: "refuse" })}>
        {t("console.decide.refuse")}
      </Button>
    </Show>
  );
  return (
    <Card title={t("console.proposals.desk_title")} count={pending().length}>
      <Show when={pending().length > 0} fallback={<p class="quiet-text">{t("console.proposals.none_waits")}</p>}>
        <ul class="id-rows">
          <For each={pending()}>{(proposal) => <ProposalRow proposal={proposal} hasName acts={acts(proposal)} />}</For>
        </ul>
      </Show>
      <Show when={decided().length > 0}>
        <details>
          <summary>{t("console.proposals.decided_before", { count: decided().length })}</summary>
          <ul class="id-rows">
            <For each={decided()}>{(proposal) => <ProposalRow proposal={proposal} hasName />}</For>
          </ul>
        </details>
      </Show>
      <Show when={asked()} keyed>
        {({ proposal, decision }) => (
          <DecideDialog
            decision={decision}
            title={t(`console.proposals.${decision}_title`, { name: proposal.constituent.name })}
            text={t(`console.proposals.${decision}_text`)}
            onClose={() => setAsked(undefined)}
            run={async (reason) => {
              await apiPost(`/api/v1/desk/proposals/${proposal.id}/decision`, { decision, reason });
              setAsked(undefined);
              showToast({ text: t("console.others.done") });
              props.onDone();
            }}
          />
        )}
      </Show>
    </Card>
  );
}
