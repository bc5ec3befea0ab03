// The register of fraud desks: added to a constituent, ended when they answer no longer, listed with how quickly they answer.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { requireConstituent } from "../require-constituent.ts";
import { AddPartner, ChangePartner, type PartnerView } from "./model.ts";

/** @throws forbidden, invalid_input, not_found for a constituent that is not in the register. */
export async function addPartner(ctx: Context, input: AddPartner): Promise<{ id: string }> {
  requirePermission(ctx, "registry.change");
  const { constituentId, freezes, needs, ...partner } = AddPartner.parse(input);
  const id = newId(ctx.now());
  await withTransaction(ctx, async (tx) => {
    await requireConstituent(tx, constituentId);
    await tx.execute(sql`insert into partner_bodies (id, constituent_id, kind, contact_name, email, phone, hours, channel, freezes, needs, answer_minutes, language, created_at)
      values (${id}, ${constituentId}, ${partner.kind}, ${partner.contactName}, ${partner.email ?? null}, ${partner.phone ?? null}, ${partner.hours ?? null},
        ${partner.channel}, ${sql.param([...new Set(freezes)])}::text[], ${sql.param([...new Set(needs)])}::text[], ${partner.answerMinutes}, ${partner.language},
        ${ctx.now().toISOString()}::timestamptz)`);
    const detail = { partnerId: id, kind: partner.kind };
    await writeAudit(tx, ctx, { action: "partner.add", objectType: "constituent", objectId: constituentId, detail });
  });
  return { id };
}

/** Requests that were released keep what they said. @throws forbidden, invalid_input, not_found; conflict on an older version. */
export async function changePartner(
  ctx: Context,
  partnerId: string,
  input: ChangePartner,
): Promise<{ version: number }> {
  requirePermission(ctx, "registry.change");
  const { version, freezes, needs, ...partner } = ChangePartner.parse(input);
  if (!isId(partnerId)) throw notFound("fraud desk");
  await withTransaction(ctx, async (tx) => {
    const [before] = await tx.execute<{ constituentId: string; version: number }>(
      sql`select constituent_id as "constituentId", version from partner_bodies where id = ${partnerId} and ended_at is null for update`,
    );
    if (!before) throw notFound("fraud desk");
    if (before.version !== version)
      throw new AppError("conflict", "This fraud desk was changed by somebody else in the meantime.", {
        words: "forms.conflict.changed",
        fields: [{ path: "version", message: `Expected ${before.version}.` }],
      });
    await tx.execute(sql`update partner_bodies set kind = ${partner.kind}, contact_name = ${partner.contactName}, email = ${partner.email ?? null},
      phone = ${partner.phone ?? null}, hours = ${partner.hours ?? null}, channel = ${partner.channel}, freezes = ${sql.param([...new Set(freezes)])}::text[],
      needs = ${sql.param([...new Set(needs)])}::text[], answer_minutes = ${partner.answerMinutes}, language = ${partner.language}, version = version + 1
      where id = ${partnerId}`);
    const detail = { partnerId, kind: partner.kind };
    const object = { objectType: "constituent", objectId: before.constituentId } as const;
    await writeAudit(tx, ctx, { action: "partner.change", ...object, detail });
  });
  return { version: version + 1 };
}

/** Requests that wait can still be answered. @throws forbidden, not_found. */
export async function endPartner(ctx: Context, partnerId: string): Promise<void> {
  requirePermission(ctx, "registry.change");
  if (!isId(partnerId)) throw notFound("fraud desk");
  await withTransaction(ctx, async (tx) => {
    const [ended] = await tx.execute<{
      constituentId: string;
    }>(sql`update partner_bodies set ended_at = ${ctx.now().toISOString()}::timestamptz, version = version + 1
      where id = ${partnerId} and ended_at is null returning constituent_id as "constituentId"`);
    if (!ended) throw notFound("fraud desk");
    await writeAudit(tx, ctx, {
      action: "partner.end",
      objectType: "constituent",
      objectId: ended.constituentId,
      detail: { partnerId },
    });
  });
}

/** Those that answer, with their measured answers as far as the asker may read the requests. @throws forbidden. */
export async function listPartners(ctx: Context): Promise<PartnerView[]> {
  requirePermission(ctx, "registry.read");
  return await readOnly(
    ctx,
    async (tx) => {
      const minutes = sql`extract(epoch from (f.answered_at - f.released_at)) / 60`;
      const rows = await tx.execute<PartnerView & Record<string, unknown>>(sql`
      select p.id, p.version, json_build_object('id', c.id, 'name', c.name) as constituent, p.kind, p.contact_name as "contactName", p.email, p.phone, p.hours, p.channel,
        p.freezes, p.needs, p.answer_minutes as "answerMinutes", p.language, count(f.id)::int as requests, count(f.answered_at)::int as answered,
        count(*) filter (where ${minutes} <= p.answer_minutes)::int as "inTime",
        round((percentile_cont(0.5) within group (order by ${minutes}))::numeric)::int as "medianMinutes"
      from partner_bodies p join constituents c on c.id = p.constituent_id left join freeze_requests f on f.partner_id = p.id
      where p.ended_at is null group by p.id, c.id order by lower(c.name), p.id`);
      return [...rows];
    },
    "staff",
  );
}
