// Rows of sealed reports and edges for the test of what the database itself shows to each scope.
import { randomBytes } from "node:crypto";
import type { TestWorld } from "./database.ts";

export const seenOfEdge = {
  sealed_items: { system: 2 },
  edges: { system: 2 },
} as const;

export async function addEdgeRows({ owner }: Pick<TestWorld, "owner">, of: { reportId: string }): Promise<void> {
  const id = randomBytes(16).toString("hex");
  await owner`insert into sealed_items (id, edge, accepted_at, taken_at, outcome, locator, report_id)
    values (${id}, '', now(), now(), 'delivered', '123456', ${of.reportId})`;
  await owner`insert into edges (url, asked_at) values (${`https://${id}.example`}, now())`;
}
