// Flow E: a suspicious message goes in at once, with its file; no draft.
import type { Hono } from "hono";
import type { HtmlEscapedString } from "hono/utils/html";
import { sealedFormFields } from "../../../backend/intake/edge/wire/model.ts";
import { limits, type SubmitReport } from "../../../backend/intake/model.ts";
import { type Answers, answerOf } from "../flows/index.ts";
import { gaveField, messageField, whatFollows } from "../flows/phishing.ts";
import { type Mistake, readAnswers } from "../flows/read-answers.ts";
import type { PortalEnv } from "../options.ts";
import { suspiciousPage } from "../pages/suspicious-page.ts";
import { type PostedForm, readForm } from "../request/read-form.ts";
import { proofOf, randomSeed, submitOnce } from "../request/submit.ts";
import { type PortalContext, show } from "./answer.ts";
import { fileMistake } from "./report.ts";
import { finish, showLater, showRefusal } from "./send.ts";
import { tongueIn } from "../view.ts";

export function addSuspiciousRoutes(app: Hono<PortalEnv>): void {
  app.get("/suspicious", async (c) =>
    c.html(await drawPage(c, {}, [], { key: randomSeed(), begun: c.get("core").times.begin("phishing") })),
  );
  app.post("/suspicious", async (c) => await takeMessage(c));
}

async function drawPage(
  c: PortalContext,
  answers: Answers,
  mistakes: readonly Mistake[],
  carried: { key: string; begun: string },
): Promise<HtmlEscapedString> {
  return await suspiciousPage(c.get("view"), {
    answers,
    mistakes,
    ...carried,
    challenge: c.get("core").challenge(),
    recordings: c.get("core").spoken.of("suspicious"),
    sealTo: await c.get("core").sealed.key(),
  });
}

async function takeMessage(c: PortalContext): Promise<Response> {
  const view = c.get("view");
  const core = c.get("core");
  const posted = await readForm(c.req.raw, core, { fileBytes: limits.fileBytesWithoutScript, files: limits.files });
  const form = await openWaiting(c, posted);
  const typedKey = form.values["_key"]?.[0] ?? "";
  const seed = /^[0-9a-f]{32}$/.test(typedKey) ? typedKey : randomSeed();
  const carried = { key: seed, begun: (form.values["_begun"]?.[0] ?? "").slice(0, 100) };
  const { answers, mistakes } = readAnswers(
    { id: "suspicious", fields: [messageField, gaveField], next: () => "" },
    form.values,
    { say: view.say, now: view.now, timeZone: view.country.timeZone, areaIds: new Set() },
  );
  const wrong = [...mistakes, ...form.fileMistakes.map((mistake) => fileMistake(view, mistake))];
  const report = reportOf(c, answers, form);
  if (wrong.length === 0 && !report) wrong.push({ fieldId: "message", text: view.say("portal.e.message") });
  if (wrong.length > 0 || !report) return await show(c, drawPage(c, answers, wrong, carried));
  try {
    const submitted = await submitOnce(core, report, form.files, {
      seed,
      visitor: c.get("visitor"),
      proof: proofOf(form),
    });
    const follows = whatFollows(answerOf(answers, "gave"));
    const ticket = await finish(c, "phishing", carried.begun, submitted.reference);
    return showLater(c, { submitted, flow: "phishing", isReached: false, follows, ticket });
  } catch (error) {
    return await showRefusal(c, error, "/suspicious", (paths) =>
      drawPage(
        c,
        answers,
        paths.map((what) => ({ fieldId: "message", text: view.say("portal.error.notTaken", { what }) })),
        carried,
      ),
    );
  }
}

/** A form that waited sealed on the phone, as it was typed; what does not open is an empty one. */
async function openWaiting(c: PortalContext, form: PostedForm): Promise<PostedForm> {
  const of = (name: string): string | undefined => form.values[name]?.[0];
  const sealed = of(sealedFormFields.sealed);
  if (sealed === undefined) return form;
  const item = { id: of(sealedFormFields.id), keyId: of(sealedFormFields.keyId), sealed };
  const values: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  for (const [name, value] of (await c.get("core").sealed.openForm(item)) ?? []) (values[name] ??= []).push(value);
  return { ...form, values };
}

/** Undefined when there is neither a text nor a file. A file that the script sends after the text counts too. */
function reportOf(c: PortalContext, answers: Answers, form: PostedForm): SubmitReport | undefined {
  const { tell: say } = c.get("view");
  const message = answerOf(answers, "message");
  const gave = answerOf(answers, "gave");
  const names = [...form.files.map(({ name }) => name), ...(form.values["filesOnDevice"] ?? [])];
  if (!message && names.length === 0) return undefined;
  return {
    ...tongueIn(c.get("view")),
    flow: "phishing",
    subject: say("portal.suspicious.subject"),
    description: message || say("portal.suspicious.onlyFile", { names: names.join(", ").slice(0, 2000) }),
    answerBy: "receipt",
    ...(gave ? { answers: { gave } } : {}),
  };
}
