// What a claim says: dates, proof, source, and why it was refused or settled so.
import { type JSX, Show } from "solid-js";
import type { ClaimPage } from "../../../backend/registry/claims/views/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { sayPeriod } from "./say-claims.ts";

export function FactsCard(props: { claim: ClaimPage; holder?: JSX.Element }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("claims.facts")}>
      <dl class="claim-facts">
        <Show when={props.holder}>
          <dt>{t("claims.holder")}</dt>
          <dd>{props.holder}</dd>
        </Show>
        <dt>{t("claims.kind")}</dt>
        <dd>{t(`desk.directory.kind.${props.claim.kind}`)}</dd>
        <dt>{t("claims.held")}</dt>
        <dd>{sayPeriod(t, props.claim)}</dd>
        <dt>{t("claims.proof")}</dt>
        <dd>
          {t(`claims.proofs.${props.claim.proof}`)}
          <Show when={props.claim.provenAt}>
            {(at) => <> · {t("claims.proven_at", { at: formatInstant(at()) })}</>}
          </Show>
          <Show when={props.claim.lapsedAt}>
            {(at) => <> · {t("claims.lapsed_at", { at: formatInstant(at()) })}</>}
          </Show>
        </dd>
        <dt>{t("claims.source")}</dt>
        <dd>{props.claim.source === "console" ? t("claims.from_console") : props.claim.source}</dd>
        <Show when={props.claim.reason !== ""}>
          <dt>{t("claims.reason")}</dt>
          <dd>{props.claim.reason}</dd>
        </Show>
      </dl>
    </Card>
  );
}
