// Advisories for everybody, with an ETag that is of what is published alone; subscribing by two steps; leaving with one click, by a button or by a mail program (RFC 8058).
import { createHash } from "node:crypto";
import type { Hono } from "hono";
import type { PortalEnv, PortalOptions } from "../options.ts";
import { atomFeed, type FeedFrame, rssFeed } from "../pages/advisory-feeds.ts";
import {
  advisoriesPage,
  advisoryPage,
  subscribePage,
  subscriptionPage,
  subscriptionSaid,
} from "../pages/advisory-pages.ts";
import { vulnerabilityPage } from "../pages/vulnerability-pages.ts";
import { noticePage } from "../pages/plain-pages.ts";
import { readForm } from "../request/read-form.ts";
import { type PortalContext, show } from "./answer.ts";
import { tongueIn } from "../view.ts";

/** The text, or that it is still the same: the tag is made of the text, so of nothing that is not published. */
function published(c: PortalContext, text: string, type: string): Response {
  const tag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
  c.header("etag", tag);
  c.header("cache-control", "no-cache");
  const known = (c.req.header("if-none-match") ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
  if (known.includes(tag)) return c.body(null, 304);
  c.header("content-type", type);
  return c.body(text);
}

export function addAdvisoryRoutes(app: Hono<PortalEnv>, options: PortalOptions): void {
  const page = "text/html; charset=UTF-8";
  const frameOf = (c: PortalContext): FeedFrame => {
    const { language, say, country } = c.get("view");
    return {
      language,
      publicUrl: options.publicUrl,
      title: say("advisories.public.title"),
      author: country.cert.name,
      withdrawn: say("advisories.public.kind.withdrawn"),
    };
  };
  app.get("/advisories", async (c) => {
    const advisories = await c.get("core").advisories.list();
    return published(c, String(await advisoriesPage(c.get("view"), advisories)), page);
  });
  app.get("/advisories/atom.xml", async (c) =>
    published(
      c,
      await atomFeed(await c.get("core").advisories.list(), frameOf(c)),
      "application/atom+xml; charset=utf-8",
    ),
  );
  app.get("/advisories/rss.xml", async (c) =>
    published(
      c,
      await rssFeed(await c.get("core").advisories.list(), frameOf(c)),
      "application/rss+xml; charset=utf-8",
    ),
  );
  app.get("/advisories/:number", async (c) => {
    const number = c.req.param("number");
    const vulnerability = number.startsWith("VU-") ? await c.get("core").disclosure.read(number) : undefined;
    if (vulnerability) return published(c, String(await vulnerabilityPage(c.get("view"), vulnerability)), page);
    const advisory = await c.get("core").advisories.read(number);
    if (!advisory) return c.html(await noticePage(c.get("view"), "missing"), 404);
    return published(c, String(await advisoryPage(c.get("view"), advisory)), page);
  });
  app.get("/subscribe", async (c) => c.html(await subscribePage(c.get("view"), { email: "" })));
  app.post("/subscribe", async (c) => {
    const view = c.get("view");
    const { values } = await readForm(c.req.raw, c.get("core"), { fileBytes: 0, files: 0 });
    const email = (values["email"]?.[0] ?? "").trim();
    const outcome = await c.get("core").advisories.subscribe(email, tongueIn(view), c.get("visitor"));
    if (outcome === "asked") return c.html(await subscriptionSaid(view, "sent"));
    const key = outcome === "slow" ? "slow" : "email_expected";
    const again = subscribePage(view, { email, mistake: view.say(`advisories.subscribe.${key}`) });
    return await show(c, again, outcome === "slow" ? 429 : 422);
  });
  for (const use of ["subscribe", "unsubscribe"] as const) {
    app.get(`/${use}/:token`, async (c) => {
      const token = c.req.param("token");
      const found = await c.get("core").advisories.subscription(use, token);
      if (found) return c.html(await subscriptionPage(c.get("view"), use, token));
      return c.html(await subscriptionSaid(c.get("view"), "gone"), 404);
    });
    app.post(`/${use}/:token`, async (c) => {
      const { advisories } = c.get("core");
      const token = c.req.param("token");
      const isDone = use === "subscribe" ? await advisories.confirm(token) : await advisories.leave(token);
      const said = use === "subscribe" ? "confirmed" : "left";
      return c.html(await subscriptionSaid(c.get("view"), isDone ? said : "gone"), isDone ? 200 : 404);
    });
  }
}
