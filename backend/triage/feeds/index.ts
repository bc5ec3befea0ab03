// The door of lists from others: brought in, in force, out of force.
export { askImport } from "./ask-import.ts";
export { withLiveFeeds } from "./live-feeds.ts";
export { ImportFeed, mostFeedBytes } from "./model.ts";
export { feedRoutes } from "./routes.ts";
export { type ImportOutcome, runImport } from "./run-import.ts";
