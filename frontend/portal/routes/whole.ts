// The flows on one page at the core: what phones keep for the day without a line. Sealed by the page's script; plain where there is none.
import type { Hono } from "hono";
import type { HtmlEscapedString } from "hono/utils/html";
import type { FlowGraph } from "../flows/graph.ts";
import { readWhole, sayOf, wholeFlows } from "../flows/whole.ts";
import { listOffline } from "../list-offline.ts";
import type { PortalEnv } from "../options.ts";
import { wholePage, wholeWords } from "../pages/whole-page.ts";
import type { Mistake } from "../flows/read-answers.ts";
import { readForm } from "../request/read-form.ts";
import { randomSeed, submitOnce } from "../request/submit.ts";
import { type PortalContext, show } from "./answer.ts";
import { showLater, showRefusal } from "./send.ts";
import { tongueIn } from "../view.ts";

/** Each address with the page that stands for it without a line. The page for suspicious messages stands for itself: it holds photos. */
const offlinePages: readonly [path: string, source: string][] = [
  ["/", "/short"],
  ...["/short", "/suspicious", "/help"].map((path): [string, string] => [path, path]),
  ...Object.keys(wholeFlows).flatMap((path): [string, string][] =>
    path.startsWith("/report/") ? [[path, path.replace("/report/", "/whole/")]] : [],
  ),
];

export function addWholeRoutes(app: Hono<PortalEnv>): void {
  app.get("/offline.json", (c) => {
    const { statics, country, offered } = c.get("view");
    const whole = offered.filter(({ state }) => state === "complete").map(({ tag }) => tag);
    return c.body(listOffline(statics, offlinePages, [...country.languages, ...whole]), 200, {
      "content-type": "application/json",
    });
  });
  app.get("/whole/:flow", async (c, next) => {
    const found = flowOf(c);
    return found ? c.html(await draw(c, found, {}, [])) : await next();
  });
  app.post("/whole/:flow", async (c, next) => {
    const found = flowOf(c);
    return found ? await take(c, found) : await next();
  });
}

interface Found {
  path: string;
  graph: FlowGraph;
}

function flowOf(c: PortalContext): Found | undefined {
  const path = `/report/${c.req.param("flow") ?? ""}`;
  const graph = Object.hasOwn(wholeFlows, path) ? wholeFlows[path] : undefined;
  return graph && { path, graph };
}

async function draw(
  c: PortalContext,
  { path, graph }: Found,
  answers: Record<string, string | string[]>,
  mistakes: readonly Mistake[],
): Promise<HtmlEscapedString> {
  const key = await c.get("core").sealed.key();
  const action = path.replace("/report/", "/whole/");
  return await wholePage(c.get("view"), path, graph, { key, plain: "core", action, answers, mistakes });
}

async function take(c: PortalContext, found: Found): Promise<Response> {
  const view = c.get("view");
  const { values } = await readForm(c.req.raw, c.get("core"), { fileBytes: 0, files: 0 });
  const say = sayOf(wholeWords(view, found.graph));
  const { now, country } = view;
  const { report, mistakes } = readWhole(found.graph, values, {
    ...tongueIn(view),
    say,
    now,
    timeZone: country.timeZone,
  });
  if (mistakes.length > 0) return await show(c, draw(c, found, values, mistakes));
  try {
    const submitted = await submitOnce(c.get("core"), report, [], {
      seed: randomSeed(),
      visitor: c.get("visitor"),
      proof: undefined,
    });
    return showLater(c, { submitted, flow: report.flow, isReached: report.answerBy !== "receipt" });
  } catch (error) {
    return await showRefusal(c, error, found.path, (paths) => {
      const wrong = paths.map((what) => ({ fieldId: "send", text: view.say("portal.error.notTaken", { what }) }));
      return draw(c, found, values, wrong);
    });
  }
}
