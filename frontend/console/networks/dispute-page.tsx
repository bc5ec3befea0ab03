// A dispute as one of its parties sees it: the other's name, both parties' statements, and how it was settled.
import { A, useParams } from "@solidjs/router";
import { type JSX, Show } from "solid-js";
import type { DisputePage } from "../../../backend/registry/claims/views/model.ts";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { toneOfDispute } from "../../shell/claims/disputes-card.tsx";
import { OutcomeCard } from "../../shell/claims/outcome-card.tsx";
import { PageState } from "../../shell/claims/page-state.tsx";
import { StatementsCard } from "../../shell/claims/statements-card.tsx";
import { can } from "../../shell/session.ts";

const root = "/api/v1/own/disputes";

export function OwnDisputePage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const page = createPage<DisputePage>(() => `${root}/${params.id}`);
  return (
    <main class="page claims-page">
      <p>
        <A href="/networks">{t("claims.own_title")}</A>
      </p>
      <PageState page={page}>
        {(dispute) => (
          <>
            <div>
              <h1 class="mono">{dispute().value}</h1>
              <p class="claim-tags">
                <Tag tone={toneOfDispute[dispute().state]}>{t(`claims.dispute.${dispute().state}`)}</Tag>
                <span class="quiet-text figures">{dispute().reference}</span>
                <span class="quiet-text">
                  {t("claims.between", { first: dispute().standingName, second: dispute().challengerName })}
                </span>
              </p>
            </div>
            <Show when={dispute().state === "open" || dispute().state === "proposed"}>
              <Notice tone="mind">
                {t(`claims.meanwhile.${dispute().mine ?? "standing"}`, {
                  first: dispute().standingName,
                  day: dispute().answerBy.slice(0, 10),
                })}
              </Notice>
            </Show>
            <OutcomeCard dispute={dispute()} />
            <StatementsCard dispute={dispute()} root={root} mayState={can("claim.change_own")} onChanged={page.load} />
          </>
        )}
      </PageState>
    </main>
  );
}
