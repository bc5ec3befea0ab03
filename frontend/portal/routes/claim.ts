// Claiming an entry: each step is a form that works without script, and no address does anything by being opened.
import type { Hono } from "hono";
import type { Mistake } from "../flows/read-answers.ts";
import type { PortalEnv } from "../options.ts";
import { findPage, gonePage, mailedPage, newPage, openClaimPage, startPage, type Typed } from "../pages/claim-pages.ts";
import { busyPage } from "../pages/plain-pages.ts";
import { codeOf, readForm } from "../request/read-form.ts";
import { minutesOf, type PortalContext } from "./answer.ts";

export function addClaimRoutes(app: Hono<PortalEnv>): void {
  app.get("/claim", async (c) => await find(c));
  app.get("/claim/start", async (c) => await showStart(c, c.req.query("entry") ?? "", {}, []));
  app.post("/claim/start", async (c) => await start(c));
  app.get("/claim/new", async (c) => c.html(await newPage(c.get("view"), { typed: {}, mistakes: [] })));
  app.post("/claim/new", async (c) => await askNew(c));
  app.get("/claim/open", async (c) => await open(c, tokenOf(c.req.query("c")), {}, []));
  app.post("/claim/:act", async (c, next) => {
    const act = c.req.param("act");
    const step = Object.hasOwn(steps, act) ? steps[act] : undefined;
    return step ? await take(c, step) : await next();
  });
}

async function find(c: PortalContext): Promise<Response> {
  const view = c.get("view");
  const words = (c.req.query("q") ?? "").trim().slice(0, 200);
  if (words === "") return c.html(await findPage(view, { words, found: undefined, mistakes: [] }));
  if (words.length < 3) {
    const mistakes = [{ fieldId: "q", text: view.say("console.claim.q_short") }];
    return c.html(await findPage(view, { words, found: undefined, mistakes }), 422);
  }
  try {
    return c.html(
      await findPage(view, { words, found: await c.get("core").claims.find(words, c.get("visitor")), mistakes: [] }),
    );
  } catch (error) {
    return await busy(c, error, "/claim");
  }
}

async function showStart(c: PortalContext, entryId: string, typed: Typed, mistakes: Mistake[]): Promise<Response> {
  const view = c.get("view");
  const [entry] = /^[0-9a-f-]{36}$/i.test(entryId) ? await c.get("core").claims.findOne(entryId) : [];
  if (!entry) return c.redirect("/claim", 303);
  return c.html(await startPage(view, { entry, typed, mistakes }), mistakes.length > 0 ? 422 : 200);
}

async function start(c: PortalContext): Promise<Response> {
  const typed = await typedIn(c);
  const { entry = "", personName = "", email = "" } = typed;
  try {
    await c
      .get("core")
      .claims.start({ entryId: entry, personName, email, language: c.get("view").language }, c.get("visitor"));
    return c.html(await mailedPage(c.get("view"), email.trim()));
  } catch (error) {
    const mistakes = mistakesOf(c, error);
    return mistakes ? await showStart(c, entry, typed, mistakes) : await busy(c, error, "/claim");
  }
}

async function askNew(c: PortalContext): Promise<Response> {
  const view = c.get("view");
  const typed = await typedIn(c);
  const { name = "", sector = "", place = "", personName = "", email = "" } = typed;
  try {
    const wanted = { name, sector, place, personName, email, language: view.language };
    await c.get("core").claims.askToBeEntered(wanted, c.get("visitor"));
    return c.html(await mailedPage(view, email.trim()));
  } catch (error) {
    const mistakes = mistakesOf(c, error);
    return mistakes ? c.html(await newPage(view, { typed, mistakes }), 422) : await busy(c, error, "/claim/new");
  }
}

async function open(c: PortalContext, token: string, typed: Typed, mistakes: Mistake[]): Promise<Response> {
  const view = c.get("view");
  const look = await c.get("core").claims.look(token);
  if (!look) return c.html(await gonePage(view), 410);
  return c.html(await openClaimPage(view, { token, look, typed, mistakes }), mistakes.length > 0 ? 422 : 200);
}

/** Does one thing. Returns where to go when that is elsewhere, or what is to be mended. */
type Step = (c: PortalContext, token: string, typed: Typed) => Promise<string | Mistake | undefined>;

const steps: Record<string, Step> = {
  confirm: async (c, token) => {
    await c.get("core").claims.confirm(token);
    return undefined;
  },
  dns: async (c, token, typed) => {
    await c.get("core").claims.chooseDns(token, typed["domain"] ?? "");
    return undefined;
  },
  check: async (c, token) => {
    const found = await c.get("core").claims.checkDns(token, c.get("visitor"));
    return found === "proven" ? undefined : { fieldId: "dns", text: c.get("view").say(`console.claim.dns.${found}`) };
  },
  code: async (c, token, typed) => {
    const found = await c.get("core").claims.useLetter(token, typed["code"] ?? "", c.get("visitor"));
    return found === "proven" ? undefined : { fieldId: "code", text: c.get("view").say(`console.claim.code.${found}`) };
  },
  officer: async (c, token) => {
    await c.get("core").claims.askOfficer(token);
    return undefined;
  },
  enrol: async (c, token) => (await c.get("core").claims.enrol(token)).link,
};

async function take(c: PortalContext, step: Step): Promise<Response> {
  const typed = await typedIn(c);
  const token = tokenOf(typed["c"]);
  try {
    const done = await step(c, token, typed);
    if (typeof done === "object") return await open(c, token, typed, [done]);
    return c.redirect(done ?? `/claim/open?c=${encodeURIComponent(token)}`, 303);
  } catch (error) {
    if (codeOf(error) === "gone") return c.html(await gonePage(c.get("view")), 410);
    const mistakes = mistakesOf(c, error);
    return mistakes ? await open(c, token, typed, mistakes) : await busy(c, error, `/claim/open?c=${token}`);
  }
}

async function typedIn(c: PortalContext): Promise<Typed> {
  const { values } = await readForm(c.req.raw, c.get("core"), { fileBytes: 0, files: 0 });
  return Object.fromEntries(Object.entries(values).map(([name, all]) => [name, (all[0] ?? "").slice(0, 1000)]));
}

function tokenOf(text: string | undefined): string {
  return /^[0-9a-f-]{36}\.[A-Za-z0-9_-]{43}$/.exec(text ?? "")?.[0] ?? "";
}

const known = new Set(["personName", "email", "name", "sector", "place", "domain"]);

/** What is to be mended, field by field; undefined for an error of another kind. */
function mistakesOf(c: PortalContext, error: unknown): Mistake[] | undefined {
  const { say } = c.get("view");
  const { words, fields } = error as { words?: string; fields?: { path: string; message: string }[] };
  if (codeOf(error) === "refused" && words !== undefined) return [{ fieldId: "c", text: say(words) }];
  if (codeOf(error) === "too_many_requests" && words !== undefined) return [{ fieldId: "email", text: say(words) }];
  const isInput = codeOf(error) === "invalid_input" || (error as { name?: string }).name === "ZodError";
  if (!isInput) return undefined;
  const named =
    fields ??
    (error as { issues?: { path: PropertyKey[] }[] }).issues?.map(({ path }) => ({
      path: path.join("."),
      message: "",
    })) ??
    [];
  return named
    .filter(({ path }) => known.has(path))
    .map(({ path, message }) => ({
      fieldId: path,
      text: say(message.startsWith("console.") ? message : `console.claim.wrong.${path}`),
    }));
}

async function busy(c: PortalContext, error: unknown, back: string): Promise<Response> {
  if (codeOf(error) === "not_found") return c.redirect("/claim", 303);
  if (codeOf(error) !== "too_many_requests") throw error;
  return c.html(await busyPage(c.get("view"), minutesOf(error), back), 429);
}
