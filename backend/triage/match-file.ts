// One stored file, and what is packed in it, under the file rules in force: for files that belong to no report.
import type { Context } from "../platform/context/index.ts";
import { withEngines } from "./live-engines.ts";
import type { Engines } from "./open-engines.ts";

const mostNames = 50;

/** @param use the rules; those in force unless said. @returns the titles of the rules that spoke, each once. */
export async function matchFile(
  ctx: Context,
  file: { name: string; path: string },
  use: (ctx: Context, work: (engines: Engines) => Promise<string[]>) => Promise<string[]> = withEngines,
): Promise<string[]> {
  return await use(ctx, async (engines) => {
    const { findings } = await engines.yara.scan({ name: file.name, input: { path: file.path } });
    return [...new Set(findings.map(({ title }) => title))].slice(0, mostNames);
  });
}
