// Enters a body, changes what is known of it, and ends its part: an authority is tied to its name in the packs of law.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { knowsAddressee } from "./addressees.ts";
import { AddBody, ChangeBody, EndBody } from "./model.ts";

interface BodyRow extends Record<string, unknown> {
  kind: string;
  name: string;
  addressee: string | null;
  country: string | null;
  email: string | null;
  postal_address: string | null;
  language: string;
  version: number;
}

/** @throws AppError invalid_input for an addressee that no pack knows, that is another body's, or of something that is no authority. */
export async function addBody(ctx: Context, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "body.change");
  const body = AddBody.parse(input);
  refuseUnfit(body.kind, body.addressee ?? null);
  return await withTransaction(
    ctx,
    async (tx) => {
      await refuseTaken(tx, body.addressee ?? null, null);
      const id = newId(ctx.now());
      await tx.execute(sql`insert into organisations (id, kind, name, addressee, country, email, postal_address, language, created_at)
        values (${id}, ${body.kind}, ${body.name}, ${body.addressee ?? null}, ${body.country ?? null}, ${body.email ?? null},
          ${body.postalAddress ?? null}, ${body.language}, ${ctx.now().toISOString()}::timestamptz)`);
      const detail = { kind: body.kind, addressee: body.addressee ?? null };
      await writeAudit(tx, ctx, { action: "body.add", objectType: "organisation", objectId: id, detail });
      return { id };
    },
    "person",
  );
}

/** @throws AppError not_found, conflict when somebody changed it meanwhile, invalid_input as for adding. */
export async function changeBody(ctx: Context, id: string, input: unknown): Promise<{ version: number }> {
  requirePermission(ctx, "body.change");
  const { version, ...wanted } = ChangeBody.parse(input);
  return await withTransaction(
    ctx,
    async (tx) => {
      const before = await holdBody(tx, id, version);
      const keep = <Value>(value: Value | undefined, old: Value): Value => (value === undefined ? old : value);
      const addressee = keep(wanted.addressee, before.addressee);
      refuseUnfit(before.kind, addressee);
      await refuseTaken(tx, addressee, id);
      await tx.execute(sql`update organisations set name = ${keep(wanted.name, before.name)}, addressee = ${addressee},
        country = ${keep(wanted.country, before.country)}, email = ${keep(wanted.email, before.email)},
        postal_address = ${keep(wanted.postalAddress, before.postal_address)}, language = ${keep(wanted.language, before.language)},
        version = version + 1 where id = ${id}`);
      const detail = { fields: Object.keys(wanted) };
      await writeAudit(tx, ctx, { action: "body.change", objectType: "organisation", objectId: id, detail });
      return { version: version + 1 };
    },
    "person",
  );
}

/** A body whose people still hold roles is not ended: their sessions would outlive it. @throws AppError refused, not_found, conflict. */
export async function endBody(ctx: Context, id: string, input: unknown): Promise<void> {
  requirePermission(ctx, "body.change");
  const { version } = EndBody.parse(input);
  await withTransaction(
    ctx,
    async (tx) => {
      await holdBody(tx, id, version);
      const [held] = await tx.execute<{ people: number }>(
        sql`select count(*)::int as people from role_grants where organisation_id = ${id} and revoked_at is null`,
      );
      if (held && held.people > 0)
        throw new AppError(
          "refused",
          "People of this body can still sign in. Take their roles away on the page of people, then end it.",
          { words: "bodies.refusal.people" },
        );
      await tx.execute(
        sql`update organisations set ended_at = ${ctx.now().toISOString()}::timestamptz, version = version + 1 where id = ${id}`,
      );
      await writeAudit(tx, ctx, { action: "body.end", objectType: "organisation", objectId: id, detail: {} });
    },
    "person",
  );
}

/**
 * Takes back that a body was ended; its people get their roles anew.
 * @throws AppError invalid_input where another body has become the same addressee meanwhile; not_found, conflict.
 */
export async function reopenBody(ctx: Context, id: string, input: unknown): Promise<void> {
  requirePermission(ctx, "body.change");
  const { version } = EndBody.parse(input);
  await withTransaction(
    ctx,
    async (tx) => {
      const { addressee } = await holdBody(tx, id, version, true);
      await refuseTaken(tx, addressee, id);
      await tx.execute(sql`update organisations set ended_at = null, version = version + 1 where id = ${id}`);
      await writeAudit(tx, ctx, { action: "body.reopen", objectType: "organisation", objectId: id, detail: {} });
    },
    "person",
  );
}

async function holdBody(tx: Tx, id: string, version: number, hasEnded = false): Promise<BodyRow> {
  const [body] =
    await tx.execute<BodyRow>(sql`select kind, name, addressee, country, email, postal_address, language, version
    from organisations where id = ${id} and kind in ('authority', 'office', 'peer') and (ended_at is not null) = ${hasEnded} for update`);
  if (!body) throw notFound("body");
  if (body.version !== version)
    throw new AppError(
      "conflict",
      "Somebody changed this body meanwhile. Load the page again to see it as it is now.",
      {
        words: "forms.conflict.changed",
      },
    );
  return body;
}

function refuseUnfit(kind: string, addressee: string | null): void {
  if (addressee === null) return;
  if (kind !== "authority")
    throw invalidInput([{ path: "addressee", message: "Only an authority is an addressee of a law." }]);
  if (!knowsAddressee(addressee))
    throw invalidInput([
      { path: "addressee", message: "No pack of law knows this addressee: choose one of the list." },
    ]);
}

async function refuseTaken(tx: Tx, addressee: string | null, self: string | null): Promise<void> {
  if (addressee === null) return;
  const [other] = await tx.execute<{ name: string }>(sql`select name from organisations
    where addressee = ${addressee} and ended_at is null and id is distinct from ${self}::uuid`);
  if (other)
    throw invalidInput([
      { path: "addressee", message: `“${other.name}” is this addressee already. Two bodies cannot be one.` },
    ]);
}
