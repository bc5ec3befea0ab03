// Rows of talking for the test of what the database itself shows to each scope: conversations to the desk, keys also to who keeps them, sealed halves to the mailer alone.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

const desk = { staff: 2, system: 2 };
const kept = { person: 2, staff: 2, system: 2 };

/** As in rows.test.ts: 2 is every row. Tenants are asked in talking.test.ts. */
export const seenOfTalking = {
  correspondents: desk,
  conversations: desk,
  conversation_messages: desk,
  conversation_files: desk,
  secure_links: desk,
  text_messages: desk,
  call_backs: desk,
  call_attempts: desk,
  peer_acknowledgements: desk,
  correspondent_keys: kept,
  key_verifications: kept,
  team_keys: kept,
  message_templates: kept,
  team_key_secrets: { mailer: 2 },
} as const;

let drawn = 10_000_000;

export async function addTalkingRows(
  { owner }: Pick<TestWorld, "owner">,
  { caseId, reportId, personId }: { caseId: string; reportId: string; personId: string },
): Promise<void> {
  const [party, talk, message, link, key, call] = [newId(), newId(), newId(), newId(), newId(), newId()];
  drawn += 1;
  const fingerprint = drawn.toString(16).toUpperCase().padStart(40, "0");
  await owner`insert into correspondents (id, kind, name, email, added_at) values (${party}, 'third_party', 'A provider', 'a@b.example', now())`;
  await owner`insert into conversations (id, number, case_id, correspondent_id, subject, began_at) values (${talk}, ${String(drawn)}, ${caseId}, ${party}, 'x', now())`;
  await owner`insert into conversation_messages (id, conversation_id, case_id, direction, marking, body, state, release_at, at)
    values (${message}, ${talk}, ${caseId}, 'to_party', 'amber', 'x', 'released', now(), now())`;
  const object = newId();
  await owner`insert into objects (id, sha256, size, media_type) values (${object}, ${Buffer.alloc(32)}, 1, 'text/plain')`;
  await owner`insert into conversation_files (id, conversation_id, message_id, object_id, name, media_type, size, sha256, source, marking, added_by, added_at)
    values (${newId()}, ${talk}, ${message}, ${object}, 'a.txt', 'text/plain', 1, ${Buffer.alloc(32)}, 'upload', 'clear', ${personId}, now())`;
  await owner`insert into secure_links (id, message_id, case_id, made_at, expires_at) values (${link}, ${message}, ${caseId}, now(), now())`;
  await owner`insert into text_messages (id, cause, kind, to_number, language, created_at) values (${newId()}, ${link}, 'code', '+22370000000', 'fr', now())`;
  await owner`insert into call_backs (id, case_id, name, phone, about, due_at, asked_at) values (${call}, ${caseId}, 'Awa', '+22370000000', 'x', now(), now())`;
  await owner`insert into call_attempts (id, call_back_id, case_id, outcome, called_at) values (${newId()}, ${call}, ${caseId}, 'busy', now())`;
  await owner`insert into peer_acknowledgements (report_id, address, taken_at) values (${reportId}, 'a@b.example', now())`;
  await owner`insert into correspondent_keys (id, correspondent_id, fingerprint, armored, user_ids, algorithm, made_at, source, added_at)
    values (${newId()}, ${party}, ${fingerprint}, 'x', '{x}', 'ed25519', now(), 'file', now())`;
  await owner`insert into key_verifications (id, fingerprint, way, verified_by, verified_at) values (${newId()}, ${fingerprint}, 'telephone', ${personId}, now())`;
  await owner`insert into team_keys (id, fingerprint, armored, user_ids, algorithm, made_at, state, added_at)
    values (${key}, ${fingerprint}, 'x', '{x}', 'ed25519', now(), 'retired', now())`;
  await owner`insert into team_key_secrets (key_id, sealed) values (${key}, ${Buffer.from("x")})`;
  await owner`insert into message_templates (id, name, subjects, bodies, changed_at) values (${newId()}, 'x', '{}', '{}', now())`;
}
