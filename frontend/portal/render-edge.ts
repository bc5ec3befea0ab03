// Renders the portal of the edge into files: its pages in each language, its notices, manifest, scripts and styles.
import type { Site } from "../../backend/intake/edge/model.ts";
import { type Language, languages } from "../../backend/intake/model.ts";
import type { PortalCountry } from "./core.ts";
import type { Say } from "./flows/to-report.ts";
import { listOffline } from "./list-offline.ts";
import type { Statics } from "./load-statics.ts";
import type { Begun } from "./options.ts";
import { manifestOf } from "./pages/app-manifest.ts";
import { edgeHomePage, edgeNotices, edgeReceiptPage } from "./pages/edge-pages.ts";
import { listenPlace, listenPlayers } from "./pages/listen-part.ts";
import { accessibilityPage, helpPage } from "./pages/plain-pages.ts";
import { wholeFlows } from "./flows/whole.ts";
import { shortPage } from "./pages/short-page.ts";
import { wholePage, wholeWords } from "./pages/whole-page.ts";
import type { View } from "./view.ts";

const mistakes = ["about", "story", "long", "email", "phone"] as const;

/** Where a page of the edge stands that nobody has to bring. */
export const edgePaths: readonly string[] = [
  "/",
  "/help",
  "/accessibility",
  "/receipt",
  "/short",
  ...Object.keys(wholeFlows),
];

/** @returns files by their path from the site's root. */
export async function renderEdge(
  site: Site,
  given: { country: PortalCountry; statics: Statics; words: (language: Language) => Say; begun: readonly Begun[] },
): Promise<Map<string, string | Uint8Array>> {
  const { statics } = given;
  const files = new Map<string, string | Uint8Array>();
  const whole = site.languages.map((language) => ({ tag: language as string, language, begun: undefined }));
  const offered = given.begun.filter(({ tag }) => site.spoken.some((one) => one.tag === tag));
  const spoken = [...whole, ...offered.map((begun) => ({ tag: begun.tag, language: begun.fallsBackTo, begun }))];
  for (const { tag, language, begun } of spoken) {
    const tell = given.words(language);
    const say = begun?.words ?? tell;
    const pages: Record<string, (view: View) => ReturnType<typeof helpPage>> = {
      "/home": edgeHomePage,
      "/help": helpPage,
      "/accessibility": accessibilityPage,
      "/receipt": edgeReceiptPage,
      "/short": (view) =>
        shortPage(view, { values: {}, mistakes: [], key: site, plain: site.takesPlain ? "edge" : "off" }),
    };
    for (const [path, graph] of Object.entries(wholeFlows))
      pages[path] = (view) =>
        wholePage(view, path, graph, { key: site, plain: site.takesPlain ? "edge" : "off", listen: listenPlace });
    const view = (path: string): View => ({
      language,
      say,
      tell,
      begun,
      offered,
      country: given.country,
      path: path === "/home" ? "/" : path,
      publicUrl: site.edgeUrl,
      coreUrl: site.coreUrl,
      statics,
      now: new Date(0),
      hasScript: false,
      canSeal: false,
    });
    for (const [path, draw] of Object.entries(pages))
      files.set(`/${tag}/pages${path}.html`, String(await draw(view(path))));
    for (const [name, draw] of Object.entries(edgeNotices))
      files.set(`/${tag}/notices/${name}.html`, String(await draw(view("/"))));
    // What the worker says of a form without script, for the forms of all flows.
    const flowWords = Object.values(wholeFlows).map((graph) => wholeWords(view("/"), graph));
    files.set(`/${tag}/flow-words.json`, JSON.stringify(Object.assign({}, ...flowWords)));
    const sentences = mistakes.map((name) => [`edge.short.e.${name}`, say(`edge.short.e.${name}`)]);
    files.set(`/${tag}/words.json`, JSON.stringify(Object.fromEntries(sentences)));
    const heard = [...languages, ...given.begun.map(({ tag }) => tag)];
    const players = await listenPlayers({ ...view("/"), offered: given.begun }, heard);
    files.set(`/${tag}/listen.json`, JSON.stringify(players));
    files.set(`/${tag}/manifest.webmanifest`, JSON.stringify(manifestOf(view("/"))));
  }
  for (const path of statics.paths()) {
    const file = statics.read(path);
    if (file) files.set(path, file.body);
    if (file && path === statics.serviceWorker) files.set("/sw.js", file.body);
  }
  const offline = ["/", "/short", "/help", ...Object.keys(wholeFlows)].map((path) => [path, path] as const);
  files.set(
    "/offline.json",
    listOffline(
      statics,
      offline,
      spoken.map(({ tag }) => tag),
    ),
  );
  files.set("/robots.txt", "User-agent: *\nDisallow: /receipt\nDisallow: /sealed\n");
  return files;
}
