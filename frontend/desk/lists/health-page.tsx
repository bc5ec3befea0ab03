// Whether everything runs: what is wrong first, in words, then the numbers.
import { createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import type { HealthView } from "../../../backend/reporting/health/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { formatBytes, formatInstant, formatNumber } from "../../platform/format.ts";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";

export function HealthPage(): JSX.Element {
  const t = useWords();
  const [health, setHealth] = createSignal<HealthView>();
  const [problem, setProblem] = createSignal<string>();
  const load = (): void => {
    void apiGet<HealthView>("/api/v1/desk/health").then(
      (answer) => {
        setHealth(answer);
        setProblem(undefined);
      },
      (error: unknown) => setProblem(describeProblem(error)),
    );
  };
  onMount(() => {
    load();
    const timer = setInterval(load, 15_000);
    onCleanup(() => clearInterval(timer));
  });
  return (
    <PageFrame
      title={t("desk.go.health")}
      state={problem() ? "failed" : health() ? "ready" : "loading"}
      problem={problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={load}
    >
      <Show when={health()}>
        {(now) => (
          <>
            <Notice tone={now().isWell ? "plain" : "problem"}>
              <div role="status">
                <b>{now().isWell ? t("desk.health.well") : t("desk.health.unwell")}</b>
                <ul>
                  <For each={now().problems}>{(name) => <li>{t(`desk.health.problem.${name}`)}</li>}</For>
                </ul>
              </div>
            </Notice>
            <div class="health-cards">
              <Card title={t("desk.health.reports")}>
                <dl class="facts">
                  <dt>{t("desk.health.open_reports")}</dt>
                  <dd class="figures">{formatNumber(now().reports.open)}</dd>
                  <dt>{t("desk.health.oldest_untriaged")}</dt>
                  <dd>
                    {now().reports.oldestUntriagedAt
                      ? formatInstant(now().reports.oldestUntriagedAt ?? "")
                      : t("desk.health.none")}
                  </dd>
                  <dt>{t("desk.health.triage")}</dt>
                  <dd>
                    {t("desk.health.triage_numbers", { running: now().triage.running, failed: now().triage.failed })}
                  </dd>
                  <dt>{t("desk.files.title")}</dt>
                  <dd class="figures">
                    {formatNumber(now().reports.files)} · {formatBytes(now().reports.fileBytes)}
                  </dd>
                </dl>
              </Card>
              <Card
                title={t("desk.health.jobs")}
                count={now().jobs.reduce((sum, job) => sum + job.waiting, 0)}
                aside={<ExportMenu list="jobs" />}
              >
                <ul class="side-list">
                  <For each={now().jobs} fallback={<li class="quiet-text">{t("desk.health.no_jobs")}</li>}>
                    {(job) => (
                      <li>
                        <code>{job.task}</code> <span class="figures">{formatNumber(job.waiting)}</span>{" "}
                        <Show when={job.failing > 0}>
                          <Tag tone="critical">{t("desk.health.failing", { count: job.failing })}</Tag>
                        </Show>
                        <Show when={job.lastError}>{(error) => <p class="small-text quiet-text">{error()}</p>}</Show>
                      </li>
                    )}
                  </For>
                </ul>
              </Card>
              <Card title={t("desk.go.mails")}>
                <dl class="facts">
                  <For
                    each={now().mails}
                    fallback={
                      <>
                        <dt>{t("desk.mail_state.all")}</dt>
                        <dd class="figures">{formatNumber(0)}</dd>
                      </>
                    }
                  >
                    {(mail) => (
                      <>
                        <dt>{t(`desk.mail_state.${mail.state}`)}</dt>
                        <dd class="figures">{formatNumber(mail.count)}</dd>
                      </>
                    )}
                  </For>
                </dl>
              </Card>
              <Card title={t("desk.health.log")}>
                <dl class="facts">
                  <dt>{t("desk.health.acts")}</dt>
                  <dd class="figures">{formatNumber(now().log.acts)}</dd>
                  <dt>{t("desk.health.checkpoint")}</dt>
                  <dd>
                    {now().log.lastCheckpointAt
                      ? formatInstant(now().log.lastCheckpointAt ?? "")
                      : t("desk.health.none")}
                  </dd>
                  <dt>{t("desk.health.published")}</dt>
                  <dd>{now().log.publishedAt ? formatInstant(now().log.publishedAt ?? "") : t("desk.health.none")}</dd>
                  <dt>{t("desk.health.alarms")}</dt>
                  <dd class="figures">{formatNumber(now().log.openAlarms)}</dd>
                </dl>
              </Card>
              <Card title={t("desk.health.machine")}>
                <dl class="facts">
                  <dt>PostgreSQL</dt>
                  <dd>
                    {now().database.version} · {formatBytes(now().database.bytes)}
                  </dd>
                  <dt>{t("desk.health.disk")}</dt>
                  <dd>
                    {t("desk.health.disk_free", {
                      free: formatBytes(now().disk.freeBytes),
                      total: formatBytes(now().disk.totalBytes),
                    })}
                  </dd>
                </dl>
              </Card>
            </div>
            <p class="quiet-text small-text">{t("desk.health.at", { time: formatInstant(now().at) })}</p>
          </>
        )}
      </Show>
    </PageFrame>
  );
}
