// The door of identity: who somebody is, what they may do, and how they prove it.
export { may, requirePermission } from "./access.ts";
export { resolveApiKey } from "./api-keys.ts";
export { loadMetadata } from "./authenticators/load-metadata.ts";
export { isBackgroundRequest } from "./background-request.ts";
export { readRecipients } from "./custody/read-custody.ts";
export { findOwnKey } from "./custody/read-own-unlocking.ts";
export { bytesField } from "./custody/requests.ts";
export { signInAvailability } from "./ceremony/relying-party.ts";
export { createSetupLink, enrolLink } from "./create-setup-link.ts";
export { ensureCertOrganisation } from "./ensure-cert-organisation.ts";
export { insertInvitation, type MadeInvitation } from "./insert-invitation.ts";
export { identityJobs } from "./jobs.ts";
export { enrolDevice } from "./offices/enrol-device.ts";
export {
  endShift,
  markOfficeReport,
  officeOf,
  openShift,
  readShift,
  shiftForReport,
} from "./offices/open-shift.ts";
export { isWithinMarking } from "./key-limits.ts";
export { recoverAtConsole } from "./recover-at-console.ts";
export { requireStepUp } from "./require-step-up.ts";
export { rereadActor, resolveSession } from "./resolve-session.ts";
export { identityRoutes } from "./routes.ts";
export { requireSameOrigin } from "./same-origin.ts";
export { requirePerson } from "./step-up.ts";
export { hashToken, isToken, newToken } from "./tokens.ts";
export { sessionTokenOf } from "./session-cookie.ts";
export { listApiKeys } from "./api-keys.ts";
export { listPeople } from "./list-people.ts";
