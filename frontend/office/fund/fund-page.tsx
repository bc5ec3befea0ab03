// The fund of one year: who pays and where each stands, what was spent, what the board recommends, and the account that is published.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { type FundView, stepUpForContribution } from "../../../backend/compliance/contributions/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import "../../shell/account/people.css";
import { SureDialog } from "../../shell/confirm/sure-dialog.tsx";
import { say, sayAmount } from "../../shell/say/say-texts.ts";
import { can } from "../../shell/session.ts";
import "../committee/committee.css";
import { useYear, YearPicker } from "../committee/year-picker.tsx";
import { OpenYearDialog, RecommendDialog, SpendDialog } from "./fund-dialogs.tsx";
import { YearCard } from "./year-card.tsx";

export function FundPage(): JSX.Element {
  const t = useWords();
  const { year, goTo } = useYear();
  const [fund, { refetch }] = createResource(year, async (of) => await apiGet<FundView>("/api/v1/fund", { year: of }));
  const [open, setOpen] = createSignal<"year" | "spend" | "recommend" | "publish">();
  const close = (): undefined => setOpen(undefined);
  const reload = (): void => void refetch();
  return (
    <main class="page people-page">
      <header class="committee-head">
        <div>
          <h1>{t("contributions.fund")}</h1>
          <p class="quiet-text">{t("contributions.fund_lead")}</p>
        </div>
        <YearPicker year={year()} onYear={goTo} />
      </header>
      <Show when={fund.latest} fallback={<Skeleton lines={8} words={t("desk.loading")} />}>
        {(known) => (
          <>
            <Show when={known().laws.length > 0} fallback={<p class="quiet-text">{t("contributions.no_law")}</p>}>
              <For each={known().laws}>
                {(law) => (
                  <Card title={say(law.title)}>
                    <p>
                      {t("contributions.law_line", {
                        rate: law.ratePercent,
                        base: say(law.base),
                        payers: say(law.payers),
                      })}
                    </p>
                    <p class="quiet-text">
                      {t("contributions.verified_line", {
                        verification: t(`committee.verification.${law.verification}`),
                        source: law.source,
                      })}
                    </p>
                    <Show when={!known().years.some((one) => one.obligationId === law.obligationId)}>
                      <Button look="main" onClick={() => setOpen("year")}>
                        {t("contributions.open_year")}
                      </Button>
                    </Show>
                  </Card>
                )}
              </For>
            </Show>
            <For each={known().years}>{(one) => <YearCard year={one} of={year()} onDone={reload} />}</For>
            <Card
              title={t("contributions.spendings")}
              count={known().spendings.length}
              aside={
                <Show when={!known().account}>
                  <Button isSmall onClick={() => setOpen("spend")}>
                    {t("contributions.spend")}
                  </Button>
                </Show>
              }
            >
              <ul class="id-rows">
                <For each={known().spendings} fallback={<li class="quiet-text">{t("contributions.no_spendings")}</li>}>
                  {(one) => (
                    <li>
                      <div>
                        <p class="id-name">{one.project}</p>
                        <p class="id-line">
                          <span>{one.spentOn}</span>
                          <Show when={one.areaNames}>{(names) => <span>{say(names())}</span>}</Show>
                          <span>{one.source}</span>
                        </p>
                      </div>
                      <strong class="figures">
                        {sayAmount(one.amount)} {one.currency}
                      </strong>
                    </li>
                  )}
                </For>
              </ul>
            </Card>
            <Card
              title={t("contributions.board")}
              count={known().recommendations.length}
              aside={
                <Show when={!known().account}>
                  <Button isSmall onClick={() => setOpen("recommend")}>
                    {t("contributions.recommend")}
                  </Button>
                </Show>
              }
            >
              <ul class="id-rows">
                <For
                  each={known().recommendations}
                  fallback={<li class="quiet-text">{t("contributions.no_board")}</li>}
                >
                  {(one) => (
                    <li>
                      <div>
                        <p>{one.text}</p>
                        <p class="id-line">
                          <span>{one.decidedOn}</span>
                          <span>
                            {t("contributions.votes", {
                              favour: one.inFavour,
                              against: one.against,
                              abstained: one.abstained,
                              size: one.boardSize,
                            })}
                          </span>
                        </p>
                      </div>
                    </li>
                  )}
                </For>
              </ul>
            </Card>
            <Show
              when={known().account}
              fallback={
                <Show when={can("fund.publish")}>
                  <p>
                    <Button onClick={() => setOpen("publish")}>{t("contributions.publish")}</Button>
                  </p>
                </Show>
              }
            >
              {(account) => <p class="committee-query">{t("contributions.published", { hash: account().sha256 })}</p>}
            </Show>
            <Show when={open() === "year"}>
              <OpenYearDialog laws={known().laws} year={year()} onClose={close} onDone={reload} />
            </Show>
          </>
        )}
      </Show>
      <Show when={open() === "spend"}>
        <SpendDialog year={year()} onClose={close} onDone={reload} />
      </Show>
      <Show when={open() === "recommend"}>
        <RecommendDialog year={year()} onClose={close} onDone={reload} />
      </Show>
      <Show when={open() === "publish"}>
        <SureDialog
          title={t("contributions.publish")}
          text={t("contributions.publish_hint")}
          act={t("contributions.publish")}
          binding={stepUpForContribution.publish(year())}
          onClose={close}
          run={async () => {
            await apiPost(`/api/v1/fund/accounts/${year()}/publish`);
            reload();
          }}
        />
      </Show>
    </main>
  );
}
