// The door of the register.
export {
  askOfficer,
  askToBeEntered,
  checkDns,
  chooseDns,
  claimUrl,
  confirmClaim,
  enrolClaimant,
  enrolmentRoutes,
  findEntries,
  findEntryById,
  lookAtClaim,
  startClaim,
  tidyClaims,
  useLetter,
} from "./enrolment/index.ts";
export { readTeamDescription, teamRoutes, writeRfc2350 } from "./team/index.ts";
export { proposalRoutes } from "./proposals/index.ts";
export { claimJobs, importDelegated, whoHeld } from "./claims/index.ts";
export { fillRegister } from "./fill-register.ts";
export { findHolders, type FoundHolder, isByClaim } from "./find-holders.ts";
export { type HolderFinder, openHolderFinder } from "./find-holders-of-many.ts";
export { registryRoutes } from "./routes.ts";
export { importAreas } from "./import-areas.ts";
export { readHeldValue } from "./rules.ts";
export { readHistory, readProfileAt } from "./profile/read-profile.ts";
export { askForClasses } from "./proposals/ask-for-classes.ts";
export {
  areaRoutes,
  boxOf,
  simplifyShapes,
  frameOf,
  importAreaFile,
  listChosenAreas,
  pathOf,
  previewAreaImport,
} from "./areas/index.ts";
export { listPartners, partnerRoutes } from "./partners/index.ts";
export { listFunctions } from "./relations/read-relations.ts";
export { listDisputes } from "./claims/read-dispute.ts";
export { accreditationRoutes } from "./accreditations/routes.ts";
export { listPublicAccreditations } from "./accreditations/read-accreditations.ts";
export { registerJobs } from "./contacts/jobs.ts";
export { endingRoutes, readEndingMail } from "./endings/index.ts";
export { contactRoutes } from "./contacts/routes.ts";
export { profileRoutes } from "./profile/routes.ts";
export { relationRoutes } from "./relations/routes.ts";
export { listPublicServices } from "./services/read-services.ts";
export { serviceRoutes } from "./services/routes.ts";
export { importJobs, importRoutes, resumeImports } from "./imports/index.ts";
export { listAccreditations } from "./accreditations/read-accreditations.ts";
export { listClaims } from "./claims/list-claims.ts";
export { listServices, servicesOf } from "./services/read-services.ts";
export {
  answerContactTest,
  noteContactBounce,
  noteWrongContact,
  qualityJobs,
  qualityRoutes,
  readAskedContact,
  readTestMail,
} from "./quality/index.ts";
export { judgeKey } from "./contacts/judge-key.ts";
