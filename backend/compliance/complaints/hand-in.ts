// A complaint comes in: from the portal with a receipt, or from paper by an officer, whose day of arrival counts.
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { admitSource, deriveSecret, drawReceipts } from "../../intake/index.ts";
import type { StoredFile, Visitor } from "../../intake/model.ts";
import { formatReceipt } from "../../intake/receipts/model.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addFile, addStep, askerOf, dayOf, nextReference } from "../offices/store.ts";
import { complaintLimits, EnterComplaint, HandInComplaint } from "./model.ts";

export interface TakingAuthority extends Record<string, unknown> {
  id: string;
  name: string;
  takesAnonymous: boolean;
}

/** The authorities to which complaints can be handed in here. */
export async function listTakingAuthorities(ctx: Context): Promise<TakingAuthority[]> {
  requirePermission(ctx, "report.submit");
  return await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<TakingAuthority>(sql`select o.id, o.name, p.takes_anonymous_complaints as "takesAnonymous" from authority_profiles p
        join organisations o on o.id = p.organisation_id where p.takes_complaints and o.ended_at is null order by o.name`),
    "intake",
  );
}

type Given = Omit<ReturnType<typeof HandInComplaint.parse>, "authorityId" | "key">;

/**
 * @returns the reference and the receipt's digits, which are stored nowhere.
 * @throws AppError invalid_input naming each field; too_many_requests; refused for a complaint without a name where the authority takes none.
 */
export async function handInComplaint(
  ctx: Context,
  input: unknown,
  files: readonly StoredFile[],
  visitor: Visitor,
): Promise<{ reference: string; receipt: string }> {
  requirePermission(ctx, "report.submit");
  const { authorityId, key, ...asked } = HandInComplaint.parse(input);
  if (files.length > complaintLimits.files)
    throw invalidInput([{ path: "files", message: `Expected at most ${complaintLimits.files} files.` }]);
  const known = key === undefined ? undefined : await findSent(ctx, key);
  if (known) return await withoutFiles(ctx, files, known);
  admitSource(ctx, visitor);
  const id = newId(ctx.now());
  const given = withTransaction(
    ctx,
    async (tx) => {
      const [authority] = await tx.execute<{
        takesAnonymous: boolean;
      }>(sql`select takes_anonymous_complaints as "takesAnonymous" from authority_profiles
        where organisation_id = ${authorityId} and takes_complaints`);
      if (!authority)
        throw invalidInput([{ path: "authorityId", message: "Expected an authority that takes complaints here." }]);
      if (asked.name === "" && !authority.takesAnonymous)
        throw invalidInput([
          { path: "name", message: "Expected your name: this authority takes no complaint without one." },
        ]);
      const reference = await insertComplaint(tx, ctx, {
        id,
        organisationId: authorityId,
        asked,
        channel: "web",
        receivedAt: ctx.now(),
      });
      for (const file of files)
        await addFile(tx, ctx, file, {
          organisationId: authorityId,
          constituentId: null,
          subjectKind: "complaint",
          subjectId: id,
          side: "complainant",
          isToComplainant: true,
        });
      const receipt = await giveReceipt(tx, ctx, id, key);
      if (key !== undefined) await notePage(tx, ctx, key, id);
      await writeAudit(tx, ctx, {
        action: "complaint.receive",
        objectType: "complaint",
        objectId: id,
        detail: { reference, channel: "web" },
      });
      return { reference, receipt };
    },
    { scope: "intake", reportId: id },
  );
  return await given.catch(async (error: unknown) => {
    // Two taps at the same moment: the second finds what the first wrote.
    const first = key === undefined ? undefined : await findSent(ctx, key);
    if (!first) throw error;
    return await withoutFiles(ctx, files, first);
  });
}

const seedOf = (key: string): string => `complaint:${key}`;
const hashOfKey = (key: string): Buffer => createHash("sha256").update(seedOf(key)).digest();

/** Whoever comes second waits for the first, and writes nothing. */
async function notePage(tx: Tx, ctx: Context, key: string, complaintId: string): Promise<void> {
  const noted =
    await tx.execute(sql`insert into complaint_pages (key_hash, complaint_id, sent_at) values (${hashOfKey(key)}, ${complaintId}, ${ctx.now().toISOString()}::timestamptz)
    on conflict (key_hash) do nothing`);
  if (noted.count === 0)
    throw new AppError("conflict", "This complaint was sent already.", { words: "refusals.complaint_sent" });
}

/** What this very page handed in before, with the receipt's digits, which follow from the page's key. */
async function findSent(ctx: Context, key: string): Promise<{ reference: string; receipt: string } | undefined> {
  const [page] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ id: string }>(
        sql`select complaint_id as id from complaint_pages where key_hash = ${hashOfKey(key)}`,
      ),
    "intake",
  );
  if (!page) return undefined;
  const { id } = page;
  const [sent] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ reference: string; locator: string }>(
        sql`select k.reference, r.locator from complaints k join complaint_receipts r on r.complaint_id = k.id where k.id = ${id}`,
      ),
    { scope: "intake", reportId: id },
  );
  if (!sent) return undefined;
  const secret = deriveSecret(ctx.secrets, seedOf(key));
  return { reference: sent.reference, receipt: formatReceipt({ locator: sent.locator, secret }) };
}

/** The files of the first sending are kept; those of the second are the same, and go. */
async function withoutFiles<Answer>(ctx: Context, files: readonly StoredFile[], answer: Answer): Promise<Answer> {
  for (const { objectId } of files) await ctx.objects.remove(objectId);
  return answer;
}

/** Paper, entered by an officer. The receipt is printed and handed over or sent. @throws AppError invalid_input for a day that is ahead. */
export async function enterComplaint(
  ctx: Context,
  input: unknown,
): Promise<{ id: string; reference: string; receipt: string }> {
  requirePermission(ctx, "authority.work");
  const { arrivedOn, ...asked } = EnterComplaint.parse(input);
  const { organisationId } = askerOf(ctx);
  if (arrivedOn > dayOf(ctx)) throw invalidInput([{ path: "arrivedOn", message: "Expected a day that is not ahead." }]);
  return await withTransaction(ctx, async (tx) => {
    const id = newId(ctx.now());
    const reference = await insertComplaint(tx, ctx, {
      id,
      organisationId,
      asked,
      channel: "paper",
      receivedAt: new Date(`${arrivedOn}T12:00:00Z`),
    });
    const receipt = await giveReceipt(tx, ctx, id);
    await writeAudit(tx, ctx, {
      action: "complaint.enter",
      objectType: "complaint",
      objectId: id,
      detail: { reference, arrivedOn },
    });
    return { id, reference, receipt };
  });
}

interface NewComplaint {
  id: string;
  organisationId: string;
  asked: Given;
  channel: "web" | "paper";
  receivedAt: Date;
}

async function insertComplaint(
  tx: Tx,
  ctx: Context,
  { id, organisationId, asked, channel, receivedAt }: NewComplaint,
): Promise<string> {
  const reference = await nextReference(tx, ctx, organisationId, "complaint");
  await tx.execute(sql`insert into complaints (id, reference, organisation_id, respondent, language, channel, received_at, entered_at, state)
    values (${id}, ${reference}, ${organisationId}, ${asked.respondent}, ${asked.language}, ${channel}, ${receivedAt.toISOString()}::timestamptz,
      ${ctx.now().toISOString()}::timestamptz, 'received')`);
  await tx.execute(sql`insert into complaint_texts (complaint_id, organisation_id, name, contact, may_be_named, happened, wanted)
    values (${id}, ${organisationId}, ${asked.name || null}, ${asked.contact || null}, ${asked.mayBeNamed}, ${asked.happened}, ${asked.wanted})`);
  const side = channel === "web" ? "complainant" : "authority";
  await addStep(tx, ctx, 0, {
    organisationId,
    constituentId: null,
    subjectKind: "complaint",
    subjectId: id,
    kind: "receive",
    side,
    detail: {},
    isToComplainant: true,
  });
  return reference;
}

/** Digits whose locator is free; the locator's row holds what they are checked with. */
async function giveReceipt(tx: Tx, ctx: Context, complaintId: string, key?: string): Promise<string> {
  const seed = key === undefined ? undefined : seedOf(key);
  for (const { digits, locator, secretHmac } of drawReceipts(ctx, "complaint", seed)) {
    const given =
      await tx.execute(sql`insert into complaint_receipts (locator, complaint_id, secret_hmac) values (${locator}, ${complaintId}, ${secretHmac})
      on conflict (locator) do nothing`);
    if (given.count > 0) return digits;
  }
  throw new AppError("unavailable", "No receipt could be given. Try again.");
}
