// The door of coordination: the desk and reporters talk, by receipt and by mail.
export { readReceiptProof } from "./read-receipt-proof.ts";
export { readReportAsReporter } from "./read-report.ts";
export { addToReport } from "./add-to-report.ts";
export { AnswerReporter, answerReporter } from "./answer-reporter.ts";
export { queueMail } from "./outbox.ts";
export { resendMail } from "./resend-mail.ts";
export { startSmtpServer } from "./take-mail.ts";
export { coordinationJobs, coordinationSubscriptions } from "./jobs.ts";
export { coordinationRoutes } from "./routes.ts";
export { listIncomingMails } from "./list-incoming-mails.ts";
