// Complaints to an authority: handed in, followed with the receipt, added to; the authority's letters.
import type { Hono } from "hono";
import { complaintLimits } from "../../../backend/compliance/complaints/model.ts";
import type { PortalEnv } from "../options.ts";
import { complaintPage, complaintReceiptPage, complaintStandingPage, trackPage } from "../pages/complaint-pages.ts";
import { readForm } from "../request/read-form.ts";
import { randomSeed } from "../request/submit.ts";
import { minutesOf, type PortalContext, show } from "./answer.ts";

const fields = ["authorityId", "respondent", "happened", "wanted", "name", "contact", "mayBeNamed"] as const;
const noFiles = { fileBytes: 0, files: 0 };

/** What the core refused, by field; undefined for anything else than a refused input. */
function refusedFields(error: unknown): string[] | undefined {
  const {
    code,
    fields: wrong,
    issues,
  } = error as { code?: string; fields?: { path: string }[]; issues?: { path: (string | number)[] }[] };
  if (code === "invalid_input") return (wrong ?? []).map(({ path }) => path);
  return issues?.map(({ path }) => String(path[0] ?? ""));
}

async function isTooMany(c: PortalContext, error: unknown): Promise<Response | undefined> {
  if ((error as { code?: string }).code !== "too_many_requests") return undefined;
  const view = c.get("view");
  const text = view.say("inspections.complain.wait", { minutes: minutesOf(error) });
  return await show(c, trackPage(view, [{ fieldId: "receipt", text }]), 429);
}

export function addComplaintRoutes(app: Hono<PortalEnv>): void {
  app.get("/complaint", async (c) =>
    c.html(
      await complaintPage(c.get("view"), {
        authorities: await c.get("core").complaintAuthorities(),
        values: {},
        mistakes: [],
        key: randomSeed(),
      }),
    ),
  );
  app.post("/complaint", async (c) => {
    const [view, core] = [c.get("view"), c.get("core")];
    const { values, files, fileMistakes } = await readForm(c.req.raw, core, {
      fileBytes: complaintLimits.fileBytes,
      files: complaintLimits.files,
    });
    const typed = Object.fromEntries(fields.map((name) => [name, values[name]?.[0] ?? ""]));
    const sent = values["_key"]?.[0] ?? "";
    const key = /^[0-9a-f]{32}$/.test(sent) ? sent : randomSeed();
    const again = async (wrong: string[], status: 422 | 429 = 422): Promise<Response> => {
      const known = new Set([...wrong, ...(fileMistakes.length > 0 ? ["files"] : [])]);
      const mistakes = [...known].map((fieldId) => ({
        fieldId,
        text: view.say(
          `inspections.complain.wrong.${[...fields, "files"].some((name) => name === fieldId) ? fieldId : "files"}`,
        ),
      }));
      return await show(
        c,
        complaintPage(view, { authorities: await core.complaintAuthorities(), values: typed, mistakes, key }),
        status,
      );
    };
    if (fileMistakes.length > 0) return await again([]);
    try {
      const { mayBeNamed, ...rest } = typed;
      const given = await core.handInComplaint(
        { ...rest, mayBeNamed: mayBeNamed === "yes", language: view.language, key },
        files,
        c.get("visitor"),
      );
      return c.html(await complaintReceiptPage(view, given));
    } catch (error) {
      const wrong = refusedFields(error);
      if (wrong !== undefined) return await again(wrong);
      const tooMany = await isTooMany(c, error);
      if (tooMany) return tooMany;
      throw error;
    }
  });
  app.get("/complaint/track", async (c) => c.html(await trackPage(c.get("view"))));
  app.post("/complaint/track", async (c) => {
    const [view, core] = [c.get("view"), c.get("core")];
    const { values } = await readForm(c.req.raw, core, noFiles);
    const receipt = values["receipt"]?.[0] ?? "";
    const text = values["text"]?.[0];
    try {
      const opened = await core.openComplaint(receipt, c.get("visitor"));
      if (!opened)
        return await show(
          c,
          trackPage(view, [{ fieldId: "receipt", text: view.say("inspections.complain.wrong.receipt") }]),
        );
      if (text === undefined) return c.html(await complaintStandingPage(view, receipt, await opened.read()));
      const isTaken = await opened.add(text);
      const mistakes = isTaken ? [] : [{ fieldId: "text", text: view.say("inspections.complain.wrong.text") }];
      return await show(c, complaintStandingPage(view, receipt, await opened.read(), mistakes), isTaken ? 200 : 422);
    } catch (error) {
      const tooMany = await isTooMany(c, error);
      if (tooMany) return tooMany;
      throw error;
    }
  });
  app.post("/complaint/letter", async (c) => {
    const [view, core] = [c.get("view"), c.get("core")];
    const { values } = await readForm(c.req.raw, core, noFiles);
    try {
      const opened = await core.openComplaint(values["receipt"]?.[0] ?? "", c.get("visitor"));
      const letter = await opened?.letter(values["letter"]?.[0] ?? "");
      if (!letter)
        return await show(
          c,
          trackPage(view, [{ fieldId: "receipt", text: view.say("inspections.complain.wrong.receipt") }]),
        );
      return c.body(letter.bytes, 200, {
        "content-type": "application/pdf",
        "content-disposition": `attachment; filename="${letter.name.replace(/[^\w.-]/g, "_")}"`,
      });
    } catch (error) {
      const tooMany = await isTooMany(c, error);
      if (tooMany) return tooMany;
      throw error;
    }
  });
}
