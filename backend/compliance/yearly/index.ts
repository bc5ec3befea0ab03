// The door of authorities' years: reports, yearly records, requalifications, filings that nobody owns; their jobs and what the portal shows.
import type { RouteDeclaration } from "../../platform/http/index.ts";
import type { JobList, Subscriptions } from "../../platform/jobs/index.ts";
import { disowningRoutes } from "../disowning/routes.ts";
import { requalificationRoutes } from "../requalification/routes.ts";
import { tellDecision } from "../requalification/tell-decision.ts";
import { yearlyRoutes } from "./routes.ts";
import { tellJob, tellOffice } from "./tell-office.ts";

// Before the office's own: its addresses with an id would take "export" for one.
export const yearRoutes: RouteDeclaration[] = [...requalificationRoutes, ...disowningRoutes, ...yearlyRoutes];
export const yearJobs: JobList = { [tellJob]: tellOffice };
export const yearSubscriptions: Subscriptions = { "entry.proposal_settled": { "yearly.tell_decision": tellDecision } };
export { listPublicReports, type PublishedReport, readPublicReport } from "./read-report.ts";
export { printReport } from "./print-report.ts";
export { reportColumns, rowsOf, sayKey, sayValue } from "./say-rows.ts";
