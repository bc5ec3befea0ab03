// What intake keeps in memory for one process: counts, challenges that were used, the pool that checks receipts. Nothing of it is stored.
import type { Context, Services } from "../platform/context/index.ts";
import { type HashPool, makeHashPool } from "../platform/slow-hash/index.ts";
import { makeSourceCounter, type SourceCounter } from "./limits.ts";

export interface IntakeMemory {
  reports: SourceCounter;
  bytes: SourceCounter;
  receiptTries: SourceCounter;
  draftTries: SourceCounter;
  challengesUsed: Map<string, number>;
  hashPool: HashPool;
  /** The one organisation of kind "cert"; it never changes. */
  certOrganisationId: string | undefined;
}

const hour = 3_600_000;
// By the connection pool, which lives exactly as long as the process's services.
const memories = new WeakMap<Services["db"], IntakeMemory>();

export function memoryOf(ctx: Pick<Context, "db">): IntakeMemory {
  const known = memories.get(ctx.db);
  if (known) return known;
  const fresh: IntakeMemory = {
    reports: makeSourceCounter(hour),
    bytes: makeSourceCounter(hour),
    receiptTries: makeSourceCounter(hour / 4),
    draftTries: makeSourceCounter(hour / 4),
    challengesUsed: new Map(),
    hashPool: makeHashPool(2, 60),
    certOrganisationId: undefined,
  };
  memories.set(ctx.db, fresh);
  return fresh;
}
