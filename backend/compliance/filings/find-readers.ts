// Who stands for an addressee of the law in this installation: the authority that was entered for it, or the national team itself.
import { sql } from "drizzle-orm";
import { loadCountry } from "../../registry/country/index.ts";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";

export interface Reader {
  id: string;
  /** False where nobody of theirs has an account: then a paper is brought as well. */
  hasPeople: boolean;
}

/** Addressee → organisation. Who is not in it gets its part on paper. */
export async function findReaders(tx: Tx, ctx: Context): Promise<Map<string, Reader>> {
  const rows = await tx.execute<Reader & { kind: string; addressee: string | null } & Record<string, unknown>>(
    sql`select id, kind, addressee, toguna_has_readers(id) as "hasPeople" from organisations where (kind = 'authority' and addressee is not null and ended_at is null) or kind = 'cert'`,
  );
  const readers = new Map<string, Reader>();
  const team = rows.find(({ kind }) => kind === "cert");
  if (team) readers.set(loadCountry(ctx.config.country).cert.office, team);
  // An authority of its own under the team's name comes before the team.
  for (const row of rows) if (row.addressee !== null) readers.set(row.addressee, row);
  return readers;
}
