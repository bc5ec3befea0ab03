// Rows of sealed reports, edges and files in pieces for the test of what the database itself shows to each scope.
import { randomBytes } from "node:crypto";
import type { TestWorld } from "./database.ts";

export const seenOfEdge = {
  sealed_items: { system: 2 },
  edges: { system: 2 },
  uploads: { system: 2, intake: 2 },
  sealed_files: { reporter: 1, staff: 2, system: 2 },
} as const;

export async function addEdgeRows({ owner }: Pick<TestWorld, "owner">, of: { reportId: string }): Promise<void> {
  const id = randomBytes(16).toString("hex");
  await owner`insert into sealed_items (id, edge, accepted_at, taken_at, outcome, locator, report_id)
    values (${id}, '', now(), now(), 'delivered', '123456', ${of.reportId})`;
  await owner`insert into uploads (id, report_id, token_hash, name, media_type, size, begun_at, expires_at)
    values (gen_random_uuid(), ${of.reportId}, ${randomBytes(32)}, 'x.log', 'text/plain', 9, now(), now() + interval '7 days')`;
  await owner`insert into sealed_files (id, report_id, item_id, place, right_hash, piece_bytes, name, media_type, size, sha256, promised_at, moved_at)
    values (gen_random_uuid(), ${of.reportId}, ${id}, 0, ${randomBytes(32)}, 131072, 'x.jpg', 'image/jpeg', 9, ${randomBytes(32)}, now(), now())`;
  await owner`insert into edges (url, asked_at) values (${`https://${id}.example`}, now())`;
}
