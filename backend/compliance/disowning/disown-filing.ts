// "Not ours": an entity says it of a guest's filing in its name, an officer of one with the own office; an officer takes it back with a reason. What is disowned is counted nowhere.
import { sql } from "drizzle-orm";
import { may, requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import type { WordsLanguage } from "../../platform/words/index.ts";
import { nameAddressee } from "../duties/judge-duties.ts";
import { lawOfCountry } from "../duties/law-of-country.ts";
import { type Entity, readEntity } from "../duties/read-entity.ts";
import { askerOf } from "../offices/store.ts";
import { tellJob } from "../yearly/tell-office.ts";
import { Disown, type DisowningView, type FilingsInName } from "./model.ts";

/** By the reference that the guest gave, else by the exact name or another name of the entry. A guest's rows are nobody's: the system's scope finds them, this condition narrows them. */
const inNameOf = ({ id }: Entity) =>
  sql`p.channel = 'guest' and p.filing_id is not null and p.standing in ('unconfirmed', 'disowned') and exists (select 1 from constituents c where c.id = ${id}
    and (upper(trim(p.guest ->> 'reference')) = upper(c.reference) or (coalesce(trim(p.guest ->> 'reference'), '') = ''
      and lower(trim(p.entity_name)) in (select lower(c.name) union select lower(o) from unnest(c.other_names) o))))`;

interface PartLine extends Record<string, unknown> {
  filingId: string;
  reference: string;
  filedAt: string;
  receiptNumber: string;
  addressee: string;
  standing: "unconfirmed" | "disowned";
  disownedAt: string | null;
  disownedBy: string | null;
  reason: string | null;
}

/** Filings without an account in the entity's name that it has neither claimed nor disowned, and those that it disowned. */
export async function listFilingsInName(ctx: Context, language: WordsLanguage): Promise<FilingsInName> {
  requirePermission(ctx, "filing.read");
  const entity = await readOnly(ctx, async (tx) => await readEntity(tx, ctx, ctx.now()));
  const law = lawOfCountry(ctx.config.country);
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<PartLine>(
        sql`select p.filing_id as "filingId", p.filing_reference as reference, ${iso(sql`p.submitted_at`)} as "filedAt", p.receipt_number as "receiptNumber", p.addressee, p.standing,
            ${iso(sql`d.said_at`)} as "disownedAt", d.said_by_name as "disownedBy", d.reason
          from filing_parts p left join filing_disownings d on d.part_id = p.id and d.undone_at is null and d.constituent_id = ${entity.id}
          where ${inNameOf(entity)} order by p.submitted_at desc, p.filing_id, p.id limit 500`,
      ),
    "system",
  );
  const byFiling = Map.groupBy(rows, ({ filingId }) => filingId);
  return {
    filings: [...byFiling.values()].flatMap((parts) => {
      const [first] = parts;
      if (!first) return [];
      const { filingId, reference, filedAt } = first;
      const said = parts.find(({ disownedAt }) => disownedAt !== null);
      return [
        {
          filingId,
          reference,
          filedAt,
          parts: parts.map(({ receiptNumber, addressee }) => ({
            receiptNumber,
            addressee: nameAddressee(addressee, language, law),
          })),
          standing: parts.every(({ standing }) => standing === "disowned") ? "disowned" : "unconfirmed",
          disownedAt: said?.disownedAt ?? null,
          disownedBy: said?.disownedBy ?? null,
          reason: said?.reason ?? null,
        } as const,
      ];
    }),
    maySay: may(ctx, "filing.make"),
  };
}

interface Part extends Record<string, unknown> {
  id: string;
  organisationId: string | null;
}

/** All parts of one filing at once; each authority that has one is told. @throws AppError not_found for a filing that is not in the entity's name or was said of already. */
export async function disownInName(ctx: Context, filingId: string, input: unknown): Promise<void> {
  requirePermission(ctx, "filing.make");
  const { reason } = Disown.parse(input);
  const { personId } = requirePerson(ctx);
  const entity = await readOnly(ctx, async (tx) => await readEntity(tx, ctx, ctx.now()));
  await withTransaction(
    ctx,
    async (tx) => {
      const parts = await tx.execute<Part>(
        sql`select p.id, p.organisation_id as "organisationId" from filing_parts p where p.filing_id = ${filingId} and p.standing = 'unconfirmed' and ${inNameOf(entity)} for update of p`,
      );
      if (parts.length === 0) throw notFound("filing");
      for (const part of parts) {
        await writeWord(tx, ctx, part, { side: "entity", personId, reason, entity });
        if (part.organisationId !== null) await addJob(tx, tellJob, { kind: "disowned", id: part.id });
      }
      await writeAudit(tx, ctx, {
        action: "filing.disown",
        objectType: "filing",
        objectId: filingId,
        detail: { side: "entity", parts: parts.length },
      });
    },
    "system",
  );
}

async function writeWord(
  tx: Tx,
  ctx: Context,
  part: Part,
  said: { side: "entity" | "authority"; personId: string; reason: string; entity?: Entity },
): Promise<void> {
  await tx.execute(sql`update filing_parts set standing = 'disowned' where id = ${part.id}`);
  await tx.execute(
    sql`insert into filing_disownings (id, part_id, organisation_id, side, entity_organisation_id, constituent_id, said_by, said_by_name, said_at, reason)
      values (${newId(ctx.now())}, ${part.id}, ${part.organisationId}, ${said.side}, ${said.entity?.organisationId ?? null}, ${said.entity?.id ?? null}, ${said.personId},
        (select name from people where id = ${said.personId}), ${ctx.now().toISOString()}::timestamptz, ${said.reason})`,
  );
}

/** The part with the own office, held until the transaction ends. @throws AppError not_found; refused for what an entity or paper brought. */
async function holdOwn(tx: Tx, organisationId: string, partId: string): Promise<Part & { standing: string }> {
  const [part] = await tx.execute<Part & { channel: string; standing: string }>(
    sql`select id, organisation_id as "organisationId", channel, standing from filing_parts where id = ${partId} and organisation_id = ${organisationId}`,
  );
  if (!part) throw notFound("filing");
  if (part.channel !== "guest" || part.standing === "confirmed")
    throw new AppError(
      "refused",
      "Only a filing without an account that nobody has claimed can be set aside as nobody's.",
      {
        words: "yearly.refusal.not_guest",
      },
    );
  return part;
}

/** @throws AppError not_found for another authority's; conflict when it was said already. */
export async function disownPart(ctx: Context, partId: string, input: unknown): Promise<void> {
  requirePermission(ctx, "authority.work");
  const { reason } = Disown.parse(input);
  const { organisationId, personId } = askerOf(ctx);
  await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`filing:${partId}`}, 0))`);
    const part = await holdOwn(tx, organisationId, partId);
    if (part.standing === "disowned") throw said();
    await writeWord(tx, ctx, part, { side: "authority", personId, reason });
    await writeAudit(tx, ctx, {
      action: "filing.disown",
      objectType: "filing_part",
      objectId: partId,
      detail: { side: "authority" },
    });
  });
}

/** Of this office's part alone. From then on it counts again, and can be claimed. @throws AppError conflict when it is not disowned. */
export async function takeBackDisowning(ctx: Context, partId: string, input: unknown): Promise<void> {
  requirePermission(ctx, "authority.work");
  const { reason } = Disown.parse(input);
  const { organisationId, personId } = askerOf(ctx);
  await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`filing:${partId}`}, 0))`);
    const part = await holdOwn(tx, organisationId, partId);
    if (part.standing !== "disowned") throw said();
    await tx.execute(sql`update filing_parts set standing = 'unconfirmed' where id = ${partId}`);
    await tx.execute(
      sql`update filing_disownings set undone_by = ${personId}, undone_by_name = (select name from people where id = ${personId}),
        undone_at = ${ctx.now().toISOString()}::timestamptz, undo_reason = ${reason} where part_id = ${partId} and undone_at is null`,
    );
    await writeAudit(tx, ctx, { action: "filing.take_back_disowning", objectType: "filing_part", objectId: partId });
  });
}

const said = (): AppError =>
  new AppError("conflict", "This was said meanwhile. Load the page again.", { words: "yearly.refusal.said" });

/** What was said of a filing with the own office, and by which cause it is counted. @throws AppError not_found. */
export async function readStanding(
  ctx: Context,
  partId: string,
): Promise<{ words: DisowningView[]; cause: string | null; standing: string; isGuest: boolean }> {
  requirePermission(ctx, "authority.read");
  const { organisationId } = askerOf(ctx);
  return await readOnly(ctx, async (tx) => {
    const [part] = await tx.execute<{ standing: string; isGuest: boolean; cause: string | null }>(
      sql`select p.standing, p.channel = 'guest' as "isGuest", c.cause from filing_parts p left join filing_causes c on c.part_id = p.id
        where p.id = ${partId} and p.organisation_id = ${organisationId}`,
    );
    if (!part) throw notFound("filing");
    const spoken = await tx.execute<DisowningView & Record<string, unknown>>(
      sql`select side, said_by_name as "saidBy", ${iso(sql`said_at`)} as "saidAt", reason, undone_by_name as "undoneBy", ${iso(sql`undone_at`)} as "undoneAt",
          undo_reason as "undoReason" from filing_disownings where part_id = ${partId} order by said_at, id`,
    );
    return { ...part, words: [...spoken] };
  });
}
