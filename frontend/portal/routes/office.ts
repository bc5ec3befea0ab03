// An office's device: enrolled once by its link, opened for each shift by a clerk's PIN, closed by the button or by time.
import type { Hono } from "hono";
import type { OfficeShift } from "../../../backend/identity/offices/model.ts";
import type { Answers } from "../flows/graph.ts";
import { guichetQuestion } from "../flows/guichet.ts";
import type { PortalEnv } from "../options.ts";
import { carriedState, type GuichetState } from "../pages/guichet-pages.ts";
import { enrolDevicePage, notEnrolledPage, shiftPage } from "../pages/office-pages.ts";
import { eraseOfficeCookie, readOfficeCookie, writeOfficeCookie } from "../request/office-cookies.ts";
import { codeOf, readForm } from "../request/read-form.ts";
import { minutesOf, type PortalContext } from "./answer.ts";

export function addOfficeRoutes(
  app: Hono<PortalEnv>,
  show: (c: PortalContext, shift: OfficeShift, state: GuichetState) => Response | Promise<Response>,
  stateOf: (c: PortalContext, values: Record<string, string[]>) => GuichetState,
): void {
  app.get("/guichet/device", async (c) =>
    c.html(await enrolDevicePage(c.get("view"), (c.req.query("link") ?? "").slice(0, 100), false)),
  );
  app.post("/guichet/device", async (c) => {
    const form = await readForm(c.req.raw, c.get("core"), { fileBytes: 0, files: 0 });
    const key = await c.get("core").enrolOfficeDevice(form.values["link"]?.[0] ?? "");
    if (key === undefined) return c.html(await enrolDevicePage(c.get("view"), "", true), 410);
    writeOfficeCookie(c, "office", key);
    eraseOfficeCookie(c, "shift");
    return c.redirect("/guichet", 303);
  });
  app.post("/guichet/shift", async (c) => {
    const { values } = await readForm(c.req.raw, c.get("core"), { fileBytes: 0, files: 0 });
    return await openShift(c, values, show, stateOf(c, values));
  });
  app.post("/guichet/end", async (c) => {
    await c.get("core").endOfficeShift(officeKeys(c));
    eraseOfficeCookie(c, "shift");
    return c.redirect("/guichet", 303);
  });
}

/** What this device holds. */
export function officeKeys(c: PortalContext): { deviceKey: string | undefined; shiftToken: string | undefined } {
  return { deviceKey: readOfficeCookie(c, "office"), shiftToken: readOfficeCookie(c, "shift") };
}

/** The page for a device without an open shift: what was typed is carried on to the PIN. */
export async function askForShift(c: PortalContext, state: GuichetState): Promise<Response> {
  const view = c.get("view");
  const office = await c.get("core").officeOfDevice(officeKeys(c).deviceKey);
  if (!office) return c.html(await notEnrolledPage(view), 403);
  const hasTyped = Object.values(state.answers).some((answer) => answer.length > 0);
  const carry = hasTyped ? carriedState(state) : "";
  const answers: Answers = hasTyped ? state.answers : {};
  return c.html(await shiftPage(view, office, { answers, clerk: "", mistakes: [], carry }), hasTyped ? 403 : 200);
}

async function openShift(
  c: PortalContext,
  values: Record<string, string[]>,
  show: (c: PortalContext, shift: OfficeShift, state: GuichetState) => Response | Promise<Response>,
  state: GuichetState,
): Promise<Response> {
  const core = c.get("core");
  const view = c.get("view");
  const { deviceKey } = officeKeys(c);
  const office = await core.officeOfDevice(deviceKey);
  if (!office) return c.html(await notEnrolledPage(view), 403);
  const clerk = values["clerk"]?.[0] ?? "";
  const pin = values["pin"]?.[0] ?? "";
  const hasTyped = guichetQuestion.fields.some(({ id }) => (state.answers[id]?.length ?? 0) > 0);
  const again = async (fieldId: string, text: string, status: 422 | 429): Promise<Response> => {
    const mistakes = [{ fieldId, text }];
    const carry = hasTyped ? carriedState(state) : "";
    return c.html(
      await shiftPage(view, office, { answers: hasTyped ? state.answers : {}, clerk, mistakes, carry }),
      status,
    );
  };
  if (!office.clerks.some(({ id }) => id === clerk)) return await again("clerk", view.say("office.shift.choose"), 422);
  if (pin.trim() === "") return await again("pin", view.say("office.shift.no_pin"), 422);
  try {
    const token = await core.openOfficeShift(deviceKey, clerk, pin.slice(0, 50));
    if (token === undefined) return await again("pin", view.say("office.shift.wrong"), 422);
    writeOfficeCookie(c, "shift", token);
    if (!hasTyped) return c.redirect("/guichet", 303);
    const shift = await core.officeShift({ deviceKey, shiftToken: token });
    return shift ? await show(c, shift, state) : c.redirect("/guichet", 303);
  } catch (error) {
    if (codeOf(error) !== "too_many_requests") throw error;
    const minutes = minutesOf(error);
    c.header("retry-after", String(minutes * 60));
    return await again(
      "pin",
      view.say(minutes > 120 ? "office.shift.locked_out" : "office.shift.wait", { minutes }),
      429,
    );
  }
}
