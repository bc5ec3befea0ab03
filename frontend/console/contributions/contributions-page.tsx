// What the law asks this entity to pay: per year the law's own words, the day if one was set, what was declared and paid, and declaring.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { AccountView } from "../../../backend/compliance/contributions/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import "../../shell/account/people.css";
import { say, sayAmount } from "../../shell/say/say-texts.ts";
import { can } from "../../shell/session.ts";
import { DeclareDialog } from "./declare-dialog.tsx";

const tones = {
  nothing_declared: "high",
  unpaid: "medium",
  part_paid: "medium",
  paid: "low",
  overpaid: "indigo",
} as const;

export function ContributionsPage(): JSX.Element {
  const t = useWords();
  const [list, { refetch }] = createResource(
    async () => await apiGet<{ accounts: AccountView[] }>("/api/v1/contributions"),
  );
  const [declared, setDeclared] = createSignal<AccountView>();
  return (
    <main class="page people-page">
      <header>
        <h1>{t("contributions.title")}</h1>
        <p class="quiet-text">{t("contributions.lead")}</p>
      </header>
      <Show when={list.latest} fallback={<Skeleton lines={6} words={t("desk.loading")} />}>
        {(known) => (
          <For each={known().accounts} fallback={<p class="quiet-text">{t("contributions.none")}</p>}>
            {(account) => <AccountCard account={account} onDeclare={() => setDeclared(account)} />}
          </For>
        )}
      </Show>
      <Show when={declared()}>
        {(account) => (
          <DeclareDialog account={account()} onClose={() => setDeclared(undefined)} onDone={() => void refetch()} />
        )}
      </Show>
    </main>
  );
}

function AccountCard(props: { account: AccountView; onDeclare: () => void }): JSX.Element {
  const t = useWords();
  const account = () => props.account;
  const money = (amount: string): string => `${sayAmount(amount)} ${account().currency}`;
  const law = () => account().law;
  return (
    <Card
      title={`${say(law().title)}, ${account().year}`}
      aside={
        <Tag tone={account().isOverdue ? "critical" : tones[account().state]}>
          {account().isOverdue ? t("contributions.overdue") : t(`contributions.payer_state.${account().state}`)}
        </Tag>
      }
    >
      <p>
        {t("contributions.law_line", { rate: law().ratePercent, base: say(law().base), payers: say(law().payers) })}
      </p>
      <p class="quiet-text">
        {t("contributions.verified_line", {
          verification: t(`committee.verification.${law().verification}`),
          source: law().source,
        })}
      </p>
      <p>
        <Show when={account().dueOn} fallback={t("contributions.no_day")}>
          {(day) => t("contributions.day_set", { day: day(), basis: account().dueBasis ?? "" })}
        </Show>
      </p>
      <dl class="id-pair">
        <For each={["owed", "paid", "arrears"] as const}>
          {(name) => (
            <div>
              <dt class="quiet-text">{t(`contributions.${name}`)}</dt>
              <dd class="figures">{money(account()[name])}</dd>
            </div>
          )}
        </For>
      </dl>
      <Show when={account().assessed}>
        {(one) => (
          <p>
            {t("contributions.assessed", {
              amount: sayAmount(one().amount),
              currency: account().currency,
              reason: one().reason,
            })}
          </p>
        )}
      </Show>
      <Show when={account().declarations.length > 0}>
        <h3>{t("contributions.declarations")}</h3>
        <ul class="id-rows">
          <For each={account().declarations}>
            {(one) => (
              <li>
                <div>
                  <p>
                    <span class="id-name figures">{money(one.amount)}</span>{" "}
                    <Tag tone={one.isReplaced ? "plain" : one.isLate ? "high" : "low"}>
                      {t(
                        one.isReplaced
                          ? "contributions.replaced"
                          : one.isLate
                            ? "contributions.late"
                            : "contributions.not_late",
                      )}
                    </Tag>
                  </p>
                  <p class="id-line">
                    <span>{one.receiptNumber}</span>
                    <span>{one.declaredOn}</span>
                    <span>
                      {one.ratePercent} % · {money(one.base)}
                    </span>
                  </p>
                </div>
                <a href={`/api/v1/contributions/declarations/${one.id}/receipt?language=${currentLanguage()}`}>
                  {t("contributions.pdf")}
                </a>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <h3>{t("contributions.payments")}</h3>
      <ul class="id-rows">
        <For
          each={account().payments.filter((one) => one.struckReason === null)}
          fallback={<li class="quiet-text">{t("contributions.no_payments")}</li>}
        >
          {(one) => (
            <li>
              <span class="figures">{money(one.amount)}</span>
              <span class="quiet-text">
                {one.paidOn} · {one.bankReference}
              </span>
            </li>
          )}
        </For>
      </ul>
      <Show when={can("contribution.declare")}>
        <p>
          <Button look={account().declarations.length > 0 ? "plain" : "main"} onClick={() => props.onDeclare()}>
            {t(account().declarations.length > 0 ? "contributions.correct" : "contributions.declare")}
          </Button>
        </p>
      </Show>
    </Card>
  );
}
