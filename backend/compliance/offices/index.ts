// The door of the authority's office: its routes, what it does with events, and what the portal asks for complainants.
import type { RouteDeclaration } from "../../platform/http/index.ts";
import type { Subscriptions } from "../../platform/jobs/index.ts";
import { complaintRoutes } from "../complaints/routes.ts";
import { sessionRoutes } from "../decisions/routes.ts";
import { inboxRoutes } from "../inbox/routes.ts";
import { inspectionRoutes } from "../inspections/routes.ts";
import { matterRoutes } from "../sanctions/routes.ts";
import { officeExportRoutes } from "./export-routes.ts";
import { notifyEntity } from "./notify-entity.ts";
import { officeRoomRoutes } from "./routes.ts";

// Exports stand before the addresses with an id in the same place.
export const officeRoutes: RouteDeclaration[] = [
  ...officeExportRoutes,
  ...officeRoomRoutes,
  ...inboxRoutes,
  ...inspectionRoutes,
  ...matterRoutes,
  ...sessionRoutes,
  ...complaintRoutes,
];
export const officeSubscriptions: Subscriptions = { "office.notified": { "notify-entity": notifyEntity } };
export { handInComplaint, listTakingAuthorities } from "../complaints/hand-in.ts";
export { openComplaint } from "../complaints/open-own.ts";
