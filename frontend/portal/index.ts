// The public portal: plain pages rendered on the server, each a POST that works without script; script only makes them kinder.
import { type Context, Hono } from "hono";
import { compress } from "hono/compress";
import { type Language, languages } from "../../backend/intake/model.ts";
import type { PortalCore } from "./core.ts";
import type { Begun, PortalEnv, PortalOptions } from "./options.ts";
import { pageMark } from "./page-mark.ts";
import { noticePage } from "./pages/plain-pages.ts";
import { chooseLanguage } from "./request/choose-language.ts";
import { readCookie, writeCookie } from "./request/cookies.ts";
import type { Say } from "./flows/to-report.ts";
import { isOwnPost } from "./request/judge-origin.ts";
import { markLanguage, sayMarked, withoutSigns } from "./request/mark-language.ts";
import { FormBroken, FormTooLarge } from "./request/read-form.ts";
import { addAdvisoryRoutes } from "./routes/advisories.ts";
import { addGuideRoutes } from "./routes/guide.ts";
import { addAudioRoutes } from "./routes/audio.ts";
import { addAlarmRoutes } from "./routes/alarm.ts";
import { addClaimRoutes } from "./routes/claim.ts";
import { addElsewhereRoutes } from "./routes/elsewhere.ts";
import { addContactRoutes } from "./routes/contact.ts";
import { addFilingRoutes } from "./routes/filing.ts";
import { addFormalityRoutes } from "./routes/formalities.ts";
import { addComplaintRoutes } from "./routes/complaint.ts";
import { addCrisisRoutes } from "./routes/crisis.ts";
import { addOpinionRoutes } from "./routes/opinion.ts";
import { addFreezeRoutes } from "./routes/freeze.ts";
import { addGuichetRoutes } from "./routes/guichet.ts";
import { addNotifyRoutes } from "./routes/notify.ts";
import { addQuestionRoutes } from "./routes/questions.ts";
import { addPlainRoutes } from "./routes/plain.ts";
import { addReceiptRoutes } from "./routes/receipt.ts";
import { addRegisterRoutes } from "./routes/register.ts";
import { addReportRoutes } from "./routes/report.ts";
import { addAnnualRoutes } from "./routes/annual.ts";
import { addStatisticsRoutes } from "./routes/statistics.ts";
import { addReviewRoutes } from "./routes/review.ts";
import { addCsafRoutes } from "./routes/csaf.ts";
import { addDisclosureRoutes } from "./routes/disclosure.ts";
import { addHandedRoutes } from "./routes/handed.ts";
import { addTalkRoutes } from "./routes/talk.ts";
import { addSealedFileRoutes } from "./routes/sealed-files.ts";
import { addShortRoutes } from "./routes/short.ts";
import { addTeamRoutes } from "./routes/team.ts";
import { addSuspiciousRoutes } from "./routes/suspicious.ts";
import { addUploadRoutes } from "./routes/uploads.ts";
import { addWholeRoutes } from "./routes/whole.ts";
import { addVerifyRoutes } from "./routes/verify.ts";
import type { View } from "./view.ts";

export type { PortalCore, PortalCountry } from "./core.ts";
export { loadStatics, type Statics } from "./load-statics.ts";
export type { PortalOptions } from "./options.ts";

const securityHeaders: Record<string, string> = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; report-uri /csp-reports",
  "x-content-type-options": "nosniff",
  [pageMark]: "1",
  // Not "no-referrer": older browsers would then send "Origin: null" with our own forms.
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
};

/** The whole portal as one application; it answers every path it is given, unknown ones with its own page. */
export function createPortal(core: PortalCore, options: PortalOptions): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>();
  app.use(compress());
  app.use(async (c, next) => {
    for (const [name, value] of Object.entries(securityHeaders)) c.header(name, value);
    c.header("cache-control", "no-store");
    const asked = c.req.query("lang");
    const offered = offeredBegun(core, options);
    const [first = "fr", ...others] = core.country().languages;
    const [whole, begunTags] = [true, false].map((isComplete) =>
      offered.filter(({ state }) => (state === "complete") === isComplete).map(({ tag }) => tag),
    );
    const tag = chooseLanguage<string>(
      [first, ...others, ...(whole ?? [])],
      { asked, remembered: readCookie(c, "language"), acceptLanguage: c.req.header("accept-language") },
      begunTags,
    );
    const begun = offered.find((one) => one.tag === tag);
    const language = begun?.fallsBackTo ?? languages.find((known) => known === tag) ?? first;
    if (asked === tag && c.req.method === "GET") writeCookie(c, "language", tag);
    c.set("core", core);
    c.set("visitor", options.visitorOf(c));
    c.set("view", makeView(core, options, { language, begun }, pathOf(c.req.url), await core.canKeepInConfidence()));
    if (
      c.req.method === "POST" &&
      !isOwnPost(
        postHeaders((name) => c.req.header(name)),
        options.publicUrl,
      )
    )
      return c.html(await noticePage(c.get("view"), "foreign"), 403);
    await next();
    if (begun?.state === "begun") await markResponse(c, begun);
    return undefined;
  });
  addPlainRoutes(app, options);
  addTeamRoutes(app, options);
  addSuspiciousRoutes(app);
  addShortRoutes(app, options);
  addSealedFileRoutes(app);
  addWholeRoutes(app);
  addReceiptRoutes(app);
  addUploadRoutes(app);
  addOpinionRoutes(app);
  addAudioRoutes(app);
  addGuideRoutes(app);
  addVerifyRoutes(app);
  addRegisterRoutes(app);
  addElsewhereRoutes(app);
  addComplaintRoutes(app);
  addFreezeRoutes(app);
  addClaimRoutes(app);
  addContactRoutes(app);
  addFormalityRoutes(app);
  addFilingRoutes(app);
  addGuichetRoutes(app);
  addReviewRoutes(app);
  addAnnualRoutes(app);
  addStatisticsRoutes(app);
  addTalkRoutes(app);
  addHandedRoutes(app);
  addDisclosureRoutes(app);
  addCsafRoutes(app, options);
  addAdvisoryRoutes(app, options);
  addNotifyRoutes(app);
  addCrisisRoutes(app);
  addQuestionRoutes(app);
  addAlarmRoutes(app);
  addReportRoutes(app);
  // Not by notFound: mounted in a larger application that would never be asked.
  app.all("*", async (c) => c.html(await noticePage(c.get("view"), "missing"), 404));
  app.onError(async (error, c) => {
    const view = c.get("view") ?? makeView(core, options, { language: "fr" }, "/", false);
    if (error instanceof FormTooLarge) return c.html(await noticePage(view, "tooLarge"), 413);
    if (error instanceof FormBroken) return c.html(await noticePage(view, "cut"), 400);
    options.report?.(error, c);
    return c.html(await noticePage(view, "broken"), 500);
  });
  return app;
}

/** Languages of one file that are offered here: complete ones, and those begun that the country names, where it speaks what they fall back to. */
function offeredBegun(core: PortalCore, { begun }: PortalOptions): readonly Begun[] {
  const country = core.country();
  return begun.filter(
    ({ tag, fallsBackTo, state }) =>
      (state === "complete" || country.begun.includes(tag)) && country.languages.includes(fallsBackTo),
  );
}

function makeView(
  core: PortalCore,
  options: PortalOptions,
  { language, begun }: { language: Language; begun?: Begun | undefined },
  path: string,
  canSeal: boolean,
): View {
  const { publicUrl, statics } = options;
  const tell = options.words(language);
  return {
    language,
    say: sayOf(begun, tell),
    tell,
    begun,
    offered: offeredBegun(core, options),
    country: core.country(),
    path,
    publicUrl,
    statics,
    now: options.now(),
    // Pages for the edge are read there, and have nothing to send.
    hasScript: options.coreUrl === undefined,
    canSeal,
    ...(options.coreUrl === undefined ? {} : { coreUrl: options.coreUrl }),
  };
}

function sayOf(begun: Begun | undefined, tell: Say): Say {
  if (!begun) return tell;
  return begun.state === "begun" ? sayMarked(begun, tell) : begun.words;
}

/** A page in two languages says of each word which one it is in. */
async function markResponse(c: Context<PortalEnv>, { tag, direction }: Begun): Promise<void> {
  const type = c.res.headers.get("content-type") ?? "";
  // Feeds, the manifest and other texts have no place for a span: the words stay, the signs go.
  if (!/^text\/|xml|json/.test(type)) return;
  const text = await c.res.text();
  c.res = new Response(type.startsWith("text/html") ? markLanguage(text, tag, direction) : withoutSigns(text), c.res);
}

/** The address without its language, which would otherwise pile up. */
function pathOf(address: string): string {
  const { pathname, searchParams } = new URL(address);
  searchParams.delete("lang");
  const query = searchParams.toString();
  return query ? `${pathname}?${query}` : pathname;
}

function postHeaders(header: (name: string) => string | undefined): Parameters<typeof isOwnPost>[0] {
  return {
    secFetchSite: header("sec-fetch-site"),
    origin: header("origin"),
    referer: header("referer"),
    host: header("host"),
  };
}
