// The door of triage.
import type { RouteDeclaration } from "../platform/http/index.ts";
import { feedRoutes } from "./feeds/index.ts";
import { huntRoutes } from "./hunt/index.ts";
import { pictureRoutes } from "./pictures/index.ts";
import { reattributionRoutes } from "./reattribution/routes.ts";

export { askImport, ImportFeed, type ImportOutcome, mostFeedBytes } from "./feeds/index.ts";
export { installedLanguages } from "./pictures/index.ts";
export { runFeedImport } from "./run-feed-import.ts";
export { triageBeginnings, triageJobs, triageSubscriptions } from "./jobs.ts";
export { packRoutes } from "./rules/pack-routes.ts";
export { ruleRoutes } from "./rules/routes.ts";

export const triageRoutes: RouteDeclaration[] = [
  ...feedRoutes,
  ...huntRoutes,
  ...pictureRoutes,
  ...reattributionRoutes,
];
export { importAtConsole } from "./rules/packs/import-at-console.ts";
export { listFeeds } from "./feeds/list-feeds.ts";
export { listHunts } from "./hunt/read-hunts.ts";
export { listRules } from "./rules/list-rules.ts";
export { matchFile } from "./match-file.ts";
