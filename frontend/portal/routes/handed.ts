// The link of a receipt: looking confirms nothing, since machines open links in mails; the button does.
import type { Hono } from "hono";
import type { PortalEnv } from "../options.ts";
import { handedPage, handedSaid } from "../pages/handed-page.ts";
import { readForm } from "../request/read-form.ts";
import { show } from "./answer.ts";

export function addHandedRoutes(app: Hono<PortalEnv>): void {
  app.get("/handed/:token", async (c) => {
    const token = c.req.param("token");
    const handed = await c.get("core").handed.read(token);
    if (!handed) return c.html(await handedSaid(c.get("view"), "gone"), 404);
    return c.html(await handedPage(c.get("view"), handed, { token, name: "", reference: "", isMissing: false }));
  });
  app.post("/handed/:token", async (c) => {
    const token = c.req.param("token");
    const view = c.get("view");
    const core = c.get("core");
    const handed = await core.handed.read(token);
    if (!handed) return c.html(await handedSaid(view, "gone"), 404);
    const { values } = await readForm(c.req.raw, core, { fileBytes: 0, files: 0 });
    const name = (values["name"]?.[0] ?? "").trim().slice(0, 200);
    const reference = (values["reference"]?.[0] ?? "").trim().slice(0, 100);
    const said = await core.handed.confirm(token, { name, ...(reference === "" ? {} : { theirReference: reference }) });
    if (said === "done") return c.html(await handedSaid(view, "done"));
    if (said === "gone") return c.html(await handedSaid(view, "gone"), 404);
    return await show(c, handedPage(view, handed, { token, name, reference, isMissing: true }));
  });
}
