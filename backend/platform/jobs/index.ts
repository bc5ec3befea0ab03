// The door to background work: jobs and events are added in the domain's own transaction, so that neither is lost nor early.
export { addJob, type JobOptions } from "./add-job.ts";
export { publish, type DomainEvent, type EventType, type PublishedEvent } from "./publish.ts";
export type { JobContext, JobList, Subscriptions } from "./registry.ts";
export { type Alive, sayAlive } from "./release-dead.ts";
