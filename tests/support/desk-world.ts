// People and reports for tests of the desk: written as intake and triage leave them, in few words.
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { Actor } from "../../backend/platform/context/index.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

type Person = Extract<Actor, { kind: "person" }>;

/** The national CERT of a test's world. */
export async function addCert(world: TestWorld): Promise<string> {
  const id = newId();
  await world.owner`insert into organisations (id, kind, name) values (${id}, 'cert', 'CERT')`;
  return id;
}

/** A signed-in person of the organisation with one role. */
export async function addPerson(world: TestWorld, organisationId: string, role: string, name: string): Promise<Person> {
  const id = newId();
  await world.owner`insert into people (id, handle, name, email) values (${id}, ${Buffer.from(id)}, ${name}, ${`${id}@cert.example`})`;
  await world.owner`insert into role_grants (id, person_id, organisation_id, role) values (${newId()}, ${id}, ${organisationId}, ${role})`;
  return { kind: "person", personId: id, organisationId, roles: [role], sessionId: newId() };
}

export interface NewReport {
  description?: string;
  subject?: string;
  severity?: string | null;
  status?: string;
  language?: string;
  source?: string;
  rsitClass?: string;
  rsitType?: string;
  receivedAt?: Date;
  isAnonymous?: boolean;
  isHeld?: boolean;
  answerChannel?: string;
}

/** A report that was received and sorted. */
export async function addReport(
  world: TestWorld,
  organisationId: string,
  report: NewReport = {},
): Promise<{ id: string; reference: string }> {
  const id = newId();
  const [number] = await world.owner<{ n: string }[]>`select nextval('report_number') as n`;
  const reference = `TG-2026-${(number?.n ?? "").padStart(4, "0")}`;
  const severity = report.severity === undefined ? "medium" : report.severity;
  await world.owner`insert into reports (id, reference, organisation_id, source, flow, language, subject, description, is_anonymous, answer_channel,
      status, severity, rsit_class, rsit_type, received_at, is_held)
    values (${id}, ${reference}, ${organisationId}, ${report.source ?? "web"}, 'citizen', ${report.language ?? "fr"}, ${report.subject ?? ""},
      ${report.description ?? "Un message suspect"}, ${report.isAnonymous ?? true}, ${report.answerChannel ?? "receipt"}, ${report.status ?? "triaged"},
      ${severity}, ${report.rsitClass ?? "fraud"}, ${report.rsitType ?? "phishing"}, ${report.receivedAt ?? new Date()}, ${report.isHeld ?? false})`;
  await world.owner`insert into assessments (id, report_id, kind, rsit_class, rsit_type, severity, confidence, reasons, at)
    values (${newId()}, ${id}, 'computed', ${report.rsitClass ?? "fraud"}, ${report.rsitType ?? "phishing"}, ${severity ?? "medium"}, 0.9, '[]', now())`;
  return { id, reference };
}

export async function addObservable(
  world: TestWorld,
  reportId: string,
  seen: { kind: string; value: string; raw?: string; role?: string; part?: string; start?: number },
): Promise<void> {
  const raw = seen.raw ?? seen.value;
  const start = seen.start ?? 0;
  await world.owner`insert into observables (id, report_id, kind, value, raw, role, part, start_offset, end_offset, is_checked)
    values (${newId()}, ${reportId}, ${seen.kind}, ${seen.value}, ${raw}, ${seen.role ?? "suspect"}, ${seen.part ?? "description"}, ${start}, ${start + raw.length}, true)`;
}

export async function addFinding(
  world: TestWorld,
  reportId: string,
  finding: {
    title: string;
    ruleId?: string;
    level?: string;
    engine?: string;
    source?: string;
    why?: string;
    locations?: unknown[];
  },
): Promise<string> {
  const id = newId();
  await world.owner`insert into findings (id, report_id, engine, rule_id, rule_version, title, level, source, locations, why, found_at)
    values (${id}, ${reportId}, ${finding.engine ?? "yara"}, ${finding.ruleId ?? "toguna_rule"}, '1', ${finding.title}, ${finding.level ?? "high"},
      ${finding.source ?? "description"}, ${world.owner.json((finding.locations ?? []) as never)}, ${finding.why ?? "Because."}, now())`;
  return id;
}

/** A file of a report, really in the object store. */
export async function addFile(
  world: TestWorld,
  reportId: string,
  file: { name: string; mediaType: string; bytes: Buffer },
): Promise<string> {
  const stored = await world.services.objects.put(Readable.from([file.bytes]), 50_000_000);
  const id = newId();
  await world.owner`insert into objects (id, sha256, size, media_type) values (${stored.id}, ${createHash("sha256").update(file.bytes).digest()}, ${stored.size}, ${file.mediaType})`;
  await world.owner`insert into report_files (id, report_id, object_id, name, media_type, size, added_by)
    values (${id}, ${reportId}, ${stored.id}, ${file.name}, ${file.mediaType}, ${stored.size}, 'reporter')`;
  return id;
}

export async function addMessage(
  world: TestWorld,
  reportId: string,
  message: { direction: "from_reporter" | "to_reporter"; body: string; at?: Date },
): Promise<void> {
  await world.owner`insert into messages (id, report_id, direction, channel, body, at)
    values (${newId()}, ${reportId}, ${message.direction}, 'receipt', ${message.body}, ${message.at ?? new Date()})`;
}
