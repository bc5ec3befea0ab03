// The door of coordination: the desk and reporters talk, by receipt and by mail; neighbours share lessons; partners are asked to stop money.
import type { RouteDeclaration } from "../platform/http/index.ts";
import { freezeRoutes } from "./freeze/routes.ts";
import { lessonRoutes } from "./lessons/routes.ts";
import { coordinationRoutes as deskRoutes } from "./routes.ts";

export { readReceiptProof } from "./read-receipt-proof.ts";
export { readReportAsReporter } from "./read-report.ts";
export { addToReport } from "./add-to-report.ts";
export { AnswerReporter, answerReporter } from "./answer-reporter.ts";
export { queueMail } from "./outbox.ts";
export { resendMail } from "./resend-mail.ts";
export { startSmtpServer } from "./take-mail.ts";
export { coordinationJobs, coordinationSubscriptions } from "./jobs.ts";
export { answerFreezeByLink, readFreezeLink } from "./freeze/answer-freeze.ts";

export const coordinationRoutes: RouteDeclaration[] = [...deskRoutes, ...lessonRoutes, ...freezeRoutes];
export { listIncomingMails } from "./list-incoming-mails.ts";
