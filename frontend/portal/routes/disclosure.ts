// Vulnerabilities at the portal: documents of what is published, the policy, and a vendor's link, where looking opens nothing and forms do.
import { createHash } from "node:crypto";
import type { Hono } from "hono";
import { cellStatuses, justifications } from "../../../backend/coordination/disclosure/model.ts";
import type { DisclosureCore } from "../core-disclosure.ts";
import type { PortalEnv } from "../options.ts";
import { closedPartyPage, openPartyPage, partyGone, type PartyState } from "../pages/party-page.ts";
import { noticePage } from "../pages/plain-pages.ts";
import { csafPath, policyPage } from "../pages/vulnerability-pages.ts";
import { readCookie, writeCookie } from "../request/cookies.ts";
import { readForm } from "../request/read-form.ts";
import { goTo, type PortalContext, show } from "./answer.ts";

export function addDisclosureRoutes(app: Hono<PortalEnv>): void {
  addDocuments(app);
  app.get("/disclosure-policy", async (c) =>
    c.html(await policyPage(c.get("view"), await c.get("core").disclosure.policies())),
  );
  app.get("/v/:token", async (c) => {
    const said = (["sent", "no_phone", "taken", "changed"] as const).find((one) => one === c.req.query("said"));
    return await look(c, { said });
  });
  app.post("/v/:token/code", async (c) => {
    const token = c.req.param("token");
    const isSent = await c.get("core").disclosure.askCode(token);
    return goTo(c, `/v/${token}?said=${isSent ? "sent" : "no_phone"}`);
  });
  app.post("/v/:token", async (c) => {
    const token = c.req.param("token");
    const typed = ((await fields(c))["code"]?.[0] ?? "").trim().slice(0, 40);
    const answer = await c.get("core").disclosure.tryCode(token, typed);
    if (typeof answer === "object") {
      writeCookie(c, "talk", answer.session, mark(token));
      return goTo(c, `/v/${token}`);
    }
    return await look(c, { mistakes: [{ fieldId: "code", text: c.get("view").say(`talking.link.${answer}`) }] });
  });
  app.post("/v/:token/statement", async (c) => await sayStatement(c));
  app.post("/v/:token/post", async (c) => {
    const body = ((await fields(c))["body"]?.[0] ?? "").replaceAll(/\r\n?/g, "\n").trim();
    return await say(c, { post: { body } }, "body");
  });
  app.post("/v/:token/consent", async (c) => {
    const values = await fields(c);
    const answer = values["answer"]?.[0] === "agreed" ? "agreed" : "refused";
    return await say(c, { consent: { embargoId: values["embargoId"]?.[0] ?? "", answer } }, "answer");
  });
}

async function fields(c: PortalContext): Promise<Partial<Record<string, string[]>>> {
  return (await readForm(c.req.raw, c.get("core"), { fileBytes: 0, files: 0 })).values;
}

async function sayStatement(c: PortalContext): Promise<Response> {
  const token = c.req.param("token") ?? "";
  const values = await fields(c);
  const ordinal = values["flaw"]?.[0] ?? "";
  const of = (field: string): string => (values[`${field}-${ordinal}`]?.[0] ?? "").replaceAll(/\r\n?/g, "\n").trim();
  const link = await c.get("core").disclosure.link(token, readCookie(c, "talk", mark(token)));
  if (link?.state !== "open") return goTo(c, `/v/${token}`);
  const flaw = link.party.flaws.find((one) => String(one.ordinal) === ordinal);
  const status = cellStatuses.find((one) => one === of("status"));
  const justification = justifications.find((one) => one === of("justification"));
  if (!flaw || !status || (status === "not_affected") !== (justification !== undefined)) {
    const key = status === "not_affected" || (status && justification) ? "why_expected" : "status_expected";
    return await look(c, {
      mistakes: [{ fieldId: `status-${ordinal}`, text: c.get("view").say(`disclosure.party.${key}`) }],
    });
  }
  const refs = of("refs").split(/\s+/).filter(Boolean);
  const statement = {
    flawId: flaw.id,
    status,
    ...(justification ? { justification } : {}),
    versions: of("versions"),
    body: of("body"),
    refs,
  };
  return await say(c, { statement }, `refs-${ordinal}`);
}

async function say(c: PortalContext, said: Parameters<DisclosureCore["say"]>[2], field: string): Promise<Response> {
  const token = c.req.param("token") ?? "";
  const outcome = await c.get("core").disclosure.say(token, readCookie(c, "talk", mark(token)), said);
  if (outcome === "wrong")
    return await look(c, {
      mistakes: [
        { fieldId: field, text: c.get("view").say(field === "body" ? "talking.link.empty" : "disclosure.party.wrong") },
      ],
    });
  if (outcome === "over") return goTo(c, `/v/${token}`);
  return goTo(c, `/v/${token}?said=${outcome}`);
}

/** Two links opened in one browser keep apart. */
function mark(token: string): string {
  return token.slice(24, 36);
}

async function look(c: PortalContext, more: Partial<PartyState>): Promise<Response> {
  const token = c.req.param("token") ?? "";
  const view = c.get("view");
  const link = await c.get("core").disclosure.link(token, readCookie(c, "talk", mark(token)));
  if (!link) return c.html(await partyGone(view), 404);
  const state: PartyState = { token, said: undefined, mistakes: [], ...more };
  const drawn = link.state === "open" ? openPartyPage(view, link.party, state) : closedPartyPage(view, link, state);
  return state.mistakes.length > 0 ? await show(c, drawn, 422) : c.html(await drawn);
}

/** CSAF 2.0 §7.1: the documents by year, their hashes, `index.txt` and `changes.csv`; and CVE records. Tags are made of what is published alone. */
function addDocuments(app: Hono<PortalEnv>): void {
  const give = (c: PortalContext, text: string, type: string): Response => {
    const tag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
    c.header("etag", tag);
    c.header("cache-control", "no-cache");
    const known = (c.req.header("if-none-match") ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
    if (known.includes(tag)) return c.body(null, 304);
    c.header("content-type", type);
    return c.body(text);
  };
  const missing = async (c: PortalContext): Promise<Response> =>
    c.html(await noticePage(c.get("view"), "missing"), 404);
  const file = (one: { number: string; firstPublishedAt: string }): string => csafPath(one).slice("/csaf/".length);
  app.get("/csaf/index.txt", async (c) => {
    const lines = (await c.get("core").disclosure.list()).map((one) => `${file(one)}\n`);
    return give(c, lines.toSorted().join(""), "text/plain; charset=utf-8");
  });
  app.get("/csaf/changes.csv", async (c) => {
    const lines = (await c.get("core").disclosure.list()).map((one) => `"${file(one)}","${one.publishedAt}"\n`);
    return give(c, lines.join(""), "text/csv; charset=utf-8");
  });
  app.get("/csaf/:year/:name", async (c) => {
    const found = /^(vu-\d{4}-\d{4,9})\.json(\.sha512)?$/.exec(c.req.param("name"));
    const number = found?.[1]?.toUpperCase() ?? "";
    const text = await c.get("core").disclosure.document(number, { kind: "csaf" });
    if (text === undefined) return await missing(c);
    const published = await c.get("core").disclosure.read(number);
    if (published?.firstPublishedAt.slice(0, 4) !== c.req.param("year")) return await missing(c);
    if (found?.[2] === undefined) return give(c, text, "application/json; charset=utf-8");
    const hash = createHash("sha512").update(text).digest("hex");
    return give(c, `${hash}  ${number.toLowerCase()}.json\n`, "text/plain; charset=utf-8");
  });
  app.get("/cve/:number/:name", async (c) => {
    const found = /^(CVE-\d{4}-\d{4,19})(\.cna)?\.json$/.exec(c.req.param("name"));
    const kind = found?.[2] === undefined ? "cve" : "cna";
    const text = await c.get("core").disclosure.document(c.req.param("number"), { kind, cveId: found?.[1] ?? "" });
    return text === undefined ? await missing(c) : give(c, text, "application/json; charset=utf-8");
  });
}
