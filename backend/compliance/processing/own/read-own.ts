// Reads Toguna's own entries for the register of processing, with this installation's own figures; for the team, and for everybody on the portal.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { load } from "js-yaml";
import { requirePermission } from "../../../identity/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { readOnly } from "../../../platform/db/index.ts";
import { loadCountry } from "../../../registry/country/index.ts";
import { defaultRetentionMonths } from "../../../registry/contacts/model.ts";
import { OwnFile, type OwnProcessing } from "./model.ts";

const path = fileURLToPath(new URL("./own-processing.yml", import.meta.url));

/** For the national team. @throws forbidden. */
export async function readOwnProcessing(ctx: Context): Promise<OwnProcessing> {
  requirePermission(ctx, "registry.read");
  return await readPublicProcessing(ctx);
}

/** The same for everybody: it names no person and no case. */
export async function readPublicProcessing(ctx: Context): Promise<OwnProcessing> {
  const { entries } = OwnFile.parse(load(readFileSync(path, "utf8")));
  const [setting] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ value: unknown }>(
        sql`select value from settings where key = 'registry.contact_retention_months'`,
      ),
  );
  const set = Number(setting?.value);
  const months = String(Number.isInteger(set) && set > 0 ? set : defaultRetentionMonths);
  return {
    controller: loadCountry(ctx.config.country).cert.fullName,
    legalBasis: "unverified",
    entries: entries.map((entry) => ({
      ...entry,
      retention: entry.retention.map((line) => ({
        ...line,
        kept: {
          fr: line.kept.fr.replaceAll("{months}", months),
          en: line.kept.en.replaceAll("{months}", months),
          mn: line.kept.mn.replaceAll("{months}", months),
        },
      })),
    })),
  };
}
