// Lists the files behind paths that a person gave: folders are walked in order, links are not followed, and what cannot be read is said.
import { lstatSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

export interface BadInput {
  path: string;
  reason: string;
}

/** Files under `paths`, each as it was given or with its folder as it was given; trouble goes to `bad` as it is met. */
export function* listFiles(paths: readonly string[], bad: BadInput[]): Generator<string> {
  for (const path of paths) {
    // What a person names is followed when it is a link; what is found on the way is not.
    try {
      if (statSync(path).isDirectory()) yield* walkFolder(path, bad);
      else yield path;
    } catch (error) {
      bad.push({ path, reason: describeReason(error) });
    }
  }
}

function* walkFolder(folder: string, bad: BadInput[]): Generator<string> {
  let names: string[];
  try {
    names = readdirSync(folder).sort();
  } catch (error) {
    bad.push({ path: folder, reason: describeReason(error) });
    return;
  }
  for (const name of names) {
    const path = join(folder, name);
    try {
      const status = lstatSync(path);
      if (status.isDirectory()) yield* walkFolder(path, bad);
      else if (status.isFile()) yield path;
    } catch (error) {
      bad.push({ path, reason: describeReason(error) });
    }
  }
}

/** "ENOENT: no such file or directory, open 'x'" without the call and the path, which stand beside it. */
export const describeReason = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/, (?:open|scandir|lstat|stat|read) '[^']*'$/, "");
