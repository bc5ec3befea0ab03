// The portal's room over the real core: each thing that the portal asks is a verb of intake or coordination.
import { randomUUID } from "node:crypto";
import type { Hono } from "hono";
import type { PortalCore, PortalCountry } from "../frontend/portal/core.ts";
import { createPortal } from "../frontend/portal/index.ts";
import { loadStatics } from "../frontend/portal/load-statics.ts";
import type { PortalEnv, PortalOptions } from "../frontend/portal/options.ts";
import { answerQuestion, readOwnQuestion } from "./cases/index.ts";
import {
  addToReport,
  answerFreezeByLink,
  readFreezeLink,
  readReceiptProof,
  readReportAsReporter,
  takeSlip,
} from "./coordination/index.ts";
import {
  asReporter,
  canKeepInConfidence,
  dropDraft,
  issueChallenge,
  loadDraft,
  moveDraft,
  openMovedDraft,
  openReceipt,
  saveDraft,
  storeFile,
  submitReport,
  visitorOf,
} from "./intake/index.ts";
import {
  enrolDevice,
  endShift,
  markOfficeReport,
  officeOf,
  openShift,
  readShift,
  shiftForReport,
} from "./identity/index.ts";
import { handInComplaint, listTakingAuthorities, openComplaint } from "./compliance/index.ts";
import { AppError } from "./platform/errors/index.ts";
import { type Context, makeContext, type Services } from "./platform/context/index.ts";
import type { HttpContext } from "./platform/http/index.ts";
import { listFileLanguages, messagesIn, wordsIn } from "./platform/words/index.ts";
import { readTrust } from "./reporting/index.ts";
import { listChosenAreas } from "./registry/index.ts";
import { accreditationKinds } from "./registry/accreditations/model.ts";
import { listPublicAccreditations, listPublicServices } from "./registry/index.ts";
import { makeAdviceCore, makeAlarmCore } from "./portal-advice.ts";
import { makeAdvisoriesCore, makeNotifyCore } from "./portal-advisories.ts";
import { makeClaimsCore } from "./portal-claims.ts";
import { makeContactCore } from "./portal-contact.ts";
import { makeCrisisCore } from "./portal-crisis.ts";
import { countryForPortal, portalFolder } from "./portal-country.ts";
import { makeFilingCore } from "./portal-filings.ts";
import { makeGuideCore } from "./portal-guide.ts";
import { makeFormalityCore } from "./portal-formalities.ts";
import { makeAnnualCore } from "./portal-annual.ts";
import { makeStatisticsCore } from "./portal-statistics.ts";
import { makeReviewCore } from "./portal-review.ts";
import { makeSealedCore } from "./portal-sealed.ts";
import { makeDisclosureCore } from "./portal-disclosure.ts";
import { makeHandedCore } from "./portal-handed.ts";
import { makeSpokenCore } from "./portal-spoken.ts";
import { makeTalkCore } from "./portal-talk.ts";
import { makeTeamCore } from "./portal-team.ts";
import { makeUploadsCore } from "./portal-uploads.ts";
import { makeTimesCore } from "./portal-times.ts";

/** A visitor without a session; every call is a request of its own in the log. */
function visitorContext(services: Services): Context {
  return makeContext(services, { kind: "anonymous" }, randomUUID());
}

export function makePortalCore(services: Services): PortalCore {
  const country = countryForPortal(services.config.country);
  const ctx = (): Context => visitorContext(services);
  const areas = followAreas(services, country.areas);
  return {
    advice: makeAdviceCore(ctx),
    alarm: makeAlarmCore(ctx),
    advisories: makeAdvisoriesCore(ctx),
    notify: makeNotifyCore(ctx),
    crisis: makeCrisisCore(ctx),
    claims: makeClaimsCore(ctx),
    contacts: makeContactCore(ctx),
    filings: makeFilingCore(ctx),
    formalities: makeFormalityCore(ctx),
    review: makeReviewCore(ctx),
    annual: makeAnnualCore(ctx),
    statistics: makeStatisticsCore(ctx),
    talk: makeTalkCore(ctx),
    handed: makeHandedCore(ctx),
    disclosure: makeDisclosureCore(ctx),
    sealed: makeSealedCore(ctx),
    team: makeTeamCore(services, ctx),
    uploads: makeUploadsCore(ctx),
    times: makeTimesCore(ctx),
    guide: makeGuideCore(ctx),
    spoken: makeSpokenCore(ctx),
    country: () => ({ ...country, areas: areas() }),
    challenge: () => issueChallenge(ctx()),
    canKeepInConfidence: rememberFor(5000, async () => await canKeepInConfidence(ctx())),
    storeFile: async (file, maxBytes) => await storeFile(ctx(), file, maxBytes),
    submitReport: async (input, files, visitor, idempotencyKey, source, office) => {
      const asking = ctx();
      const shift = office && (await shiftForReport(asking, office.deviceKey, office.shiftToken));
      if (office && !shift) throw new AppError("unauthenticated", "This shift has ended.");
      const slip = office?.slip && (await takeSlip(asking, office.slip.number, office.slip.writtenAt, "guichet"));
      return await submitReport(asking, input, files, {
        visitor,
        source,
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
        ...(shift
          ? {
              alsoWrite: async (tx, id) => {
                await markOfficeReport(tx, asking, id, shift);
                await slip?.(tx, id);
              },
            }
          : {}),
      });
    },
    enrolOfficeDevice: async (link) => await enrolDevice(ctx(), link),
    officeOfDevice: async (deviceKey) => await officeOf(ctx(), deviceKey),
    openOfficeShift: async (deviceKey, clerkId, pin) => await openShift(ctx(), deviceKey, clerkId, pin),
    officeShift: async ({ deviceKey, shiftToken }) => await readShift(ctx(), deviceKey, shiftToken),
    endOfficeShift: async ({ deviceKey, shiftToken }) => await endShift(ctx(), deviceKey, shiftToken),
    openReceipt: async (digits, visitor) => await openReceipt(ctx(), digits, visitor),
    complaintAuthorities: async () => await listTakingAuthorities(ctx()),
    handInComplaint: async (input, files, visitor) => await handInComplaint(ctx(), input, files, visitor),
    openComplaint: async (digits, visitor) => await openComplaint(ctx(), digits, visitor),
    readFreeze: async (token) => await readFreezeLink(ctx(), token),
    answerFreeze: async (token, answer) => {
      try {
        await answerFreezeByLink(ctx(), token, answer);
        return true;
      } catch (error) {
        if (error instanceof AppError && (error.code === "conflict" || error.code === "not_found")) return false;
        throw error;
      }
    },
    readReport: async (token) => await readReportAsReporter(ctx(), token),
    readProof: async (token) => {
      const proof = await readReceiptProof(ctx(), token);
      if (proof === undefined) return undefined;
      const report = await readReportAsReporter(ctx(), token);
      const name = `${report?.reference ?? "report"}.tlog-proof`;
      return typeof proof === "string" ? { name, text: null, isPublished: false } : { name, ...proof };
    },
    accredited: async ({ text, kind, on }) => {
      const known = accreditationKinds.find((one) => one === kind);
      const page = await listPublicAccreditations(ctx(), { text, on, limit: 50, ...(known ? { kind: known } : {}) });
      return { rows: page.rows, hasMore: page.next !== null };
    },
    publicServices: async () => await listPublicServices(ctx()),
    logTrust: async () => await readTrust(ctx()),
    logWords: logWordsIn,
    addToReport: async (token, text, files) => await addToReport(ctx(), token, text, files),
    readQuestion: async (token) => {
      const reporter = asReporter(ctx(), token);
      const question = reporter && (await readOwnQuestion(reporter));
      return question && { isAnswered: question.answer !== null };
    },
    answerQuestion: async (token, answer) => {
      const reporter = asReporter(ctx(), token);
      if (!reporter) return false;
      try {
        await answerQuestion(reporter, answer);
        return true;
      } catch (error) {
        if (error instanceof AppError && (error.code === "conflict" || error.code === "not_found")) return false;
        throw error;
      }
    },
    saveDraft: async (token, draft) => await saveDraft(ctx(), token, draft),
    loadDraft: async (token) => await loadDraft(ctx(), token),
    dropDraft: async (token) => await dropDraft(ctx(), token),
    moveDraft: async (token) => await moveDraft(ctx(), token),
    openMovedDraft: async (digits, pin) => await openMovedDraft(ctx(), digits, pin),
  };
}

/** Asked on every page: the database is asked once in a while only. What a report may be is decided again when it is handed in. */
function rememberFor<Value>(lifeMs: number, ask: () => Promise<Value>): () => Promise<Value> {
  let known: { value: Promise<Value>; until: number } | undefined;
  return async () => {
    if (!known || known.until < performance.now()) known = { value: ask(), until: performance.now() + lifeMs };
    const { value } = known;
    return await value.catch((error: unknown) => {
      known = undefined;
      throw error;
    });
  };
}

/** The areas of the register, asked for again in the background; those of the country file until they are known. */
function followAreas(services: Services, first: PortalCountry["areas"]): () => PortalCountry["areas"] {
  let known = first;
  let askedAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - askedAt > 5000) {
      askedAt = performance.now();
      void listChosenAreas(visitorContext(services))
        .then((found) => {
          if (found.length > 0) known = found;
        })
        .catch((error: unknown) => services.log.warn({ err: error }, "the portal could not read the areas"));
    }
    return known;
  };
}

const logWords = new Map<string, Record<string, string>>();

/** The sentences that the checking page's script says. */
function logWordsIn(language: string): Record<string, string> {
  let known = logWords.get(language);
  if (!known) {
    known = Object.fromEntries(
      Object.entries(messagesIn(language)).filter(([key]) => /^log\.(verify|page)\./.test(key)),
    );
    logWords.set(language, known);
  }
  return known;
}

/** The portal's application. @param given where the whole portal is, when its pages are for the edge. @throws when its style and script have not been built (`npm run build`). */
export function createPortalRoom(services: Services, given: Pick<PortalOptions, "coreUrl"> = {}): Hono<PortalEnv> {
  return createPortal(makePortalCore(services), {
    ...given,
    publicUrl: services.config.publicUrl,
    statics: loadStatics(portalFolder),
    words: (language) => wordsIn(language),
    begun: listFileLanguages(),
    visitorOf: (c) => visitorOf(c.get("ctx") as Context, c as HttpContext),
    now: () => services.clock.now(),
    report: (error, c) => services.log.error({ err: error, path: c.req.routePath }, "a portal page failed"),
  });
}
