// A claim's state as tags: what it is, whether it is proven, and how many officers it waits for.
import { type JSX, Show } from "solid-js";
import { type ClaimState, statesInForce } from "../../../backend/registry/claims/model.ts";
import { Tag } from "../../parts/tag/tag.tsx";
import { useWords } from "../../platform/words.ts";
import { now } from "../data/clock.ts";
import { toneOfState } from "./say-claims.ts";
import "./claims.css";

export function ClaimStateTags(props: {
  claim: {
    state: ClaimState;
    heldUntil: string | null;
    provenAt: string | null;
    lapsedAt: string | null;
    approvalsLeft?: number;
  };
}): JSX.Element {
  const t = useWords();
  const hasEnded = (): boolean => props.claim.heldUntil !== null && Date.parse(props.claim.heldUntil) <= now();
  const isInForce = (): boolean => statesInForce.includes(props.claim.state);
  return (
    <span class="claim-tags">
      <Show
        when={hasEnded() && props.claim.state === "active"}
        fallback={<Tag tone={toneOfState[props.claim.state]}>{t(`claims.state.${props.claim.state}`)}</Tag>}
      >
        <Tag>{t("claims.state.ended")}</Tag>
      </Show>
      <Show when={isInForce() && props.claim.provenAt === null}>
        <Tag tone="medium">{t("claims.not_proven")}</Tag>
      </Show>
      <Show when={isInForce() && props.claim.lapsedAt !== null}>
        <Tag tone="high">{t("claims.lapsed")}</Tag>
      </Show>
      <Show when={(props.claim.approvalsLeft ?? 0) > 0}>
        <Tag>{t("claims.approvals_left", { count: props.claim.approvalsLeft ?? 0 })}</Tag>
      </Show>
    </span>
  );
}
