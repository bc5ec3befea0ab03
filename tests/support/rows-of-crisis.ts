// Rows of crises, public lines, contact books and paper slips for the test of what the database itself shows to each scope.
import { randomBytes } from "node:crypto";
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

const desk = { staff: 2, system: 2 } as const;
/** A slip is looked for through the door of intake. */
const intake = { intake: 2, ...desk } as const;
export const seenOfCrisis = {
  crisis_levels: desk,
  crises: desk,
  crisis_cases: desk,
  crisis_changes: desk,
  crisis_decisions: desk,
  crisis_decision_readers: desk,
  crisis_recipients: desk,
  situation_reports: desk,
  situation_deliveries: desk,
  public_lines: desk,
  press_people: desk,
  contact_books: desk,
  paper_ranges: intake,
  paper_slips: intake,
} as const;
export const neverChangedOfCrisis = ["crisis_changes", "crisis_decisions"] as const;

const names = { fr: "Crise", en: "Crisis", mn: "Хямрал" };

export interface CrisisRows {
  levelId: string;
  crisisId: string;
  situationId: string;
  decisionId: string;
  lineId: string;
  rangeId: string;
}

export async function addCrisisRows(
  { owner }: Pick<TestWorld, "owner">,
  of: { personId: string; caseId: string; reportId: string },
): Promise<CrisisRows> {
  const [levelId, crisisId, situationId, decisionId] = [newId(), newId(), newId(), newId()];
  const [lineId, rangeId, recipientId, bytes] = [newId(), newId(), newId(), Buffer.alloc(32, newId())];
  await owner`insert into crisis_levels (id, rank, names, changes, report_hours, changed_at, ended_at) values (${levelId}, 1, ${owner.json(names)}, ${owner.json(names)}, 4, now(), now())`;
  await owner`insert into crises (id, reference, title, level_id, report_hours, opened_by, opened_at) values (${crisisId}, ${crisisId}, 'Networks down', ${levelId}, 4, ${of.personId}, now())`;
  await owner`insert into crisis_cases (crisis_id, case_id, added_at) values (${crisisId}, ${of.caseId}, now())`;
  await owner`insert into crisis_changes (id, crisis_id, kind, level_id, reason, at) values (${newId()}, ${crisisId}, 'opened', ${levelId}, 'Banks are down', now())`;
  await owner`insert into crisis_decisions (id, crisis_id, number, what, why, decided_by, decided_at, written_at, sha256)
    values (${decisionId}, ${crisisId}, 1, 'Cut the line', 'It spreads', 'The head', now(), now(), ${bytes})`;
  await owner`insert into crisis_decision_readers (decision_id, person_id) values (${decisionId}, ${of.personId})`;
  await owner`insert into crisis_recipients (id, crisis_id, kind, role, added_at) values (${recipientId}, ${crisisId}, 'role', 'analyst', now())`;
  await owner`insert into situation_reports (id, crisis_id, number, state, marking, due_at, changed_at) values (${situationId}, ${crisisId}, 1, 'draft', 'amber', now() + interval '4 hours', now())`;
  await owner`insert into situation_deliveries (id, situation_id, recipient_id, person_id, name, made_at) values (${newId()}, ${situationId}, ${recipientId}, ${of.personId}, 'Awa', now())`;
  await owner`insert into public_lines (id, crisis_id, texts, valid_from, state, created_by, created_at, changed_at)
    values (${lineId}, ${crisisId}, ${owner.json({ fr: "Nous y travaillons.", en: "We are at work.", mn: "Ажиллаж байна." })}, now(), 'draft', ${of.personId}, now(), now())`;
  await owner`insert into press_people (id, kind, name, phone, added_at) values (${newId()}, 'press', 'Awa', '+999 70 00 00 00', now())`;
  await owner`insert into contact_books (id, made_at, cause, recipient, entries, pages, note, sha256, size) values (${newId()}, now(), 'schedule', 'age1somebody', 1, 1, 'x', ${bytes}, 1)`;
  await owner`insert into paper_ranges (id, number, place, holder, language, count, state, made_at, changed_at) values (${rangeId}, ${rangeId}, 'Mopti', 'Awa', 'fr', 1, 'printed', now(), now())`;
  // A number that no other row has: the test looks at what is there, not at what it opens.
  const [free] = await owner<{ locator: string }[]>`select (800000 + count(*))::text as locator from paper_slips`;
  await owner`insert into paper_slips (id, range_id, position, locator, secret_hmac, report_id, written_at, keyed_at, keyed_via)
    values (${newId()}, ${rangeId}, 1, ${free?.locator ?? ""}, ${randomBytes(32)}, ${of.reportId}, now(), now(), 'desk')`;
  return { levelId, crisisId, situationId, decisionId, lineId, rangeId };
}
