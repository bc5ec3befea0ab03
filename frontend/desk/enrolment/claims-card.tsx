// Claims of entries: who asks, with which proof, whose word is missing, and who decided.
import { createSignal, For, type JSX, Show } from "solid-js";
import { bindClaim, type EntryClaimView } from "../../../backend/registry/enrolment/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { Moment, Said } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { DecideDialog } from "../../shell/register/decide-dialog.tsx";
import { EnterDialog } from "./enter-dialog.tsx";

const tones: Partial<Record<EntryClaimView["state"], Tone>> = {
  waits_desk: "medium",
  waits_administrator: "high",
  approved: "low",
  refused: "critical",
};

export function ClaimsCard(props: { claims: EntryClaimView[]; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [asked, setAsked] = createSignal<{ claim: EntryClaimView; act: "approve" | "refuse" | "enter" }>();
  const waiting = () => props.claims.filter(({ state }) => state === "waits_desk" || state === "waits_administrator");
  const others = () => props.claims.filter((claim) => !waiting().includes(claim));
  const done = (): void => {
    setAsked(undefined);
    showToast({ text: t("console.others.done") });
    props.onDone();
  };
  return (
    <Card title={t("console.claims.title")} count={waiting().length}>
      <Show when={waiting().length > 0} fallback={<p class="quiet-text">{t("console.claims.none")}</p>}>
        <ul class="id-rows">
          <For each={waiting()}>{(claim) => <ClaimRow claim={claim} onAct={(act) => setAsked({ claim, act })} />}</For>
        </ul>
      </Show>
      <Show when={others().length > 0}>
        <details>
          <summary>{t("console.claims.others", { count: others().length })}</summary>
          <ul class="id-rows">
            <For each={others()}>{(claim) => <ClaimRow claim={claim} onAct={(act) => setAsked({ claim, act })} />}</For>
          </ul>
        </details>
      </Show>
      <Show when={asked()} keyed>
        {({ claim, act }) =>
          act === "enter" ? (
            <EnterDialog claim={claim} onClose={() => setAsked(undefined)} onDone={done} />
          ) : (
            <DecideDialog
              decision={act}
              title={t(`console.claims.${act}_title`, { name: claim.constituent?.name ?? claim.wanted?.name ?? "" })}
              text={t(`console.claims.${act}_text`, { person: claim.personName, email: claim.email })}
              binding={bindClaim(claim.id, act)}
              onClose={() => setAsked(undefined)}
              run={async (reason) => {
                await apiPost(`/api/v1/desk/enrolment/claims/${claim.id}/decision`, { decision: act, reason });
                done();
              }}
            />
          )
        }
      </Show>
    </Card>
  );
}

function ClaimRow(props: { claim: EntryClaimView; onAct: (act: "approve" | "refuse" | "enter") => void }): JSX.Element {
  const t = useWords();
  const claim = () => props.claim;
  const waits = () => claim().state === "waits_desk" || claim().state === "waits_administrator";
  return (
    <li data-claim={claim().id}>
      <div class="proposal">
        <p>
          <span class="id-name">{claim().constituent?.name ?? claim().wanted?.name}</span>{" "}
          <Tag tone={tones[claim().state] ?? "plain"}>{t(`console.claims.state.${claim().state}`)}</Tag>{" "}
          <Show when={claim().isHeld && waits()}>
            <Tag tone="high">{t("console.claims.held")}</Tag>
          </Show>
        </p>
        <p>{t("console.claims.who", { person: claim().personName, email: claim().email })}</p>
        <p class="id-line">
          <span>
            {t(`console.proof.${claim().proof}`)}
            {claim().domain ? ` (${claim().domain ?? ""})` : ""}
          </span>
          <span>{t(claim().isProven ? "console.claims.proven" : "console.claims.unproven")}</span>
          <span>
            <Moment at={claim().madeAt} />
          </span>
          <Show when={!claim().constituent && claim().wanted}>
            {(wanted) => (
              <span>
                {t(`console.sector.${wanted().sector}`)}, {wanted().place}
              </span>
            )}
          </Show>
        </p>
        <Show when={waits()}>
          <p class="quiet-text">
            <Show when={claim().first} fallback={t("console.claims.needs", { count: claim().approvalsNeeded })}>
              {(first) => (
                <Said>{(moment) => t("console.claims.first", { name: first().name, when: moment(first().at) })}</Said>
              )}
            </Show>
          </p>
        </Show>
        <Show when={claim().settledAt}>
          {(at) => (
            <p class="quiet-text">
              <Said>
                {(moment) =>
                  t("console.claims.by", {
                    names: claim().settledBy.join(", ") || t("console.claims.by_proof"),
                    when: moment(at()),
                  })
                }
              </Said>
            </p>
          )}
        </Show>
        <Show when={claim().reason}>
          <p dir="auto">{t("console.proposals.reason", { reason: claim().reason })}</p>
        </Show>
      </div>
      <div class="id-acts">
        <Show when={claim().can.enter}>
          <Button isSmall onClick={() => props.onAct("enter")}>
            {t("console.claims.enter")}
          </Button>
        </Show>
        <Show when={claim().can.approve}>
          <Button isSmall onClick={() => props.onAct("approve")}>
            {t("console.decide.approve")}
          </Button>
        </Show>
        <Show when={claim().can.refuse}>
          <Button isSmall look="danger" onClick={() => props.onAct("refuse")}>
            {t("console.decide.refuse")}
          </Button>
        </Show>
      </div>
    </li>
  );
}
