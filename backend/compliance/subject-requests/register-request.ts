// Registers what a person asked: a number, the laws that speak of it as they stand now, and the time that they set, if any.
import { sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { lawOfCountry } from "../duties/law-of-country.ts";
import { readEntity } from "../duties/read-entity.ts";
import { policiesFolder } from "../law/index.ts";
import { dayOf } from "../offices/store.ts";
import { findRequestLaws } from "./find-clock.ts";
import { RegisterRequest, type RequestLaw } from "./model.ts";
import { addRequestStep } from "./store.ts";

/** @throws invalid_input for a receipt that lies ahead; not_found where the organisation has no entry in the register. */
export async function registerRequest(
  ctx: Context,
  input: RegisterRequest,
  root = policiesFolder,
): Promise<{ id: string; reference: string; dueAt: string | null }> {
  requirePermission(ctx, "subject.change");
  const given = RegisterRequest.parse(input);
  const { personId } = requirePerson(ctx);
  const now = ctx.now();
  if (Date.parse(given.receivedAt) > now.getTime())
    throw invalidInput([{ path: "receivedAt", message: "Expected a time that has passed." }]);
  return await withTransaction(ctx, async (tx) => {
    const entity = await readEntity(tx, ctx, now);
    const law = lawOfCountry(entity.profile.country, root);
    const asked = { kind: given.kind, receivedAt: Temporal.Instant.from(given.receivedAt) };
    const found = findRequestLaws(law, entity.profile, asked, Temporal.Instant.fromEpochMilliseconds(now.getTime()));
    const laws = found.map(({ loaded, obligation, duty }): RequestLaw => {
      const { id: packId, version: packVersion, sha256: packSha256 } = loaded.pin;
      return { packId, packVersion, packSha256, obligation: obligation.id, due: duty.due };
    });
    const dueAt = laws[0]?.due ?? null;
    // Two who register at once are counted one after the other.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`subject-requests:${entity.id}`}, 0))`);
    const [next] = await tx.execute<{ number: number }>(
      sql`select coalesce(max(number), 0) + 1 as number from subject_requests where constituent_id = ${entity.id}`,
    );
    const number = next?.number ?? 1;
    const reference = `DR-${dayOf(ctx).slice(0, 4)}-${String(number).padStart(4, "0")}`;
    const id = newId(now);
    const { organisationId } = entity;
    await tx.execute(sql`insert into subject_requests (id, organisation_id, constituent_id, number, reference, kind, person_name, person_contact, way, asked, received_at, laws,
        due_at, owner_id, registered_by, registered_at)
      values (${id}, ${organisationId}, ${entity.id}, ${number}, ${reference}, ${given.kind}, ${given.personName}, ${given.personContact}, ${given.way}, ${given.asked},
        ${given.receivedAt}::timestamptz, ${JSON.stringify(laws)}::jsonb, ${dueAt}::timestamptz, ${personId}, ${personId}, ${now.toISOString()}::timestamptz)`);
    await addRequestStep(tx, ctx, { id, organisationId }, "registered", { due: dueAt });
    // The log is read by the national team: it hears that there is one, not whose, nor what was asked.
    await writeAudit(tx, ctx, { action: "subject_request.register", objectType: "subject_request", objectId: id });
    return { id, reference, dueAt };
  });
}
