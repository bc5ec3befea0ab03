// One contribution's year: the day that a decision set, sums, and every payer with what can be done about each.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { FundView, PayerView } from "../../../backend/compliance/contributions/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Menu } from "../../parts/menu/menu.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { sayAmount } from "../../shell/say/say-texts.ts";
import { AssessDialog, DueDialog, PaperDialog, PaymentDialog } from "./payer-dialogs.tsx";

type Asked = { kind: "due" } | { kind: "assess" | "pay" | "paper"; payer: PayerView };

export function YearCard(props: { year: FundView["years"][number]; of: number; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [asked, setAsked] = createSignal<Asked>();
  const close = (): undefined => setAsked(undefined);
  const payerOf = (kind: Asked["kind"]): PayerView | undefined => {
    const act = asked();
    return act?.kind === kind && act.kind !== "due" ? act.payer : undefined;
  };
  const remind = async (payer: PayerView): Promise<void> => {
    try {
      const kind = payer.state === "nothing_declared" ? "declare" : "pay";
      await apiPost(`/api/v1/fund/years/${props.year.id}/reminders`, { constituentId: payer.constituentId, kind });
      showToast({ text: t("contributions.reminded") });
      props.onDone();
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <Card
      title={t("contributions.payers")}
      count={props.year.payers.length}
      aside={
        <Button isSmall onClick={() => setAsked({ kind: "due" })}>
          {t("contributions.set_day")}
        </Button>
      }
    >
      <p>
        <Show when={props.year.dueOn} fallback={t("contributions.no_day")}>
          {(day) => t("contributions.day_set", { day: day(), basis: props.year.dueBasis ?? "" })}
        </Show>
      </p>
      <p class="id-line">
        <span>
          {t("contributions.owed")}: {sayAmount(props.year.owed)} {props.year.currency}
        </span>
        <span>
          {t("contributions.paid")}: {sayAmount(props.year.paid)} {props.year.currency}
        </span>
        <For each={["csv", "xlsx"]}>
          {(format) => (
            <a href={`/api/v1/fund/payers/export?year=${props.of}&format=${format}&language=${currentLanguage()}`}>
              {format.toUpperCase()}
            </a>
          )}
        </For>
      </p>
      <ul class="id-rows">
        <For each={props.year.payers}>
          {(payer) => (
            <li>
              <div>
                <p>
                  <span class="id-name">{payer.name}</span>{" "}
                  <Tag tone={payer.isLate ? "critical" : payer.state === "paid" ? "low" : "medium"}>
                    {payer.isLate
                      ? `${t(`contributions.payer_state.${payer.state}`)} · ${t("contributions.late")}`
                      : t(`contributions.payer_state.${payer.state}`)}
                  </Tag>
                </p>
                <p class="id-line">
                  <span>{payer.reference}</span>
                  <span>{payer.because.join(", ")}</span>
                  <span class="figures">
                    {sayAmount(payer.paid)} / {sayAmount(payer.owed)} {props.year.currency}
                  </span>
                  <Show when={payer.reminders > 0}>
                    <span>{t("contributions.reminders", { count: payer.reminders })}</span>
                  </Show>
                </p>
              </div>
              <Menu
                name={`${t("contributions.acts")}: ${payer.name}`}
                label={t("contributions.acts")}
                items={[
                  { label: t("contributions.remind"), run: () => void remind(payer) },
                  { label: t("contributions.pay"), run: () => setAsked({ kind: "pay", payer }) },
                  { label: t("contributions.paper"), run: () => setAsked({ kind: "paper", payer }) },
                  ...(payer.state === "nothing_declared"
                    ? [{ label: t("contributions.assess"), run: () => setAsked({ kind: "assess", payer }) }]
                    : []),
                ]}
              />
            </li>
          )}
        </For>
      </ul>
      <Show when={asked()?.kind === "due"}>
        <DueDialog year={props.year} onClose={close} onDone={props.onDone} />
      </Show>
      <Show when={payerOf("pay")}>
        {(payer) => <PaymentDialog yearId={props.year.id} payer={payer()} onClose={close} onDone={props.onDone} />}
      </Show>
      <Show when={payerOf("paper")}>
        {(payer) => <PaperDialog yearId={props.year.id} payer={payer()} onClose={close} onDone={props.onDone} />}
      </Show>
      <Show when={payerOf("assess")}>
        {(payer) => <AssessDialog yearId={props.year.id} payer={payer()} onClose={close} onDone={props.onDone} />}
      </Show>
    </Card>
  );
}
