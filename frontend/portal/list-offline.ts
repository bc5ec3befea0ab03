// What a phone keeps for the day without a line: pages, and every file that they may load, also later.
import type { Statics } from "./load-statics.ts";

/** @param pages each address with the page that stands for it. @returns what `/offline.json` says, for the service worker. */
export function listOffline(
  statics: Statics,
  pages: readonly (readonly [path: string, source: string])[],
  languages: readonly string[],
): string {
  const loadable = statics.paths().filter((path) => /^\/static\/short\/.*\.js$/.test(path));
  const files = new Set([...loadable, statics.script, statics.stylesheet, statics.icon]);
  // The sum of the questions' script is done in a worker of its own.
  for (const path of statics.paths()) if (/^\/static\/assets\/solve-in-worker-.*\.js$/.test(path)) files.add(path);
  return JSON.stringify({ pages, languages, files: [...files] });
}
