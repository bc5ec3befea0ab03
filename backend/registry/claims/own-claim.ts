// Holds that a claim or an entry is the asker's own: looked up under the asker's own scope, so that the database answers.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";

/** @throws not_found for a claim of somebody else, as for one that does not exist. */
export async function requireOwnClaim(ctx: Context, claimId: string): Promise<void> {
  if (!isId(claimId)) throw notFound("claim");
  const found = await readOnly(
    ctx,
    async (tx) => await tx.execute(sql`select 1 from network_claims where id = ${claimId}`),
    "constituent",
  );
  if (found.length === 0) throw notFound("claim");
}

/** The entry that is meant: the named one, or the only one of the organisation. @throws not_found; invalid_input naming `constituentId`. */
export async function ownConstituent(ctx: Context, wanted: string | undefined): Promise<string> {
  const rows = await readOnly(
    ctx,
    async (tx) => await tx.execute<{ id: string }>(sql`select id from constituents where ended_at is null order by id`),
    "constituent",
  );
  const ids = rows.map(({ id }) => id);
  if (wanted !== undefined) {
    if (!ids.includes(wanted)) throw notFound("constituent");
    return wanted;
  }
  const [only] = ids;
  if (only === undefined) throw notFound("constituent");
  if (ids.length > 1)
    throw invalidInput([
      { path: "constituentId", message: "Expected which of your entries in the register it is for." },
    ]);
  return only;
}
