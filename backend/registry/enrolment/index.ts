// The door of enrolment: how a constituent's people come to their entry.
export { checkDns, chooseDns } from "./check-dns.ts";
export { claimUrl } from "./claim-token.ts";
export { enrolClaimant } from "./enrol-claimant.ts";
export { findEntries, findEntryById } from "./find-entries.ts";
export { confirmClaim, lookAtClaim } from "./open-claim.ts";
export { enrolmentRoutes } from "./routes.ts";
export { askToBeEntered, startClaim } from "./start-claim.ts";
export { askOfficer, useLetter } from "./use-letter.ts";
export { tidyClaims } from "./tidy-claims.ts";
