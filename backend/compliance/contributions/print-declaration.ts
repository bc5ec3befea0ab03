// The receipt of a declaration as a document that prints and stamps, with the leaf of the log as a square code.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { writePdf } from "../../platform/pdf/index.ts";
import { type WordsLanguage, wordsFor } from "../../platform/words/index.ts";
import { loadCountry } from "../../registry/country/index.ts";
import { contributionsOf } from "./contribution-law.ts";

interface Row extends Record<string, unknown> {
  receipt: string;
  name: string;
  authority: string;
  year: number;
  base: string;
  rate: string;
  amount: string;
  currency: string;
  declaredOn: string;
  dueOn: string | null;
  isLate: boolean;
  obligation: string;
  pack: string;
  declaredAt: string;
}

/** Under the asker's own rows. @throws AppError not_found for a declaration that is neither theirs nor made to them. */
export async function printDeclaration(
  ctx: Context,
  id: string,
  language: WordsLanguage,
): Promise<{ name: string; bytes: Buffer }> {
  requirePermission(ctx, "contribution.read");
  const words = wordsFor(ctx, language);
  const row = await readOnly(ctx, async (tx) => {
    const [found] =
      await tx.execute<Row>(sql`select d.receipt_number as receipt, d.entity_name as name, o.name as authority, y.year, d.base::text, trim_scale(d.rate_percent)::text as rate, d.amount::text,
        y.currency, d.declared_on::text as "declaredOn", d.due_on::text as "dueOn", d.is_late as "isLate", y.obligation_id as obligation,
        d.pack_id || ' ' || d.pack_version as pack, d.declared_at as "declaredAt"
      from contribution_declarations d join contribution_years y on y.id = d.year_id join organisations o on o.id = d.authority_id where d.id = ${id}`);
    if (!found) throw notFound("declaration");
    return found;
  });
  // The row of the log about the declaration that was shown to be the asker's.
  const leafHash = await readOnly(ctx, async (tx) => await leafOf(tx, id), "system");
  const law = contributionsOf(ctx.config.country).find((one) => one.law.obligationId === row.obligation)?.law;
  const bytes = await writePdf({
    language: words.tag,
    title: words("contributions.receipt"),
    issuer: `Toguna · ${loadCountry(ctx.config.country).cert.fullName}`,
    reference: row.receipt,
    createdAt: new Date(row.declaredAt),
    blocks: [
      {
        kind: "facts",
        rows: [
          { label: words("contributions.receipt_number"), text: row.receipt },
          { label: words("contributions.entity"), text: row.name },
          { label: words("contributions.authority"), text: row.authority },
          { label: words("contributions.year"), text: String(row.year) },
          { label: words("contributions.base"), text: `${row.base} ${row.currency}` },
          { label: words("contributions.rate"), text: `${row.rate} %` },
          { label: words("contributions.amount"), text: `${row.amount} ${row.currency}` },
          { label: words("contributions.declared_on"), text: row.declaredOn },
          { label: words("contributions.due_on"), text: row.dueOn ?? words("contributions.no_day") },
          {
            label: words("contributions.lateness"),
            text: words(row.isLate ? "contributions.late" : "contributions.not_late"),
          },
          { label: words("contributions.pack"), text: row.pack },
          {
            label: words("contributions.verification"),
            text: words(`committee.verification.${law?.verification ?? "unverified"}`),
          },
        ],
      },
      {
        kind: "signatures",
        boxes: [
          { label: words("contributions.entity"), name: row.name },
          { label: words("contributions.authority"), name: row.authority },
        ],
      },
    ],
    ...(leafHash === undefined
      ? {}
      : { proof: { address: `${ctx.config.publicUrl}/verify`, leafHash, caption: words("contributions.proof") } }),
  });
  return { name: `${row.receipt}.pdf`, bytes };
}

async function leafOf(tx: Tx, declarationId: string): Promise<string | undefined> {
  const [row] = await tx.execute<{ leaf: string }>(sql`select encode(leaf_hash, 'hex') as leaf from audit_log
    where action = 'contribution.declare' and object_id = ${declarationId} limit 1`);
  return row?.leaf;
}
