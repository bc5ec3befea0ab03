// The public register of formalities: searched by a plain form, without script.
import type { Hono } from "hono";
import { formalityKinds } from "../../../backend/compliance/formalities/model.ts";
import type { PortalEnv } from "../options.ts";
import { formalitiesPage } from "../pages/formality-pages.ts";

export function addFormalityRoutes(app: Hono<PortalEnv>): void {
  app.get("/formalities", async (c) => {
    const asked = {
      text: (c.req.query("text") ?? "").replaceAll("\0", "").slice(0, 100),
      kind: formalityKinds.find((kind) => kind === c.req.query("kind")),
    };
    return c.html(await formalitiesPage(c.get("view"), asked, await c.get("core").formalities.find(asked)));
  });
}
