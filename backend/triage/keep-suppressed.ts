// Keeps what was held back: by a warning list or by the allow-list, with its name and reason; counted in nothing, and not lost.
import { sql } from "drizzle-orm";
import type { Tx } from "../platform/db/index.ts";
import { newId } from "../platform/ids/index.ts";
import type { Finding } from "./model.ts";
import type { HeldBy } from "./rules/model.ts";

export interface KeptAside {
  finding: Finding;
  heldBy: HeldBy;
}

/** More tell nothing new. */
const mostKept = 500;

/** A second run replaces what an earlier one kept. `toPlaces` gives what is stored of a finding's places. */
export async function keepSuppressed(
  tx: Tx,
  reportId: string,
  held: readonly KeptAside[],
  { now, clean, toPlaces }: { now: Date; clean: (text: string) => string; toPlaces: (finding: Finding) => unknown },
): Promise<void> {
  await tx.execute(sql`delete from suppressed_findings where report_id = ${reportId}`);
  for (const { finding, heldBy } of held.slice(0, mostKept))
    await tx.execute(sql`insert into suppressed_findings (id, report_id, engine, rule_id, rule_version, title, level, source, at, locations, why,
        reference_links, author, held_by, found_at)
      values (${newId(now)}, ${reportId}, ${finding.engine}, ${clean(finding.ruleId)}, ${clean(finding.ruleVersion)}, ${clean(finding.title)}, ${finding.level},
        ${clean(finding.source)}, ${finding.at}, ${JSON.stringify(toPlaces(finding))}::jsonb, ${clean(finding.why)},
        ${sql.param(finding.references.map(clean))}::text[], ${finding.author === undefined ? null : clean(finding.author)},
        ${JSON.stringify(heldBy)}::jsonb, ${now.toISOString()}::timestamptz)`);
}
