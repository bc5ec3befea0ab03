// One notification: its draft, whom it would reach and exactly what leaves; released, how it stands with each constituent.
import { useNavigate, useParams, useSearchParams } from "@solidjs/router";
import { createSignal, type JSX, onCleanup, Show } from "solid-js";
import type { FindingKinds, RunView } from "../../../backend/coordination/notifications/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost, apiPut } from "../../platform/api.ts";
import { formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { SureDialog } from "../../shell/confirm/sure-dialog.tsx";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { ExerciseBand } from "../exercises/exercise-band.tsx";
import { FourEyesCard } from "./four-eyes-card.tsx";
import { BackToNotifications, closingOf, runTones } from "./notifications-page.tsx";
import { ReachCard } from "./reach-card.tsx";
import { RunForm } from "./run-form.tsx";
import { TargetsCard } from "./targets-card.tsx";
import "../register-care/care.css";
import "./notifications.css";

export function NewRunPage(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const [search] = useSearchParams<{ list?: string }>();
  const kinds = createPage<FindingKinds>(() => "/api/v1/notifications/kinds");
  return (
    <PageFrame
      title={t("notify.page.new")}
      state={kinds.problem() ? "failed" : kinds.answer() ? "ready" : "loading"}
      problem={kinds.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={kinds.load}
      filters={<BackToNotifications />}
    >
      <Show when={kinds.answer()} keyed>
        {(known) => (
          <RunForm
            kinds={known}
            listId={search.list}
            onSave={async (run) => {
              const { id } = await apiPost<{ id: string }>("/api/v1/notifications", run);
              navigate(`/notifications/${id}`);
            }}
          />
        )}
      </Show>
    </PageFrame>
  );
}

export function RunPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const path = (): string => `/api/v1/notifications/${params.id}`;
  const page = createPage<RunView>(path);
  const kinds = createPage<FindingKinds>(() => "/api/v1/notifications/kinds");
  const [isEnding, setEnding] = createSignal(false);
  const timer = setInterval(() => {
    if (["waiting", "sending"].includes(page.answer()?.state ?? "")) page.load();
  }, 2_000);
  onCleanup(() => clearInterval(timer));
  const act = async (name: "ask" | "pause" | "resume"): Promise<void> => {
    try {
      await apiPost(`${path()}/${name}`, { version: page.answer()?.version ?? 0 });
    } catch (error) {
      tellProblem(error);
    }
    page.load();
  };
  const state = (): RunView["state"] | undefined => page.answer()?.state;
  return (
    <PageFrame
      title={page.answer() ? `${page.answer()?.reference} ${page.answer()?.title}` : t("notify.page.title")}
      state={page.problem() ? "failed" : page.answer() && kinds.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={page.load}
      filters={<BackToNotifications />}
    >
      <Show when={page.answer()?.isExercise}>
        <ExerciseBand />
      </Show>
      <Show when={page.answer()}>
        {(run) => (
          <>
            <div class="care-acts">
              <Tag tone={runTones[run().state]}>{t(`notify.run_state.${run().state}`)}</Tag>
              <Tag>TLP:{run().marking.toUpperCase()}</Tag>
              <Show when={run().state === "draft"}>
                <Button look="main" onClick={() => void act("ask")}>
                  {t("notify.run.ask")}
                </Button>
                <span class="quiet-text">{t("notify.run.ask_text")}</span>
              </Show>
              <Show when={run().state === "sending" || run().state === "sent"}>
                <Button onClick={() => void act("pause")}>{t("notify.run.pause")}</Button>
              </Show>
              <Show when={run().state === "paused"}>
                <Button look="main" onClick={() => void act("resume")}>
                  {t("notify.run.resume")}
                </Button>
              </Show>
              <Show when={["sending", "sent", "paused", "draft"].includes(run().state)}>
                <Button look="quiet" onClick={() => setEnding(true)}>
                  {t("notify.run.end")}
                </Button>
              </Show>
            </div>
            <Show when={run().releases.length > 0}>
              <FourEyesCard requests={run().releases} isOnItsPage onChanged={page.load} />
            </Show>
            <Show when={run().releasedAt} fallback={<ReachCard run={run()} />}>
              <Progress run={run()} />
              <TargetsCard run={run()} onChanged={page.load} />
            </Show>
          </>
        )}
      </Show>
      <Show when={state() === "draft" && kinds.answer()} keyed>
        {(known) => (
          <Show when={page.answer()?.version} keyed>
            {(version) => (
              <RunForm
                kinds={known}
                run={page.answer()}
                onSave={async (run) => {
                  await apiPut(path(), { version, run });
                  page.load();
                }}
              />
            )}
          </Show>
        )}
      </Show>
      <Show when={isEnding()}>
        <SureDialog
          title={t("notify.run.end")}
          text={t("notify.run.end_text")}
          act={t("notify.run.end")}
          onClose={() => setEnding(false)}
          run={async () => {
            await apiPost(`${path()}/end`, { version: page.answer()?.version ?? 0 });
            page.load();
          }}
        />
      </Show>
    </PageFrame>
  );
}

function Progress(props: { run: RunView }): JSX.Element {
  const t = useWords();
  const closing = () => closingOf(props.run.targets);
  return (
    <Card title={t("notify.run.progress")}>
      <p class="care-share-words figures">
        {t("notify.page.closing", {
          closed: formatNumber(closing().closed),
          all: formatNumber(closing().all),
          share: formatNumber(Math.round(closing().share * 100)),
        })}
      </p>
      <meter class="care-bar" min={0} max={1} value={closing().share} aria-label={t("notify.run.progress")} />
      <p class="quiet-text small-text figures">
        {Object.entries(props.run.targets)
          .map(([name, count]) => `${t(`notify.target.${name}`)} ${formatNumber(count)}`)
          .join(" · ")}
      </p>
      <p class="quiet-text small-text figures">
        {t("notify.run.mails", {
          list: Object.entries(props.run.mails)
            .map(([name, count]) => `${t(`notify.mail_state.${name}`)} ${formatNumber(count)}`)
            .join(" · "),
        })}
      </p>
      <Show when={props.run.wrongContacts > 0}>
        <p class="small-text">
          <a href="/desk/directory/quality">{t("notify.run.wrong_contacts", { count: props.run.wrongContacts })}</a>
        </p>
      </Show>
    </Card>
  );
}
