// Reads the register's own entry in the register of processing, with what this installation has set and counts.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { load } from "js-yaml";
import { requirePermission } from "../../../identity/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { readOnly } from "../../../platform/db/index.ts";
import { readRetention } from "../../contacts/retention.ts";
import { loadCountry } from "../../country/index.ts";
import { type ProcessingEntry, ProcessingFile } from "./model.ts";

const path = fileURLToPath(new URL("./processing.yml", import.meta.url));

/** @throws forbidden. */
export async function readProcessing(ctx: Context): Promise<ProcessingEntry> {
  requirePermission(ctx, "registry.read");
  const file = ProcessingFile.parse(load(readFileSync(path, "utf8")));
  return await readOnly(
    ctx,
    async (tx) => {
      const months = await readRetention(tx);
      const [counts] = await tx.execute<ProcessingEntry["counts"] & Record<string, unknown>>(sql`
        select count(*) filter (where ended_at is null)::int as contacts, count(*) filter (where ended_at is not null and anonymised_at is null)::int as ended,
          count(*) filter (where anonymised_at is not null)::int as anonymised from contacts`);
      const fill = (text: string): string => text.replaceAll("{months}", String(months));
      return {
        ...file,
        controller: loadCountry(ctx.config.country).cert.fullName,
        records: file.records.map((record) => ({
          ...record,
          months: record.months === null ? null : months,
          kept: { fr: fill(record.kept.fr), en: fill(record.kept.en), mn: fill(record.kept.mn) },
        })),
        counts: counts ?? { contacts: 0, ended: 0, anonymised: 0 },
      };
    },
    "staff",
  );
}
