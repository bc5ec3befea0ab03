// SQL that the verbs of intake share: putting a report down in as few statements as its durability allows, and finding it again.
import { sql } from "drizzle-orm";
import type { Context } from "../platform/context/index.ts";
import { readOnly, type Tx } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { newId } from "../platform/ids/index.ts";
import { memoryOf } from "./memory.ts";
import type { ReportStatus, StoredFile, SubmitReport } from "./model.ts";
import { drawLocator, hmacSecret, locatorLengths } from "./receipts/derive-secret.ts";
import type { DecidedReport, Identity } from "./rules.ts";

export interface NewReport {
  id: string;
  organisationId: string;
  source: "web" | "api" | "mail" | "feed" | "peer" | "paper";
  input: SubmitReport;
  decided: DecidedReport;
  isHeld: boolean;
  receivedAt: Date;
  /** The constituent's organisation whose own person hands it in, signed in. */
  filedByOrganisationId: string | null;
}

/** The organisation that runs this installation. @throws AppError unavailable before set-up has made it. */
export async function certOrganisationId(ctx: Context): Promise<string> {
  const memory = memoryOf(ctx);
  memory.certOrganisationId ??= await readOnly(
    ctx,
    async (tx) => {
      const [row] = await tx.execute<{ id: string }>(sql`select id from organisations where kind = 'cert'`);
      return row?.id;
    },
    "intake",
  );
  if (memory.certOrganisationId === undefined)
    throw new AppError("unavailable", "This installation is not set up yet. Try again later.", {
      retryAfterSeconds: 60,
    });
  return memory.certOrganisationId;
}

/**
 * Writes report and receipt in one statement. `secret` is hashed with the locator that is drawn.
 * @returns the reference ("TG-2026-0431") and the locator. @throws AppError conflict when a front door's own locator is taken.
 */
export async function insertReport(
  tx: Tx,
  ctx: Context,
  report: NewReport,
  secret: string,
): Promise<{ reference: string; locator: string }> {
  const { input, decided } = report;
  const prefix = `${ctx.config.referencePrefix}-${report.receivedAt.getUTCFullYear()}-`;
  const firstLocator = input.receiptLocator ?? drawLocator(locatorLengths[0] ?? 6);
  const relation = decided.identity?.isConfidential ? undefined : input.onBehalfOf?.relation;
  const onBehalf = input.onBehalfOf ? { consent: input.onBehalfOf.consent, relation } : null;
  const [row] = await tx.execute<{ reference: string; locator: string | null }>(sql`
    with new_report as (
      insert into reports (id, reference, organisation_id, source, flow, language, speaks, subject, description, answers, occurred_at,
        occurred_precision, is_ongoing, is_anonymous, on_behalf, answer_channel, area_id, marking, is_held, priority, is_demo, received_at,
        filed_by_organisation_id)
      select ${report.id}, ${prefix} || lpad(number::text, greatest(4, length(number::text)), '0'), ${report.organisationId}, ${report.source},
        ${input.flow}, ${input.language}, ${input.speaks ?? null}, ${input.subject ?? ""}, ${input.description}, ${JSON.stringify(input.answers ?? {})}::jsonb,
        ${decided.occurredAt?.toISOString() ?? null}::timestamptz, ${input.occurredPrecision ?? null}, ${input.isOngoing ?? null}::boolean,
        ${decided.isAnonymous}::boolean, ${onBehalf === null ? null : JSON.stringify(onBehalf)}::jsonb, ${decided.answerChannel},
        ${input.area ?? null}, ${input.marking ?? "amber"}, ${report.isHeld}::boolean, ${report.isHeld ? -1 : 0}::int,
        ${ctx.config.isDemo}::boolean, ${report.receivedAt.toISOString()}::timestamptz,
        ${report.filedByOrganisationId}::uuid
      from nextval('report_number') as number
      returning id, reference
    ), new_receipt as (
      insert into receipts (locator, report_id, secret_hmac, created_at)
      select ${firstLocator}, id, ${hmacSecret(ctx.secrets, firstLocator, secret)}::bytea, ${report.receivedAt.toISOString()}::timestamptz
      from new_report on conflict (locator) do nothing returning locator
    )
    select reference, (select locator from new_receipt) as locator from new_report`);
  if (!row) throw new Error("a report was inserted and not returned");
  if (row.locator !== null) return { reference: row.reference, locator: row.locator };
  if (input.receiptLocator !== undefined)
    throw new AppError("conflict", "This receipt belongs to another report.", {
      words: "refusals.receipt_taken",
      fields: [{ path: "receiptLocator", message: "Expected a locator that no receipt has yet." }],
    });
  return { reference: row.reference, locator: await insertReceipt(tx, ctx, report, secret) };
}

async function insertReceipt(tx: Tx, ctx: Context, report: NewReport, secret: string): Promise<string> {
  for (const length of locatorLengths) {
    const locator = drawLocator(length);
    const rows = await tx.execute(sql`insert into receipts (locator, report_id, secret_hmac, created_at)
      values (${locator}, ${report.id}, ${hmacSecret(ctx.secrets, locator, secret)}::bytea, ${report.receivedAt.toISOString()}::timestamptz)
      on conflict (locator) do nothing returning locator`);
    if (rows.length > 0) return locator;
  }
  throw new Error("no free locator was found: a thousand million receipts are in use");
}

export async function insertIdentity(
  tx: Tx,
  reportId: string,
  identity: Identity,
  clerk: { personId: string } | null,
): Promise<void> {
  await tx.execute(sql`insert into report_identities (report_id, name, on_behalf_name, email, phone, role, organisation_name, clerk,
      is_confidential, safe_channel, may_tell)
    values (${reportId}, ${identity.name}, ${identity.onBehalfName}, ${identity.email}, ${identity.phone}, ${identity.role},
      ${identity.organisationName}, ${clerk === null ? null : JSON.stringify(clerk)}::jsonb, ${identity.isConfidential}, ${identity.safeChannel},
      ${sql.param(identity.mayTell)}::text[])`);
}

/** That somebody reported in confidence, and nothing of who it is. */
export async function insertSealedIdentity(
  tx: Tx,
  reportId: string,
  identity: Identity,
  isRoutable: boolean,
  clerk: { personId: string } | null,
): Promise<void> {
  await tx.execute(sql`insert into report_identities (report_id, clerk, is_confidential, is_sealed, is_routable, may_tell)
    values (${reportId}, ${clerk === null ? null : JSON.stringify(clerk)}::jsonb, true, true, ${isRoutable}::boolean, ${sql.param(identity.mayTell)}::text[])`);
}

/** Files that lie in the store become files of a report. @returns their ids. @throws AppError conflict for one that already belongs elsewhere. */
export async function insertFiles(
  tx: Tx,
  ctx: Context,
  reportId: string,
  files: readonly StoredFile[],
  addedBy: "reporter" | "analyst" | "mail" | "clerk",
): Promise<string[]> {
  if (files.length === 0) return [];
  const at = ctx.now().toISOString();
  const rows = files.map((file) => ({
    id: newId(ctx.now()),
    object_id: file.objectId,
    sha256: file.sha256,
    size: file.size,
    name: file.name,
    media_type: file.mediaType,
  }));
  const list = JSON.stringify(rows);
  await tx.execute(sql`insert into objects (id, sha256, size, media_type, created_at)
    select object_id, decode(sha256, 'hex'), size, media_type, ${at}::timestamptz
    from jsonb_to_recordset(${list}::jsonb) as f(object_id uuid, sha256 text, size bigint, media_type text)
    on conflict (id) do nothing`);
  const added =
    await tx.execute(sql`insert into report_files (id, report_id, object_id, name, media_type, size, added_by, added_at)
    select id, ${reportId}::uuid, object_id, name, media_type, size, ${addedBy}, ${at}::timestamptz
    from jsonb_to_recordset(${list}::jsonb) as f(id uuid, object_id uuid, name text, media_type text, size bigint)
    on conflict (object_id) do nothing returning id`);
  if (added.length !== rows.length)
    throw new AppError("conflict", "A file was already handed in with another report.", {
      words: "refusals.file_taken",
    });
  return rows.map((row) => row.id);
}

/** How many files a report has and how large they are together; locks the report, so that two additions count each other. */
export async function filesOfReport(tx: Tx, reportId: string): Promise<{ count: number; bytes: number }> {
  await tx.execute(sql`select 1 from reports where id = ${reportId} for update`);
  const [row] = await tx.execute<{ count: number; bytes: string }>(
    sql`select count(*)::int as count, coalesce(sum(size), 0) as bytes from report_files where report_id = ${reportId}`,
  );
  return { count: row?.count ?? 0, bytes: Number(row?.bytes ?? 0) };
}

/**
 * Sets a report's status inside the caller's own, audited transaction. `waiting_for_reporter` remembers what it goes back to.
 * @returns whether it changed.
 */
export async function setReportStatus(
  tx: Tx,
  reportId: string,
  status: ReportStatus,
  closedReason?: string,
): Promise<boolean> {
  const rows =
    await tx.execute(sql`update reports set version = version + 1, status = ${status}, closed_reason = ${closedReason ?? null},
      status_before_waiting = case when ${status} = 'waiting_for_reporter' then status end
    where id = ${reportId} and status <> ${status} returning id`);
  return rows.length > 0;
}

/** The reporter has answered: a report that waited for that goes back to what it was. */
export async function resumeReport(tx: Tx, reportId: string): Promise<void> {
  await tx.execute(sql`update reports set version = version + 1, status = coalesce(status_before_waiting, 'triaged'), status_before_waiting = null
    where id = ${reportId} and status = 'waiting_for_reporter'`);
}
