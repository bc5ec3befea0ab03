// Rows of network claims' proofs, disputes and registries' files for the test of what the database itself shows to each scope.
import { randomBytes } from "node:crypto";
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

const desk = { staff: 2, system: 2 } as const;

/** As in rows.test.ts: 2 is every row. */
export const seenOfClaims = {
  network_claim_versions: desk,
  claim_challenges: desk,
  claim_documents: desk,
  claim_approvals: desk,
  claim_disputes: desk,
  claim_statements: desk,
  delegated_files: desk,
  delegated_records: desk,
  delegated_holders: desk,
} as const;

/** Tables that keep what was, and refuse a change to whoever sees them. */
export const neverChangedOfClaims = ["network_claim_versions", "claim_approvals", "claim_statements"];

export async function addClaimRows(
  { owner }: Pick<TestWorld, "owner">,
  of: { constituentId: string; personId: string },
): Promise<void> {
  const [one, two, other, organisation, file] = [newId(), newId(), newId(), newId(), newId()];
  await owner`insert into organisations (id, kind, name) values (${organisation}, 'constituent', 'Other')`;
  await owner`insert into constituents (id, reference, organisation_id, name, sector) values (${other}, ${other}, ${organisation}, 'Other', 'finance')`;
  for (const [id, constituent] of [
    [one, of.constituentId],
    [two, other],
  ] as const)
    await owner`insert into network_claims (id, constituent_id, kind, value, source, proof) values (${id}, ${constituent}, 'domain', 'b.example', 'x', 'officer')`;
  await owner`update network_claims set state = 'disputed' where id = ${one}`;
  await owner`insert into claim_challenges (id, claim_id, token, names, created_at, expires_at)
    values (${newId()}, ${one}, ${newId()}, '[["x"]]', now(), now() + interval '1 day')`;
  await owner`insert into claim_documents (id, claim_id, kind, name, media_type, sha256, size, bytes, says, received_at)
    values (${newId()}, ${one}, 'whois', 'x', 'text/plain', ${randomBytes(32)}, 1, ${Buffer.from("x")}, '{}', now())`;
  await owner`insert into claim_approvals (claim_id, person_id, reason, approved_at) values (${one}, ${of.personId}, 'Seen', now())`;
  const dispute = newId();
  await owner`insert into claim_disputes (id, reference, kind, value, standing_claim_id, standing_constituent_id, standing_name, challenger_claim_id,
      challenger_constituent_id, challenger_name, because, opened_at, answer_by, state)
    values (${dispute}, ${dispute}, 'domain', 'b.example', ${one}, ${of.constituentId}, 'One', ${two}, ${other}, 'Two', 'overlap', now(), now(), 'open')`;
  await owner`insert into claim_statements (id, dispute_id, constituent_id, body, is_from_paper, stated_at)
    values (${newId()}, ${dispute}, ${of.constituentId}, 'Ours', false, now())`;
  await owner`insert into delegated_files (id, name, registry, serial, sha256, size, packed, records, is_current, imported_at)
    values (${file}, 'x', 'afrinic', '1', ${randomBytes(32)}, 1, ${Buffer.from("x")}, 1, false, now())`;
  await owner`insert into delegated_records (file_id, line, piece, country, kind, asn_from, asn_to, status, opaque_id)
    values (${file}, 1, 0, 'XD', 'asn', 1, 1, 'allocated', 'A')`;
  await owner`insert into delegated_holders (id, registry, opaque_id, constituent_id, linked_at) values (${newId()}, 'afrinic', ${newId()}, ${other}, now())`;
}
