// Whether everything runs: database, disk, jobs, mail, triage, the log's checkpoints, each as a number and, where bad, a problem's key.
import { statfs } from "node:fs/promises";
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import type { Context } from "../platform/context/index.ts";
import { iso, readOnly } from "../platform/db/index.ts";
import type { HealthView } from "./health/model.ts";

type Raw<Shape> = Shape & Record<string, unknown>;

/** Counts only, so an auditor or administrator who reads no reports may ask. */
export async function readHealth(ctx: Context): Promise<HealthView> {
  requirePermission(ctx, "health.read");
  const disk = await statfs(ctx.config.dataDir);
  const now = ctx.now();
  const health = await readOnly(
    ctx,
    async (tx) => {
      const [database] = await tx.execute<Raw<HealthView["database"]>>(
        sql`select current_setting('server_version') as version, pg_database_size(current_database())::float8 as bytes`,
      );
      const jobs = await tx.execute<Raw<HealthView["jobs"][number]>>(
        sql`select task, waiting::int, failing::int, ${iso(sql`oldest_at`)} as "oldestAt", last_error as "lastError" from toguna_job_health()`,
      );
      const mails = await tx.execute<Raw<HealthView["mails"][number]>>(
        sql`select state, count(*)::int as count from outgoing_mails where not is_exercise group by state order by state`,
      );
      const [triage] = await tx.execute<Raw<HealthView["triage"]>>(
        sql`select count(*) filter (where t.state = 'running')::int as running, count(*) filter (where t.state = 'failed')::int as failed from (
          select distinct on (report_id) state from triage_runs order by report_id, started_at desc) t`,
      );
      const [log] = await tx.execute<Raw<HealthView["log"]>>(
        sql`select (select count(*)::float8 from audit_log) as acts,
          (select ${iso(sql`at`)} from audit_checkpoints order by size desc limit 1) as "lastCheckpointAt",
          (select size::float8 from audit_checkpoints order by size desc limit 1) as "lastCheckpointSize",
          (select ${iso(sql`max(at)`)} from log_publications where has_quorum) as "publishedAt",
          (select count(*)::int from log_witnesses where state <> 'good') as "witnessesNotSigning",
          (select count(*)::int from log_alarms where closed_at is null) as "openAlarms",
          not exists (select 1 from log_checks where not is_good) as "isWhole"`,
      );
      const [reports] = await tx.execute<Raw<HealthView["reports"]>>(
        sql`select count(*) filter (where status not in ('closed', 'rejected'))::int as open,
          ${iso(sql`min(received_at) filter (where status = 'received')`)} as "oldestUntriagedAt",
          (select count(*)::int from report_files) as files, (select coalesce(sum(size), 0)::float8 from report_files) as "fileBytes" from reports where not is_exercise`,
      );
      if (!database || !triage || !log || !reports) throw new Error("a count gives one row");
      return { database, jobs: [...jobs], mails: [...mails], triage, log, reports };
    },
    "system",
  );
  const freeBytes = disk.bavail * disk.bsize;
  const problems = problemsOf({ ...health, freeBytes }, now);
  return {
    at: now.toISOString(),
    ...health,
    disk: { freeBytes, totalBytes: disk.blocks * disk.bsize },
    problems,
    isWell: problems.length === 0,
  };
}

/** What is wrong, as keys of the catalogue ("desk.health.problem.…"). Pure. */
export function problemsOf(
  health: Pick<HealthView, "jobs" | "mails" | "triage" | "reports" | "log"> & { freeBytes: number },
  now: Date,
): string[] {
  const isLate = (at: string | null, minutes: number): boolean =>
    at !== null && now.getTime() - new Date(at).getTime() > minutes * 60_000;
  const problems: string[] = [];
  if (health.freeBytes < 1_000_000_000) problems.push("disk");
  if (health.jobs.some((job) => job.failing > 0)) problems.push("jobs_failing");
  if (health.jobs.some((job) => isLate(job.oldestAt, 10))) problems.push("jobs_late");
  if (health.mails.some((mail) => mail.state === "failed" && mail.count > 0)) problems.push("mails_failed");
  if (health.triage.failed > 0) problems.push("triage_failed");
  if (isLate(health.reports.oldestUntriagedAt, 15)) problems.push("triage_late");
  if (!health.log.isWhole) problems.push("log_tampered");
  if (health.log.openAlarms > 0) problems.push("log_alarms");
  if (health.log.witnessesNotSigning > 0) problems.push("witness_silent");
  return problems;
}
