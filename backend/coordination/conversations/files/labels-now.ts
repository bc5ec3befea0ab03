// What the labels say today of files that were taken from a case: a case or a report can become stricter after a file was put to a message.
import { sql } from "drizzle-orm";
import { type Pap, stricter, stricterPap } from "../../../intake/marking/model.ts";
import type { Marking } from "../../../intake/model.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { findTooStrict, type HeldBack } from "./model.ts";

interface Labels extends Record<string, unknown> {
  marking: Marking;
  reportMarking: Marking | null;
  caseMarking: Marking;
  pap: Pap | null;
  casePap: Pap;
  isConfidential: boolean;
}

/**
 * Why these files may not leave with a message of this label, or null where they may. What somebody brought from elsewhere is not the case's, and is left to its sender.
 * A report that is not to be seen by whoever asks counts as confidential.
 */
export async function findHeldBack(tx: Tx, marking: Marking, fileIds: readonly string[]): Promise<HeldBack | null> {
  if (fileIds.length === 0) return null;
  const found = await tx.execute<Labels>(sql`
    select x.marking, k.marking as "caseMarking", k.pap as "casePap", r.marking as "reportMarking", r.pap,
      coalesce(i.is_confidential or i.is_sealed, false) or (x.came_with_report and r.id is null) as "isConfidential"
    from (
      select f.marking, f.source, c.case_id, coalesce(p.report_id, q.report_id) as report_id, f.source = 'report' or a.report_file_id is not null as came_with_report
      from conversation_files f join conversations c on c.id = f.conversation_id
        left join report_files p on f.source = 'report' and p.id = f.source_id
        left join artefacts a on (f.source = 'artefact' and a.id = f.source_id) or (f.source = 'evidence' and a.evidence_id = f.source_id)
        left join report_files q on q.id = a.report_file_id
      where f.id = any (${sql.param([...fileIds])}::uuid[]) and f.source <> 'upload'
    ) x join cases k on k.id = x.case_id left join reports r on r.id = x.report_id left join report_identities i on i.report_id = r.id`);
  const now = found.map((one) => ({
    marking: [one.reportMarking ?? one.marking, one.caseMarking].reduce(stricter, one.marking),
    pap: stricterPap(one.casePap, one.pap ?? one.casePap),
    isConfidential: one.isConfidential,
  }));
  if (now.some(({ pap }) => pap === "red")) return "pap_red";
  if (now.some(({ isConfidential }) => isConfidential)) return "confidential";
  return findTooStrict(marking, now) === undefined ? null : "too_strict";
}
