// Requests for advice at the portal: asked without an account, answered behind an address of its own; and what was answered for everybody.
import { randomUUID } from "node:crypto";
import type { Hono } from "hono";
import type { PortalEnv } from "../options.ts";
import { askedPage, askPage, ownAdvicePage, questionsPage } from "../pages/question-pages.ts";
import { noticePage } from "../pages/plain-pages.ts";
import { readForm } from "../request/read-form.ts";
import { minutesOf, show } from "./answer.ts";

const fields = ["topic", "question", "name", "email"] as const;

export function addQuestionRoutes(app: Hono<PortalEnv>): void {
  app.get("/questions", async (c) => c.html(await questionsPage(c.get("view"), await c.get("core").advice.list())));
  app.get("/questions/ask", async (c) =>
    c.html(await askPage(c.get("view"), { values: {}, mistakes: [], key: randomUUID() })),
  );
  app.post("/questions/ask", async (c) => {
    const [view, core] = [c.get("view"), c.get("core")];
    const { values } = await readForm(c.req.raw, core, { fileBytes: 0, files: 0 });
    const typed = Object.fromEntries(fields.map((name) => [name, (values[name]?.[0] ?? "").trim()]));
    const sent = values["_key"]?.[0] ?? "";
    const key = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(sent) ? sent : randomUUID();
    try {
      const { link } = await core.advice.ask({ ...typed, language: view.language }, c.get("visitor"), key);
      return await show(c, askedPage(view, link), 200);
    } catch (error) {
      const { code, issues } = error as { code?: string; issues?: { path: (string | number)[] }[] };
      if (code === "too_many_requests") {
        const mistakes = [{ fieldId: "question", text: view.say("advice.ask.wait", { minutes: minutesOf(error) }) }];
        return await show(c, askPage(view, { values: typed, mistakes, key }), 429);
      }
      if (issues === undefined) throw error;
      const wrong = new Set(issues.map(({ path }) => String(path[0] ?? "question")));
      const mistakes = [...wrong].map((fieldId) => ({ fieldId, text: view.say(`advice.ask.wrong.${fieldId}`) }));
      return await show(c, askPage(view, { values: typed, mistakes, key }), 422);
    }
  });
  app.get("/questions/mine/:token", async (c) => {
    const own = await c.get("core").advice.own(c.req.param("token"));
    if (!own) return c.html(await noticePage(c.get("view"), "missing"), 404);
    return c.html(await ownAdvicePage(c.get("view"), own));
  });
}
