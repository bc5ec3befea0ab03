// Rows of findings lists, notifications, advisories, takedown requests and four eyes for the test of what the database itself shows to each scope.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

const ofDesk = { staff: 2, system: 2 } as const;

/** As in rows.test.ts: 2 is every row. Published advisories are everybody's; the addresses of their readers are nobody's but the mailer's. */
export const seenOfNotifications = {
  four_eyes: ofDesk,
  outgoing_mail_extras: ofDesk,
  findings_lists: ofDesk,
  findings_rows: ofDesk,
  notification_runs: ofDesk,
  notification_rows: ofDesk,
  notification_targets: ofDesk,
  notification_recipients: ofDesk,
  notification_answers: ofDesk,
  advisories: ofDesk,
  advisory_editions: { intake: 2, staff: 2, system: 2 },
  advisory_subscribers: { system: 2 },
  takedowns: ofDesk,
  takedown_entries: ofDesk,
} as const;

export async function addNotificationRows(
  { owner }: Pick<TestWorld, "owner">,
  of: { reportId: string; caseId: string; constituentId: string; contactId: string; personId: string; bytes: Buffer },
): Promise<void> {
  const [any, mail] = [newId(), newId()];
  const { personId, constituentId } = of;
  await owner`insert into four_eyes (id, kind, subject_id, version, title, asked_by, asked_at, state, reason, decided_by, decided_at)
    values (${any}, 'advisory', ${any}, 1, 'A title', ${personId}, now(), 'alone', 'Nobody else was there', ${personId}, now())`;
  await owner`insert into outgoing_mails (id, cause, kind, report_id, message_id, to_address, language, subject, body, created_at)
    values (${mail}, ${`notify:${mail}`}, 'notice', ${of.reportId}, ${mail}, 'a@b.example', 'fr', 'x', 'x', now())`;
  await owner`insert into outgoing_mail_extras (mail_id, attachment_name, attachment) values (${mail}, 'a.csv', 'a')`;
  await owner`insert into findings_lists (id, title, file_name, sha256, header, mapping, row_count, state, created_at)
    values (${any}, 'A list', 'a.csv', ${of.bytes}, '{ip}', '{}', 1, 'done', now())`;
  await owner`insert into findings_rows (list_id, line, outcome, address, at, what, constituent_id, attribution)
    values (${any}, 2, 'kept', '192.0.2.1', now(), 'open', ${constituentId}, 'register')`;
  await owner`insert into notification_runs (id, reference, title, marking, filter, texts, roles, state, created_at)
    values (${any}, ${any}, 'A run', 'green', '{}', '{}', '{security}', 'draft', now())`;
  await owner`insert into notification_rows (run_id, list_id, line, constituent_id) values (${any}, ${any}, 2, ${constituentId})`;
  await owner`insert into notification_targets (run_id, constituent_id, row_count, state) values (${any}, ${constituentId}, 1, 'asked')`;
  await owner`insert into notification_recipients (id, run_id, constituent_id, contact_id, email, language, step, state)
    values (${any}, ${any}, ${constituentId}, ${of.contactId}, 'a@b.example', 'fr', 0, 'queued')`;
  await owner`insert into notification_answers (id, run_id, constituent_id, recipient_id, answer, via, at) values (${any}, ${any}, ${constituentId}, ${any}, 'fixed', 'link', now())`;
  await owner`insert into advisories (id, number, severity, texts, state, created_at, changed_at) values (${any}, ${any}, 'low', '{}', 'published', now(), now())`;
  await owner`insert into advisory_editions (advisory_id, edition, number, kind, severity, texts, four_eyes_id, published_at)
    values (${any}, 1, ${any}, 'published', 'low', '{}', ${any}, now())`;
  await owner`insert into advisory_subscribers (id, email, language, state, asked_at) values (${any}, ${`${any}@b.example`}, 'fr', 'asked', now())`;
  await owner`insert into takedowns (id, reference, kind, target, to_role, to_name, language, reason, marking, report_id, case_id, state, asked_by, asked_at)
    values (${any}, ${any}, 'takedown', 'bad.example', 'host', 'Host', 'fr', 'Phishing', 'green', ${of.reportId}, ${of.caseId}, 'asked', ${personId}, now())`;
  await owner`insert into takedown_entries (id, takedown_id, kind, at) values (${any}, ${any}, 'asked', now())`;
}
