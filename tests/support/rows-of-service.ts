// Rows of service levels, the rota, alarms and advice for the test of what the database itself shows to each scope.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

const desk = { staff: 2, system: 2 } as const;
const everybody = {
  none: 2,
  intake: 2,
  reporter: 2,
  person: 2,
  staff: 2,
  identity: 2,
  custody: 2,
  mailer: 2,
  system: 2,
} as const;

/** As in rows.test.ts: 2 is every row. What a constituent sees of its own questions is asked in advice.test.ts. */
export const seenOfService = {
  service_editions: desk,
  service_clocks: desk,
  service_pauses: desk,
  rota_patterns: desk,
  rota_exceptions: desk,
  rota_swaps: desk,
  rota_reach: desk,
  duty_alarms: desk,
  duty_alarm_steps: desk,
  advice_requests: desk,
  advice_pages: desk,
  // Published, for everybody.
  advice_public: everybody,
  // Each person's own: nobody else's is there, and who has none sees none.
  rota_feeds: { person: 1, staff: 1, system: 2 },
} as const;

export const neverChangedOfService = ["service_editions", "duty_alarm_steps"] as const;

export async function addServiceRows(
  { owner }: Pick<TestWorld, "owner">,
  of: { personId: string; otherId: string; caseId: string; reportId: string },
): Promise<{
  alarmId: string;
  adviceId: string;
  pageId: string;
  pauseId: string;
  patternId: string;
  exceptionId: string;
  swapId: string;
}> {
  const [edition, alarmId, adviceId, pageId, eyes, pauseId, patternId, exceptionId, swapId] = Array.from(
    { length: 9 },
    () => newId(),
  ) as [string, string, string, string, string, string, string, string, string];
  const { personId, otherId, caseId, reportId } = of;
  await owner`insert into service_editions (id, kind, number, definition, set_at) values (${edition}, 'ladder', (select coalesce(max(number), 0) + 1 from service_editions where kind = 'ladder'),
    ${owner.json({ steps: [{ afterMinutes: 0, target: "leads", means: ["mail"] }], triggers: { leastSeverity: null, isOnBreach: false, legalHours: null } })}, now())`;
  await owner`insert into service_clocks (id, case_id, kind, edition_id, subject_kind, started_at) values (${newId()}, ${caseId}, 'resolution', ${edition}, 'incident', now())`;
  await owner`insert into service_pauses (id, report_id, reason, who, paused_at) values (${pauseId}, ${reportId}, 'reporter', 'Awa', now())`;
  await owner`insert into rota_patterns (id, person_id, weekdays, from_time, to_time, starts_on, made_at) values (${patternId}, ${personId}, '{1}', '08:00', '18:00', '2026-01-01', now())`;
  await owner`insert into rota_exceptions (id, person_id, kind, from_at, until_at, made_at) values (${exceptionId}, ${personId}, 'off', now(), now() + interval '1 day', now())`;
  await owner`insert into rota_swaps (id, asked_by, asked_of, from_at, until_at, asked_at) values (${swapId}, ${otherId}, ${personId}, now(), now() + interval '1 day', now())`;
  await owner`insert into rota_reach (person_id, phone, changed_at) values (${personId}, '+22370000000', now()) on conflict do nothing`;
  await owner`insert into rota_feeds (person_id, token_hash, language, made_at) values (${personId}, ${Buffer.alloc(32, newId())}, 'fr', now()) on conflict do nothing`;
  await owner`insert into duty_alarms (id, cause, kind, case_id, title, edition_id, raised_at) values (${alarmId}, ${`test:${alarmId}`}, 'operator', ${caseId}, 'Look', ${edition}, now())`;
  await owner`insert into duty_alarm_steps (id, alarm_id, case_id, step, target, means, outcome, at) values (${newId()}, ${alarmId}, ${caseId}, 0, 'leads', 'none', 'nobody', now())`;
  await owner`insert into advice_requests (id, reference, source, language, topic, question, received_at) values (${adviceId}, ${`AR-${adviceId}`}, 'web', 'fr', 'other', 'How do we begin?', now())`;
  await owner`insert into advice_pages (id, request_id, texts, topic, changed_at) values (${pageId}, ${adviceId}, ${owner.json({ fr: { question: "?", answer: "!" } })}, 'other', now())`;
  await owner`insert into four_eyes (id, kind, subject_id, version, title, asked_by, asked_at, state, decided_by, decided_at)
    values (${eyes}, 'advice', ${pageId}, 1, 'x', ${personId}, now(), 'approved', ${otherId}, now())`;
  await owner`insert into advice_public (page_id, texts, topic, four_eyes_id, published_at, first_published_at) values (${pageId}, '{}', 'other', ${eyes}, now(), now())`;
  return { alarmId, adviceId, pageId, pauseId, patternId, exceptionId, swapId };
}
