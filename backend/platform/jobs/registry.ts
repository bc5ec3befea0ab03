// How domains offer their background work: named jobs, and subscriptions to events of lower domains.
import type { Context } from "../context/index.ts";
import type { EventType, PublishedEvent } from "./publish.ts";

/** A context whose actor is the system, for one run of one job; `attempt` counts from 1. */
export interface JobContext extends Context {
  attempt: number;
  maxAttempts: number;
}

/** Job name ("triage.run") to its handler; the payload is parsed by the handler's own schema. */
export type JobList = Record<string, (ctx: JobContext, payload: unknown) => Promise<void>>;

/** Event to named listeners; each listener runs as a job of its own, so that one that fails does not repeat the others. */
export type Subscriptions = {
  [Type in EventType]?: Record<string, (ctx: JobContext, event: PublishedEvent<Type>) => Promise<void>>;
};
