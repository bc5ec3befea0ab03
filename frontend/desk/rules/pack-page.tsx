// One pack: its licence and author, the states of its rules, and the acts on all of them at once.
import { useNavigate, useParams } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import { type PackView, type RuleList, ruleStates, ruleStepUpFor } from "../../../backend/triage/rules/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { SureDialog } from "../../shell/confirm/sure-dialog.tsx";
import { can } from "../../shell/session.ts";
import { createLoaded } from "./create-loaded.ts";
import { PageState } from "./page-state.tsx";
import { RuleReasonDialog } from "./rule-reason-dialog.tsx";
import { RulesNav } from "./rules-nav.tsx";
import { RulesTable } from "./rules-table.tsx";
import { StateTag } from "./state-tag.tsx";
import { TrialDialog } from "./trial-dialog.tsx";
import "../../shell/lists/lists.css";
import "./rules.css";

export function PackPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const navigate = useNavigate();
  const page = createLoaded<PackView>(() => `/api/v1/rule-packs/${params.id}`);
  const rules = createLoaded<RuleList>(
    () => "/api/v1/rules",
    () => ({ packId: params.id, limit: 500 }),
  );
  const [asked, setAsked] = createSignal<"trial" | "ask" | "approve" | "refuse">();
  const root = () => `/api/v1/rule-packs/${params.id}`;
  const close = (): undefined => setAsked(undefined);
  const done = (text: string): void => {
    close();
    showToast({ text });
    page.load();
    rules.load();
  };
  return (
    <main class="page list-page rules-page">
      <RulesNav />
      <PageState of={page}>
        {(pack) => (
          <>
            <h1>{pack().name}</h1>
            <p class="quiet-text">
              {t("rules.pack.imported", {
                name: pack().importedBy?.name ?? t("rules.by_system"),
                time: formatInstant(pack().importedAt),
              })}
            </p>
            <Card title={t("rules.pack.facts")}>
              <dl class="facts">
                <dt>{t("rules.licence")}</dt>
                <dd>{pack().licence}</dd>
                <dt>{t("rules.author")}</dt>
                <dd>{pack().author === "" ? "–" : pack().author}</dd>
                <dt>{t("rules.pack.source")}</dt>
                <dd>{pack().source === "" ? "–" : pack().source}</dd>
                <dt>{t("rules.pack.file")}</dt>
                <dd>
                  {pack().fileName} <span class="mono hash small-text">SHA-256 {pack().sha256}</span>
                </dd>
                <For each={ruleStates.filter((state) => pack().rules[state] > 0)}>
                  {(state) => (
                    <>
                      <dt>
                        <StateTag state={state} />
                      </dt>
                      <dd class="figures">{pack().rules[state]}</dd>
                    </>
                  )}
                </For>
              </dl>
            </Card>
            <div class="acts" role="toolbar" aria-label={t("rules.acts_label")}>
              <Show when={pack().can.startTrial}>
                <Button onClick={() => setAsked("trial")}>{t("rules.do.trial")}</Button>
              </Show>
              <Show when={pack().can.ask}>
                <Button look="main" onClick={() => setAsked("ask")}>
                  {t("rules.do.ask_pack")}
                </Button>
              </Show>
              <Show when={pack().can.approve}>
                <Button look="main" onClick={() => setAsked("approve")}>
                  {t("rules.pack.approve", { count: pack().waiting })}
                </Button>
              </Show>
              <Show when={pack().waiting > 0 && can("rule.write")}>
                <Button onClick={() => setAsked("refuse")}>{t("rules.do.refuse_pack")}</Button>
              </Show>
              <Show when={pack().lastTrial}>
                {(trial) => <a href={`/desk/rules/trials/${trial().id}`}>{t("rules.pack.last_trial")}</a>}
              </Show>
            </div>
            <PageState of={rules}>{(answer) => <RulesTable rows={answer().rows} />}</PageState>
            <Show when={asked() === "trial"}>
              <TrialDialog
                path={`${root()}/trials`}
                body={{}}
                onClose={close}
                onDone={(id) => navigate(`/rules/trials/${id}`)}
              />
            </Show>
            <Show when={asked() === "ask"}>
              <RuleReasonDialog
                act="ask_pack"
                onClose={close}
                run={async (reason) => {
                  const { asked: count, left } = await apiPost<{ asked: number; left: unknown[] }>(
                    `${root()}/publication`,
                    { reason },
                  );
                  done(t("rules.pack.asked", { count, left: left.length }));
                }}
                onDone={close}
              />
            </Show>
            <Show when={asked() === "approve"}>
              <SureDialog
                title={t("rules.pack.approve", { count: pack().waiting })}
                text={t("rules.approve_text")}
                act={t("rules.do.approve")}
                binding={ruleStepUpFor.approvePack(pack().id, pack().waiting)}
                onClose={close}
                run={async () => {
                  const { approved } = await apiPost<{ approved: number }>(`${root()}/publication/approve`);
                  done(t("rules.pack.approved", { count: approved }));
                }}
              />
            </Show>
            <Show when={asked() === "refuse"}>
              <RuleReasonDialog
                act="refuse_pack"
                onClose={close}
                run={async (reason) => void (await apiPost(`${root()}/publication/refuse`, { reason }))}
                onDone={() => done(t("rules.done.refuse"))}
              />
            </Show>
          </>
        )}
      </PageState>
    </main>
  );
}
