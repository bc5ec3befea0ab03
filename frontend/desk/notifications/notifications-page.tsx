// Notifications to many: what waits for a second person, the notifications with their closing rate, and the lists of findings that they speak of.
import { A, useNavigate } from "@solidjs/router";
import { For, type JSX, onCleanup, Show } from "solid-js";
import type { FourEyesView } from "../../../backend/coordination/four-eyes/model.ts";
import type { ListLine, ListView } from "../../../backend/coordination/findings-lists/model.ts";
import type { RunLine } from "../../../backend/coordination/notifications/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { apiPostBytes } from "../../platform/api.ts";
import { formatInstant, formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { BackButton } from "../importing/back-button.tsx";
import { TakeFile } from "../importing/take-file.tsx";
import { FourEyesCard } from "./four-eyes-card.tsx";
import "../register-care/care.css";

export const runTones: Record<RunLine["state"], Tone> = {
  draft: "plain",
  waiting: "medium",
  sending: "indigo",
  paused: "high",
  sent: "low",
  ended: "plain",
};
export const listTones: Record<ListLine["state"], Tone> = {
  preview: "plain",
  running: "indigo",
  done: "low",
  emptied: "plain",
};

/** Settled constituents and all of them. */
export function closingOf(targets: Record<string, number>): { closed: number; all: number; share: number } {
  const all = Object.values(targets).reduce((sum, count) => sum + count, 0);
  const closed = (targets["fixed"] ?? 0) + (targets["not_mine"] ?? 0);
  return { closed, all, share: all === 0 ? 0 : closed / all };
}

export function NotificationsPage(): JSX.Element {
  const t = useWords();
  const runs = createPage<{ runs: RunLine[] }>(() => "/api/v1/notifications");
  const lists = createPage<{ lists: ListLine[] }>(() => "/api/v1/findings-lists");
  const eyes = createPage<{ requests: FourEyesView[] }>(() => "/api/v1/four-eyes");
  const problem = (): string | undefined => runs.problem() ?? lists.problem() ?? eyes.problem();
  const load = (): void => {
    runs.load();
    lists.load();
    eyes.load();
  };
  const isMoving = (): boolean =>
    (runs.answer()?.runs ?? []).some(({ state }) => state === "sending") ||
    (lists.answer()?.lists ?? []).some(({ state }) => state === "running");
  const timer = setInterval(() => {
    if (isMoving()) load();
  }, 2_000);
  onCleanup(() => clearInterval(timer));
  const isReady = (): boolean => runs.answer() !== undefined && lists.answer() !== undefined;
  return (
    <PageFrame
      title={t("notify.page.title")}
      text={t("notify.page.lead")}
      state={problem() ? "failed" : isReady() ? "ready" : "loading"}
      problem={problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={load}
      filters={
        <p>
          <A class="button" data-look="main" href="/notifications/new">
            <span class="button-words">{t("notify.page.new")}</span>
          </A>
        </p>
      }
    >
      <Show when={(eyes.answer()?.requests ?? []).some(isOpen)}>
        <FourEyesCard requests={(eyes.answer()?.requests ?? []).filter(isOpen)} onChanged={load} />
      </Show>
      <Card title={t("notify.page.title")} count={runs.answer()?.runs.length}>
        <ul class="care-rows">
          <For each={runs.answer()?.runs ?? []} fallback={<li class="quiet-text">{t("notify.page.none")}</li>}>
            {(run) => (
              <li>
                <div>
                  <A class="care-name" href={`/notifications/${run.id}`}>
                    {run.reference} {run.title}
                  </A>
                  <p class="quiet-text small-text">
                    {t("notify.page.by", { name: run.createdBy ?? "—", when: formatInstant(run.createdAt) })}
                  </p>
                  <Show when={closingOf(run.targets).all > 0}>
                    <p class="small-text figures">
                      {t("notify.page.closing", {
                        closed: formatNumber(closingOf(run.targets).closed),
                        all: formatNumber(closingOf(run.targets).all),
                        share: formatNumber(Math.round(closingOf(run.targets).share * 100)),
                      })}
                    </p>
                  </Show>
                </div>
                <Tag tone={runTones[run.state]}>{t(`notify.run_state.${run.state}`)}</Tag>
              </li>
            )}
          </For>
        </ul>
      </Card>
      <Card title={t("notify.page.lists")} count={lists.answer()?.lists.length}>
        <ChooseFile />
        <ul class="care-rows">
          <For each={lists.answer()?.lists ?? []} fallback={<li class="quiet-text">{t("notify.page.no_lists")}</li>}>
            {(list) => (
              <li>
                <div>
                  <A class="care-name" href={`/findings-lists/${list.id}`}>
                    {list.title}
                  </A>
                  <p class="quiet-text small-text">
                    {t("notify.page.by", { name: list.createdBy ?? "—", when: formatInstant(list.createdAt) })}
                  </p>
                  <Show when={list.state !== "preview"}>
                    <p class="small-text figures">
                      {t("notify.page.list_numbers", {
                        kept: formatNumber(list.counts.kept),
                        refused: formatNumber(list.counts.refused),
                        constituents: formatNumber(list.counts.constituents),
                        unattributed: formatNumber(list.counts.unattributed),
                      })}
                      <Show when={list.counts.reopened > 0}>
                        {" "}
                        · {t("notify.page.reopened", { count: list.counts.reopened })}
                      </Show>
                    </p>
                  </Show>
                </div>
                <Tag tone={listTones[list.state]}>{t(`notify.list_state.${list.state}`)}</Tag>
              </li>
            )}
          </For>
        </ul>
      </Card>
    </PageFrame>
  );
}

const isOpen = (one: FourEyesView): boolean =>
  one.state === "waiting" || (one.state === "alone" && one.finding === null);

function ChooseFile(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const take = async (file: File): Promise<void> => {
    const search = new URLSearchParams({ name: file.name });
    const { id } = await apiPostBytes<ListView>(`/api/v1/findings-lists?${search}`, file);
    navigate(`/findings-lists/${id}`);
  };
  return (
    <TakeFile
      label={t("notify.page.choose_file")}
      hint={t("notify.page.choose_hint")}
      reading={t("notify.page.reading")}
      take={take}
    />
  );
}

export function BackToNotifications(): JSX.Element {
  const t = useWords();
  return (
    <p>
      <BackButton to="/notifications" label={t("notify.page.back")} />
    </p>
  );
}
