// The link of the yearly question: looking answers nothing, since machines open links in mails; the form does.
import type { Hono } from "hono";
import { contactAnswers, correctable } from "../../../backend/registry/quality/model.ts";
import type { PortalEnv } from "../options.ts";
import { contactPage, contactSaid } from "../pages/contact-page.ts";
import { readForm } from "../request/read-form.ts";
import { show } from "./answer.ts";

const fields = [...correctable, "note"] as const;

export function addContactRoutes(app: Hono<PortalEnv>): void {
  app.get("/contact/:token", async (c) => {
    const token = c.req.param("token");
    const asked = await c.get("core").contacts.read(token);
    if (!asked) return c.html(await contactSaid(c.get("view"), "gone"), 404);
    if (asked.isAnswered) return c.html(await contactSaid(c.get("view"), "done"));
    return c.html(await contactPage(c.get("view"), asked, { token, answer: "", typed: {}, mistakes: [] }));
  });
  app.post("/contact/:token", async (c) => {
    const token = c.req.param("token");
    const view = c.get("view");
    const { contacts } = c.get("core");
    const asked = await contacts.read(token);
    if (!asked) return c.html(await contactSaid(view, "gone"), 404);
    if (asked.isAnswered) return c.html(await contactSaid(view, "done"));
    const { values } = await readForm(c.req.raw, c.get("core"), { fileBytes: 0, files: 0 });
    const typed = Object.fromEntries(fields.map((name) => [name, (values[name]?.[0] ?? "").trim()]));
    const answer = contactAnswers.find((known) => known === values["answer"]?.[0]);
    const again = (wrong: readonly string[]) =>
      contactPage(view, asked, {
        token,
        answer: answer ?? "",
        typed,
        mistakes: wrong.map((fieldId) => ({ fieldId, text: view.say(`quality.expected.${fieldId}`) })),
      });
    if (!answer) return await show(c, again(["answer"]), 422);
    const taken = await contacts.answer(token, answer, typed);
    if (Array.isArray(taken)) return await show(c, again(taken), 422);
    return c.html(await contactSaid(view, taken ? "done" : "gone"), taken ? 200 : 404);
  });
}
