// The door of coordination: the desk and reporters talk, by receipt and by mail; neighbours share lessons; partners are asked to stop money.
import type { RouteDeclaration } from "../platform/http/index.ts";
import { adviceRoutes } from "./advice/routes.ts";
import { advisoryRoutes } from "./advisories/routes.ts";
import { crisisRoutes } from "./crisis/routes.ts";
import { publicLineRoutes } from "./public-lines/routes.ts";
import { contactBookRoutes } from "./contact-book/routes.ts";
import { paperRoutes } from "./paper/routes.ts";
import { exerciseRoutes } from "./exercises/routes.ts";
import { findingsListRoutes } from "./findings-lists/routes.ts";
import { fourEyesRoutes } from "./four-eyes/routes.ts";
import { conversationRoutes } from "./conversations/routes.ts";
import { freezeRoutes } from "./freeze/routes.ts";
import { lessonRoutes } from "./lessons/routes.ts";
import { notificationRoutes } from "./notifications/routes.ts";
import { openPgpRoutes } from "./openpgp/routes.ts";
import { coordinationRoutes as deskRoutes } from "./routes.ts";
import { disclosureRoutes } from "./disclosure/index.ts";
import { transferRoutes } from "./transfer/index.ts";
import { takedownRoutes } from "./takedown/routes.ts";

export { approveInDemo, demoTeam, fillPublic } from "./fill-public.ts";
export { askForRelease } from "./four-eyes/ask-for-release.ts";
export { releasesOf } from "./four-eyes/list-releases.ts";
export { readReceiptProof } from "./read-receipt-proof.ts";
export { readReportAsReporter } from "./read-report.ts";
export { addReporterMessage, addToReport } from "./add-to-report.ts";
export { AnswerReporter, answerReporter } from "./answer-reporter.ts";
export { queueMail } from "./outbox.ts";
export { resendMail } from "./resend-mail.ts";
export { idOfLink, signedPlace } from "./links/signed-link.ts";
export { queueText } from "./sms/queue-text.ts";
export { startSmtpServer } from "./take-mail.ts";
export { coordinationJobs, coordinationSubscriptions } from "./jobs.ts";
export { askCode, openLinkedFile, readSecureLink, replyByLink, tryCode } from "./links/open-link.ts";
export { confirmByLink, readSituationLink } from "./crisis/receive-situation.ts";
export { makeBook } from "./contact-book/make-book.ts";
export { verifyBook } from "./contact-book/verify-book.ts";
export { readWaitingSlip, takeSlip } from "./paper/key-in.ts";
export { readPublicStatements } from "./public-lines/read-lines.ts";
export {
  askPartyCode,
  indexPublicDisclosures,
  listPublicDisclosures,
  readDisclosure,
  readDocument,
  readFinder,
  readPartyLink,
  readPublicDisclosure,
  readPublicPolicies,
  sayByLink,
  setOwnCredit,
  tryPartyCode,
} from "./disclosure/index.ts";
export { confirmHanded, readHanded } from "./transfer/index.ts";
export { answerFreezeByLink, readFreezeLink } from "./freeze/answer-freeze.ts";

export { readAdviceLink } from "./advice/answer-advice.ts";
export { askAdvice } from "./advice/ask-advice.ts";
export { listPublicAdvice } from "./advice/publish-page.ts";
export { listPublicAdvisories, readPublicAdvisory } from "./advisories/read-advisories.ts";
export { confirmSubscription, readSubscription, subscribe, unsubscribe } from "./advisories/subscribe.ts";
export { answerNotifyLink, readNotifyLink, readNotifyRows } from "./notifications/answer-run.ts";
export { askNotifyCode, tryNotifyCode } from "./notifications/notify-code.ts";
export { resumeNotifying } from "./notify-jobs.ts";

export const coordinationRoutes: RouteDeclaration[] = [
  ...deskRoutes,
  ...lessonRoutes,
  ...freezeRoutes,
  ...fourEyesRoutes,
  ...findingsListRoutes,
  ...notificationRoutes,
  ...adviceRoutes,
  ...advisoryRoutes,
  ...takedownRoutes,
  ...transferRoutes,
  ...disclosureRoutes,
  ...conversationRoutes,
  ...openPgpRoutes,
  ...exerciseRoutes,
  ...crisisRoutes,
  ...publicLineRoutes,
  ...contactBookRoutes,
  ...paperRoutes,
];
export { listIncomingMails } from "./list-incoming-mails.ts";
export { canSignPublicText, signBeside, signPublicText } from "./openpgp/sign-public.ts";
export { listPublicTeamKeys, readPublicTeamKey } from "./openpgp/team-keys.ts";
