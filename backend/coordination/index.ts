// The door of coordination: the desk and reporters talk, by receipt and by mail.
export { readOwnReport, readReportAsReporter } from "./read-report.ts";
export { addReporterMessage, addToReport, type ReporterMessage } from "./add-to-report.ts";
export { type Answered, AnswerReporter, answerReporter } from "./answer-reporter.ts";
export { type DeskMessage, listMessages } from "./list-messages.ts";
export {
  countMails,
  type IncomingMail,
  listIncomingMails,
  listOutgoingMails,
  type MailFilter,
  type MailState,
  type OutgoingMail,
  resendMail,
} from "./list-mails.ts";
export { startSmtpServer } from "./take-mail.ts";
export { coordinationJobs, coordinationSubscriptions } from "./jobs.ts";
export { coordinationRoutes } from "./routes.ts";
