// Vulnerabilities at the portal: the policy, and a vendor's link, where looking opens nothing and forms do.
import type { Hono } from "hono";
import { cellStatuses, justifications } from "../../../backend/coordination/disclosure/model.ts";
import type { DisclosureCore } from "../core-disclosure.ts";
import type { PortalEnv } from "../options.ts";
import { closedPartyPage, openPartyPage, partyGone, type PartyState } from "../pages/party-page.ts";
import { policyPage } from "../pages/vulnerability-pages.ts";
import { readCookie, writeCookie } from "../request/cookies.ts";
import { readForm } from "../request/read-form.ts";
import { goTo, type PortalContext, show } from "./answer.ts";

export function addDisclosureRoutes(app: Hono<PortalEnv>): void {
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
