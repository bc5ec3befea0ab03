// The page that checks proofs, and the proof of one's own report as a file.
import type { Hono } from "hono";
import type { PortalEnv } from "../options.ts";
import { openPage } from "../pages/receipt-pages.ts";
import { verifyPage } from "../pages/verify-page.ts";
import { readCookie } from "../request/cookies.ts";
import { tagOf } from "../view.ts";
import { goTo } from "./answer.ts";

export function addVerifyRoutes(app: Hono<PortalEnv>): void {
  app.get("/verify", async (c) => {
    const core = c.get("core");
    const view = c.get("view");
    return c.html(await verifyPage(view, await core.logTrust(), core.logWords(tagOf(view))));
  });
  app.get("/receipt/proof", async (c) => {
    const core = c.get("core");
    const token = readCookie(c, "report");
    const proof = token ? await core.readProof(token) : undefined;
    if (proof === undefined)
      return c.html(await openPage(c.get("view"), { typed: "", mistakes: [], isEnded: token !== undefined }), 401);
    // It has its place in the log within a second of being received.
    if (proof.text === null) return goTo(c, "/receipt/report?proof=later");
    c.header("content-disposition", `attachment; filename="${proof.name}"`);
    return c.body(proof.text, 200, { "content-type": "text/plain; charset=utf-8" });
  });
}
