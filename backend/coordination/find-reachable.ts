// How the reporter of a report can be answered, as the database has it.
import { sql } from "drizzle-orm";
import type { AnswerChannel, Language, Marking, ReportStatus } from "../intake/model.ts";
import type { Tx } from "../platform/db/index.ts";
import { isSpoken } from "../platform/words/index.ts";
import type { Reachable } from "./rules.ts";

export interface ReachableReport extends Reachable {
  reference: string;
  /** In which mails are written: the reporter's own where it is spoken here. */
  language: string;
  marking: Marking;
  status: ReportStatus;
  /** A mail opened it, so that its reporter has seen no receipt yet. */
  cameByMail: boolean;
  isHeld: boolean;
}

/** In which language a reporter is written to. A file that is gone from the catalogue is not spoken any more: then it is what that language fell back to. */
export const spokenTo = ({ language, speaks }: { language: Language; speaks: string | null }): string =>
  speaks !== null && isSpoken(speaks) ? speaks : language;

/** Locks the report until the transaction ends. */
export async function findReachable(tx: Tx, reportId: string): Promise<ReachableReport | undefined> {
  const [row] = await tx.execute<{
    reference: string;
    language: Language;
    speaks: string | null;
    marking: Marking;
    case_marking: Marking | null;
    status: ReportStatus;
    came_by_mail: boolean;
    is_held: boolean;
    is_anonymous: boolean;
    answer_channel: AnswerChannel;
    email: string | null;
    safe_channel: string | null;
    is_confidential: boolean;
    is_routable: boolean;
  }>(sql`select r.reference, r.language, r.speaks, r.marking,
      (select k.marking from case_reports c join cases k on k.id = c.case_id where c.report_id = r.id) as case_marking, r.status, r.is_held, r.is_anonymous, r.answer_channel, i.email, i.safe_channel,
      coalesce(i.is_confidential, false) as is_confidential, coalesce(i.is_routable, false) as is_routable,
      exists (select 1 from incoming_mails m where m.report_id = r.id and m.kind = 'report') as came_by_mail
    from reports r left join report_identities i on i.report_id = r.id where r.id = ${reportId} for update of r`);
  return (
    row && {
      reference: row.reference,
      language: spokenTo(row),
      // A case that is marked higher covers its reports.
      marking: row.case_marking === "red" ? "red" : row.marking,
      status: row.status,
      cameByMail: row.came_by_mail,
      isHeld: row.is_held,
      isAnonymous: row.is_anonymous,
      answerChannel: row.answer_channel,
      email: row.email,
      safeChannel: row.safe_channel,
      isConfidential: row.is_confidential,
      isRoutable: row.is_routable,
    }
  );
}
