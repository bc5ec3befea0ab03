// The door of compliance: what the law asks of whom, and the bodies that it is owed to.
export { assessmentRoutes } from "./assessments/routes.ts";
export { bodyRoutes } from "./bodies/routes.ts";
export {
  handInComplaint,
  listTakingAuthorities,
  officeRoutes,
  officeSubscriptions,
  openComplaint,
} from "./offices/index.ts";
export { fillOffice } from "./offices/fill-office.ts";
export { deadlineRoutes } from "./deadlines/routes.ts";
export { lawOfCountry, readPinned } from "./duties/law-of-country.ts";
export { dutyRoutes } from "./duties/routes.ts";
export { listPublicFormalities } from "./formalities/read-public.ts";
export { formalityRoutes } from "./formalities/routes.ts";
export { readPublicProcessing } from "./processing/own/read-own.ts";
export { processingRoutes } from "./processing/routes.ts";
export { filingJobs } from "./filings/jobs.ts";
export { filingRoutes } from "./filings/routes.ts";
export { askGuide } from "./guide/ask-guide.ts";
export { fileAsGuest, readGuestForm } from "./filings/guest/file-as-guest.ts";
export { contributionJobs } from "./contributions/jobs.ts";
export { listPublicAccounts } from "./contributions/publish-account.ts";
export { contributionRoutes } from "./contributions/routes.ts";
export {
  listPublicReports,
  printReport,
  type PublishedReport,
  readPublicReport,
  reportColumns,
  rowsOf,
  sayKey,
  sayValue,
  yearJobs,
  yearRoutes,
  yearSubscriptions,
} from "./yearly/index.ts";
export { exploitedRoutes } from "./exploited/list-clocks.ts";
export { whatIfRoutes } from "./what-if/routes.ts";
export { problemWords } from "./filings/submit-filing.ts";
export { ownDutyJobs } from "./reminders/jobs.ts";
export { subjectRequestRoutes } from "./subject-requests/routes.ts";
