// The door of reporting: what the desk reads, and the work that keeps the log published, witnessed and watched.
import type { RouteDeclaration } from "../platform/http/index.ts";
import type { JobList, Subscriptions } from "../platform/jobs/index.ts";
import { awarenessRoutes } from "./awareness/routes.ts";
import { chartJobs, chartSubscriptions } from "./charts/jobs.ts";
import { chartRoutes } from "./charts/routes.ts";
import { directoryRoutes } from "./directory/routes.ts";
import { explanationRoutes } from "./explanations/routes.ts";
import { reportingJobs as logJobs } from "./log/jobs.ts";
import { forgetOldDrafts } from "./drafts/keep-drafts.ts";
import { draftRoutes } from "./drafts/routes.ts";
import { exportRoutes } from "./exports/routes.ts";
import { flowTimeRoutes } from "./flow-times/index.ts";
import { focalReadRoutes } from "./focal/routes.ts";
import { graphRoutes } from "./graph/routes.ts";
import { handoverRoutes } from "./handover/routes.ts";
import { logRoutes } from "./log/routes.ts";
import { reviewJobs } from "./review/jobs.ts";
import { rotaRoutes } from "./rota/routes.ts";
import { serviceJobs, serviceSubscriptions } from "./service/jobs.ts";
import { serviceRoutes } from "./service/routes.ts";
import { reviewRoutes } from "./review/routes.ts";
import { reportingRoutes as pageRoutes } from "./routes.ts";
import { searchRoutes } from "./search/routes.ts";
import { viewRoutes } from "./views/routes.ts";

export const reportingRoutes: RouteDeclaration[] = [
  ...searchRoutes,
  ...viewRoutes,
  ...draftRoutes,
  ...pageRoutes,
  ...chartRoutes,
  ...directoryRoutes,
  ...graphRoutes,
  ...explanationRoutes,
  ...logRoutes,
  ...focalReadRoutes,
  ...reviewRoutes,
  ...awarenessRoutes,
  ...exportRoutes,
  ...handoverRoutes,
  ...serviceRoutes,
  ...rotaRoutes,
  ...flowTimeRoutes,
];

export const reportingJobs: JobList = {
  "desk.forget_drafts": async (ctx) => void (await forgetOldDrafts(ctx)),
  ...logJobs,
  ...reviewJobs,
  ...serviceJobs,
  ...chartJobs,
};
export const reportingSubscriptions: Subscriptions = { ...serviceSubscriptions, ...chartSubscriptions };
export { haveByLink, readAlarmLink } from "./rota/keep-alarms.ts";
export { beginFlow, finishFlow, sayOpinion } from "./flow-times/index.ts";
export { readTrust } from "./log/read-public-log.ts";
export { listPublicTrainings } from "./awareness/keep-campaigns.ts";
export { answerSurvey, listOpenSurveys, readOpenSurvey } from "./awareness/keep-surveys.ts";
export { fillCommittee } from "./review/fill-committee.ts";
export { answerData, readAskedData } from "./review/answer-data.ts";
export { listPublicReviews, readPublicReview } from "./review/public-reviews.ts";
export { fillStatistics } from "./charts/releases/fill-statistics.ts";
export { listPublicReleases, type PublicRelease, readPublicRelease } from "./charts/releases/read-releases.ts";
export { sayDay, sayKey } from "./charts/say-keys.ts";
export { cellColumns, indicatorSheet, keepOnly } from "./charts/sheet-columns.ts";
export { cellRows, showChart } from "./charts/show-chart.ts";
