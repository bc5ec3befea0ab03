// How a claim is proven: the record for DNS with its names, "check now", and what was found or is missing.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { ClaimPage } from "../../../backend/registry/claims/views/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { hasWords, useWords } from "../../platform/words.ts";
import { createSending } from "./create-sending.ts";
import { Refusal } from "../forms/refusal.tsx";

interface Missing {
  problem: string;
  name: string;
  detail: string;
}

export function ProofCard(props: {
  claim: ClaimPage;
  /** "/api/v1/own/claims" or "/api/v1/registry/claims". */
  root: string;
  mayChange: boolean;
  onChanged: () => void;
}): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [missing, setMissing] = createSignal<Missing>();
  const isClosed = () => props.claim.state === "refused" || props.claim.state === "withdrawn";
  const isListed = () => props.claim.kind === "prefix" || props.claim.kind === "asn";
  const path = (act: string) => `${props.root}/${props.claim.id}/${act}`;
  const check = async (): Promise<void> => {
    setMissing(undefined);
    await sending.run(async () => {
      const answer = await apiPost<{ isProven: boolean; missing: Missing | null }>(path("check"));
      setMissing(answer.missing ?? undefined);
      if (answer.isProven) showToast({ text: t("claims.proven_now") });
      props.onChanged();
    });
  };
  const make = async (): Promise<void> => {
    setMissing(undefined);
    await sending.run(async () => {
      await apiPost(path("challenge"));
      props.onChanged();
    });
  };
  const say = (one: Missing): string =>
    hasWords(`claims.missing.${one.problem}`) ? t(`claims.missing.${one.problem}`, { name: one.name }) : one.detail;
  return (
    <Card title={t("claims.proof_title")}>
      <div class="claim-stack">
        <Refusal of={sending} />
        <Show
          when={props.claim.challenge}
          fallback={<p class="quiet-text">{t(props.claim.isDnsPossible ? "claims.no_record_yet" : "claims.no_dns")}</p>}
        >
          {(challenge) => (
            <>
              <p>{t(challenge().provenAt ? "claims.keep_record" : "claims.put_record")}</p>
              <div class="claim-record">
                <For each={challenge().zones}>
                  {(zone) => (
                    <p>
                      <span class="quiet-text small-text">{t("claims.record_name")}</span>
                      <br />
                      <For each={zone}>
                        {(name, index) => (
                          <>
                            <Show when={index() > 0}>
                              <br />
                              <span class="quiet-text small-text">{t("claims.or")} </span>
                            </Show>
                            <code>{name}</code>
                          </>
                        )}
                      </For>
                    </p>
                  )}
                </For>
                <p>
                  <span class="quiet-text small-text">{t("claims.record_text")}</span>
                  <br />
                  <code data-record>{challenge().record}</code>
                </p>
              </div>
              <Show when={!challenge().provenAt}>
                <p class="quiet-text small-text">{t("claims.expires", { at: formatInstant(challenge().expiresAt) })}</p>
              </Show>
              <Show when={challenge().provenAt && challenge().checkDueAt}>
                {(at) => <p class="quiet-text small-text">{t("claims.checked_again", { at: formatInstant(at()) })}</p>}
              </Show>
              <Show when={challenge().lapsesAt}>
                {(at) => <Notice tone="mind">{t("claims.lapses", { at: formatInstant(at()) })}</Notice>}
              </Show>
              <Show when={missing() === undefined && challenge().missing}>
                {(one) => <Notice tone="mind">{say(one())}</Notice>}
              </Show>
            </>
          )}
        </Show>
        <div role="status">
          <Show when={missing()}>{(one) => <Notice tone="mind">{say(one())}</Notice>}</Show>
        </div>
        <Show when={props.mayChange && !isClosed()}>
          <div class="claims-acts">
            <Show when={props.claim.challenge !== null || isListed()}>
              <Button look="main" isBusy={sending.isBusy()} onClick={() => void check()}>
                {t(props.claim.challenge ? "claims.check" : "claims.check_files")}
              </Button>
            </Show>
            <Show when={props.claim.isDnsPossible}>
              <Button disabled={sending.isBusy()} onClick={() => void make()}>
                {t(props.claim.challenge ? "claims.make_new" : "claims.make")}
              </Button>
            </Show>
          </div>
        </Show>
      </div>
    </Card>
  );
}
