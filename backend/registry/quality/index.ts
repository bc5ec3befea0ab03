// The door of the register's quality: routes, daily work, and what mails and the portal ask of contact tests.
import type { JobList } from "../../platform/jobs/index.ts";
import { askContacts } from "./contact-tests.ts";
import { keepQualityDay } from "./read-quality.ts";

export {
  answerContactTest,
  noteContactBounce,
  noteWrongContact,
  readAskedContact,
  readTestMail,
} from "./contact-tests.ts";
export { qualityRoutes } from "./routes.ts";

export const qualityJobs: JobList = {
  "registry.ask_contacts": async (ctx) => await askContacts(ctx),
  "registry.keep_quality": async (ctx) => await keepQualityDay(ctx),
};
