// The door of coordinated disclosure: its routes, its jobs, and what the portal asks of it.
import type { JobList } from "../../platform/jobs/index.ts";
import type { RouteDeclaration } from "../../platform/http/index.ts";
import { mailEdition } from "./mail-edition.ts";
import { disclosureMoreRoutes } from "./more-routes.ts";
import { mailEditionJob, publishEditionJob, publishScheduled, resumeDisclosures } from "./publish-edition.ts";
import { disclosureRoutes as caseRoutes } from "./routes.ts";

export { readFinder, setOwnCredit } from "./finder.ts";
export { readPublicPolicies } from "./keep-policy.ts";
export { askPartyCode, readPartyLink, sayByLink, tryPartyCode } from "./party/act-by-link.ts";
export { readDisclosure } from "./read-disclosure.ts";
export { indexPublicDisclosures, listPublicDisclosures, readDocument, readPublicDisclosure } from "./read-public.ts";

export const disclosureRoutes: RouteDeclaration[] = [...caseRoutes, ...disclosureMoreRoutes];

export const disclosureJobs: JobList = {
  [publishEditionJob]: publishScheduled,
  [mailEditionJob]: mailEdition,
  "coordination.resume_disclosures": async (ctx) => await resumeDisclosures(ctx),
};
