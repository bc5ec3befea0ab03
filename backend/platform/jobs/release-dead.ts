// Jobs of a worker that was killed: what it had begun stays locked by it for hours, unless the next worker says that it is no more.
import { setTimeout as sleep } from "node:timers/promises";
import { connectDatabase, type DatabaseAddress } from "../db/index.ts";

/** The one lock that every worker of a database shares for as long as it lives; whoever has it alone knows that no other is there. */
const aliveLock = 7_146_001;
const againMs = 2_000;
const retryMs = 250;

export interface Alive {
  /** Once the worker's own schema of jobs is there: resolves with how many locks were taken off. */
  release(): Promise<number>;
  close(): Promise<void>;
}

/**
 * Says that this worker lives, on a connection of its own: the database forgets it with the connection, however the process ends.
 * A connection that breaks, as when the database is started again, is made anew and says it again.
 * To be called before the first job is taken: what was locked by then, and nobody lives who locked it, is released.
 */
export async function sayAlive(owner: DatabaseAddress): Promise<Alive> {
  let isClosed = false;
  let isBegun = false;
  let again: Promise<void> | undefined;
  const db = connectDatabase(owner, {
    max: 1,
    name: "toguna-worker-alive",
    onClose: () => {
      if (isBegun && !isClosed) again ??= sayAgain().finally(() => (again = undefined));
    },
  });
  const { sql } = db;
  const say = async (): Promise<void> => void (await sql`select pg_advisory_lock_shared(${aliveLock})`);
  const sayAgain = async (): Promise<void> => {
    // A try that fails closes its connection too: that is no new beginning.
    while (!isClosed && !(await succeeds(say))) await sleep(retryMs, undefined, { ref: false });
  };
  await say();
  isBegun = true;
  const [{ at } = { at: "" }] = await sql<{ at: string }[]>`select clock_timestamp()::text as at`;
  return {
    release: async () => {
      // The one before may be ending still; where two work at once, nothing of either is released.
      for (;;) {
        if (isClosed) return 0;
        const [{ isAlone } = { isAlone: false }] = await sql<{ isAlone: boolean }[]>`
          select pg_try_advisory_lock(${aliveLock}) as "isAlone"`;
        if (isAlone) break;
        await sleep(againMs, undefined, { ref: false });
      }
      const dead = await sql<{ id: string }[]>`
        select distinct locked_by as id from graphile_worker.jobs where locked_at < ${at}::timestamptz and locked_by is not null`;
      await sql`select graphile_worker.force_unlock_workers(${dead.map(({ id }) => id)}::text[])`;
      await sql`select pg_advisory_unlock(${aliveLock})`;
      return dead.length;
    },
    close: async () => {
      isClosed = true;
      await db.close();
    },
  };
}

async function succeeds(act: () => Promise<void>): Promise<boolean> {
  return await act().then(
    () => true,
    () => false,
  );
}
