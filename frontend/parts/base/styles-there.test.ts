// A page brings the styles that it uses: what only another page brings is missing for whoever comes straight to this one.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const frontend = fileURLToPath(new URL("../..", import.meta.url));
const sources = new Map<string, string>();
const read = (path: string): string => {
  const known = sources.get(path) ?? readFileSync(path, "utf8");
  sources.set(path, known);
  return known;
};

/** A module with all that it loads at once; what it loads lazily is a page of its own. */
function closureOf(entry: string): Set<string> {
  const seen = new Set<string>();
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path) || !existsSync(path)) continue;
    seen.add(path);
    for (const [, from] of read(path).matchAll(/(?:from|^import|@import) "(\.[^"?]+)"/gm))
      waiting.push(resolve(dirname(path), from ?? ""));
  }
  return seen;
}

/** Names that a rule begins with; those that only follow another name belong to that place. */
const styles = (paths: Iterable<string>): Set<string> =>
  new Set(
    [...paths]
      .filter((path) => path.endsWith(".css"))
      .flatMap((path) => [
        ...read(path)
          .replace(/\/\*[^]*?\*\//g, "")
          .matchAll(/([^{}]+)\{/g),
      ])
      .flatMap(([, selectors]) => (selectors ?? "").split(","))
      .flatMap((selector) => /^\s*(?:\w+)?\.([a-z][a-z0-9-]*)/.exec(selector)?.[1] ?? []),
  );

const all = readdirSync(frontend, { recursive: true, encoding: "utf8" })
  .filter((path) => !/^(dist|portal|edge|parts\/page)/.test(path))
  .map((path) => join(frontend, path));
const everywhere = styles(all);

test("every page of a room finds its styles when it is opened first", () => {
  const missing: string[] = [];
  for (const room of ["desk", "console", "office"]) {
    const ground = closureOf(join(frontend, room, "main.tsx"));
    const lazy = new Set(
      [...ground].flatMap((path) =>
        [...read(path).matchAll(/import\("(\.[^"]+\.tsx)"\)/g)].map(([, to]) => resolve(dirname(path), to ?? "")),
      ),
    );
    for (const page of lazy) {
      const closure = new Set([...ground, ...closureOf(page)]);
      const there = styles(closure);
      for (const path of closure) {
        if (!path.endsWith(".tsx")) continue;
        for (const [, names] of read(path).matchAll(/class(?:="|=\{`|: ")([^"`]*)/g))
          for (const name of (names ?? "").split(/\s+/))
            if (/^[a-z][a-z0-9-]*$/.test(name) && everywhere.has(name) && !there.has(name))
              missing.push(`${page.slice(frontend.length)}: .${name} (used in ${path.slice(frontend.length)})`);
      }
    }
  }
  expect([...new Set(missing)]).toEqual([]);
});
