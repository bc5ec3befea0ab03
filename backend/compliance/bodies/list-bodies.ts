// The bodies of this installation with how many of their people have keys, and the addressees of law that nobody stands for yet.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { addressees } from "./addressees.ts";
import type { BodiesView, BodyKind } from "./model.ts";

interface Row extends Record<string, unknown> {
  id: string;
  kind: BodyKind;
  name: string;
  addressee: string | null;
  country: string | null;
  email: string | null;
  postalAddress: string | null;
  language: string;
  version: number;
  people: number;
  invitations: number;
  endedAt: string | null;
}

/** Those that take part first, by kind and name; addressees of the own country before the others. */
export async function listBodies(ctx: Context): Promise<BodiesView> {
  requirePermission(ctx, "body.change");
  const country = ctx.config.country.toUpperCase();
  return await readOnly(
    ctx,
    async (tx) => {
      const rows =
        await tx.execute<Row>(sql`select o.id, o.kind, o.name, o.addressee, o.country, o.email, o.postal_address as "postalAddress",
          o.language, o.version,
          (select count(distinct g.person_id)::int from role_grants g where g.organisation_id = o.id and g.revoked_at is null) as people,
          (select count(*)::int from invitations i where i.organisation_id = o.id and i.used_at is null and i.withdrawn_at is null
            and i.expires_at > ${ctx.now().toISOString()}::timestamptz) as invitations,
          o.ended_at as "endedAt"
        from organisations o where o.kind in ('authority', 'office', 'peer')
        order by o.ended_at is not null, o.kind, lower(o.name), o.id`);
      const holderOf = new Map(rows.filter((row) => row.endedAt === null).map((row) => [row.addressee, row.id]));
      return {
        bodies: rows.map((row) => ({ ...row, endedAt: row.endedAt ? new Date(row.endedAt).toISOString() : null })),
        addressees: [...addressees().values()]
          .map((it) => ({ ...it, bodyId: holderOf.get(it.id) ?? null }))
          .toSorted((a, b) => Number(b.country === country) - Number(a.country === country)),
      };
    },
    "identity",
  );
}
