// What every verb is given: who asks, the clock, the database, the stores. No globals.
import type { Clock } from "../clock/index.ts";
import type { Config } from "../config/index.ts";
import type { Database } from "../db/index.ts";
import type { Log } from "../log/index.ts";
import type { ObjectStore } from "../objects/index.ts";
import type { Secrets } from "../secrets/index.ts";

/** Who asks. `roles` are those of `backend/identity/model.ts`. */
export type Actor =
  | { kind: "anonymous" }
  | { kind: "reporter"; reportId: string }
  | { kind: "person"; personId: string; organisationId: string; roles: readonly string[]; sessionId: string }
  | { kind: "api_key"; keyId: string; organisationId: string; acts: readonly string[]; marking?: string }
  | { kind: "system"; job: string };

/** The parts of a context that live as long as the process. */
export interface Services {
  config: Config;
  clock: Clock;
  db: Database;
  objects: ObjectStore;
  secrets: Secrets;
  log: Log;
}

export interface Context extends Services {
  actor: Actor;
  requestId: string;
  /** Tag of the language that the asker reads the rooms in, as their browser said it (cookie `speaks`); absent outside of requests. */
  speaks?: string | undefined;
  now(): Date;
}

/** A context for one request or job. */
export function makeContext(services: Services, actor: Actor, requestId: string): Context {
  return { ...services, actor, requestId, now: () => services.clock.now() };
}
