// What is loaded of FIDO's metadata, and which models the passkeys here are of.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { requirePermission } from "../access.ts";
import { readPolicy } from "../store.ts";
import { isOverdue } from "./load-metadata.ts";
import type { MetadataView } from "./model.ts";
import { newestMetadata } from "./store.ts";

interface Row extends Record<string, unknown> {
  aaguid: string;
  name: string;
  statuses: string[];
  withdrawn_for: string | null;
  passkeys: number;
  is_verified: boolean;
}

export async function readLoadedMetadata(ctx: Context): Promise<MetadataView> {
  requirePermission(ctx, "settings.change");
  return await readOnly(
    ctx,
    async (tx) => {
      const newest = await newestMetadata(tx);
      const { allowedModels } = await readPolicy(tx);
      const rows = await tx.execute<Row>(sql`select m.aaguid, m.name, m.statuses, m.withdrawn_for,
          count(k.id)::int as passkeys, coalesce(bool_or(k.attestation = 'verified'), false) as is_verified
        from authenticator_models m left join passkeys k on k.aaguid = m.aaguid and k.removed_at is null
        where k.id is not null or m.aaguid::text = any(${sql.param(allowedModels)}::text[])
        group by m.aaguid order by m.name`);
      return {
        ...(newest
          ? {
              loaded: {
                number: newest.number,
                nextUpdate: newest.nextUpdate,
                isOverdue: isOverdue(newest.nextUpdate, ctx.now()),
                loadedAt: newest.loadedAt.toISOString(),
                models: newest.models,
              },
            }
          : {}),
        inUse: rows.map((row) => ({
          aaguid: row.aaguid,
          name: row.name,
          statuses: row.statuses,
          withdrawnFor: row.withdrawn_for,
          passkeys: row.passkeys,
          isVerified: row.is_verified,
        })),
      };
    },
    "identity",
  );
}
