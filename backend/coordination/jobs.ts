// Background work of coordination: mails are read, acknowledged and sent.
import type { JobList, Subscriptions } from "../platform/jobs/index.ts";
import { acknowledgeReport } from "./acknowledge.ts";
import { beginAdvice } from "./advice/ask-advice.ts";
import { alarmGlass, alarmRelease } from "./alarm-access.ts";
import { mailContactTest } from "./ask-contact.ts";
import { notifyEnding } from "./notify-ending.ts";
import { notifyNetworkClaim } from "./notify-network-claim.ts";
import { remindFreeze } from "./freeze/remind-freeze.ts";
import { remindFreezeJob } from "./freeze/release-freeze.ts";
import { notifyingJobs } from "./notify-jobs.ts";
import { notifyAsker, notifyCustodians } from "./notify-custody.ts";
import { notifyClaim, notifyProposal } from "./notify-enrolment.ts";
import { notifyPlaybook } from "./notify-playbook.ts";
import { notifyPerson } from "./notify-person.ts";
import { notifyRule } from "./notify-rule.ts";
import { notifySecurity } from "./notify-security.ts";
import { releaseMessage } from "./conversations/release-message.ts";
import { releaseMessageJob } from "./conversations/write-message.ts";
import { playInjects, playInjectsJob } from "./exercises/play-injects.ts";
import { sendMailJob } from "./outbox.ts";
import { disclosureJobs } from "./disclosure/index.ts";
import { makeDueBook } from "./contact-book/make-book.ts";
import { warnOfOldBook } from "./contact-book/warn-of-old.ts";
import { crisisJobs } from "./crisis/jobs.ts";
import { sealSlips, sealSlipsJob } from "./paper/print-range.ts";
import { acknowledgePeer, peerDigestJob } from "./peers/acknowledge-peer.ts";
import { sendTextJob } from "./sms/queue-text.ts";
import { sendQueuedText } from "./sms/send-text.ts";
import { sendQueuedMail } from "./send-mail.ts";
import { sortMail } from "./sort-mail.ts";
import { transferJobs } from "./transfer/index.ts";
import { sortMailJob } from "./take-mail.ts";

export const coordinationJobs: JobList = {
  [sendMailJob]: sendQueuedMail,
  [sortMailJob]: sortMail,
  [remindFreezeJob]: remindFreeze,
  ...notifyingJobs,
  ...transferJobs,
  ...crisisJobs,
  [sealSlipsJob]: sealSlips,
  // What could not be made is told, whatever hindered it.
  "coordination.make_contact_book": async (ctx) => {
    try {
      await makeDueBook(ctx);
    } finally {
      await warnOfOldBook(ctx);
    }
  },
  ...disclosureJobs,
  [releaseMessageJob]: releaseMessage,
  [sendTextJob]: sendQueuedText,
  [peerDigestJob]: acknowledgePeer,
  [playInjectsJob]: playInjects,
};

export const coordinationSubscriptions: Subscriptions = {
  "advice.asked": { "coordination.begin_advice": async (ctx, { requestId }) => await beginAdvice(ctx, requestId) },
  "identity.changed": {
    "coordination.notify_person": async (ctx, event) => await notifyPerson(ctx, event),
    "coordination.notify_security": async (ctx, event) => await notifySecurity(ctx, event),
  },
  "identity.asked": {
    "coordination.notify_custodians": async (ctx, event) => await notifyCustodians(ctx, event),
  },
  "identity.answered": { "coordination.notify_asker": async (ctx, event) => await notifyAsker(ctx, event) },
  "claim.notice": { "coordination.notify_network_claim": async (ctx, event) => await notifyNetworkClaim(ctx, event) },
  "case.glass_broken": { "coordination.alarm_glass": async (ctx, event) => await alarmGlass(ctx, event) },
  "marking.released_alone": { "coordination.alarm_release": async (ctx, event) => await alarmRelease(ctx, event) },
  "playbook.notice": { "coordination.notify_playbook": async (ctx, event) => await notifyPlaybook(ctx, event) },
  "rule.published_alone": {
    "coordination.notify_rule": async (ctx, { ruleId, publicationId, eventId }) =>
      await notifyRule(ctx, { kind: "published_alone", ruleId, publicationId, share: 0, eventId }),
  },
  "rule.withdrawn": {
    "coordination.notify_rule": async (ctx, { ruleId, publicationId, eventId }) =>
      await notifyRule(ctx, { kind: "withdrawn", ruleId, publicationId, share: 0, eventId }),
  },
  "rule.quarantined": {
    "coordination.notify_rule": async (ctx, { ruleId, share, eventId }) =>
      await notifyRule(ctx, { kind: "quarantined", ruleId, publicationId: null, share, eventId }),
  },
  "constituent.ended": { "coordination.notify_ending": async (ctx, event) => await notifyEnding(ctx, event) },
  "contact.asked": { "coordination.mail_contact_test": async (ctx, event) => await mailContactTest(ctx, event) },
  "entry.claimed": { "coordination.notify_claim": async (ctx, event) => await notifyClaim(ctx, event) },
  "entry.proposal_settled": { "coordination.notify_proposal": async (ctx, event) => await notifyProposal(ctx, event) },
  "report.received": { "coordination.acknowledge": async (ctx, event) => await acknowledgeReport(ctx, event.reportId) },
};
