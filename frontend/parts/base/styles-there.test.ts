// A page brings the styles that it uses: what only another page brings is missing for whoever comes straight to this one.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const frontend = fileURLToPath(new URL("../..", import.meta.url));
/** Each file is read and taken apart once: hundreds of pages share most of theirs. */
function once<Value>(take: (path: string) => Value): (path: string) => Value {
  const known = new Map<string, Value>();
  return (path) => {
    const value = known.get(path) ?? take(path);
    known.set(path, value);
    return value;
  };
}
const read = once((path) => readFileSync(path, "utf8"));
const importsOf = once((path) =>
  [...read(path).matchAll(/(?:from|^import|@import) "(\.[^"?]+)"/gm)]
    .map(([, from]) => resolve(dirname(path), from ?? ""))
    .filter((to) => existsSync(to)),
);
/** Names that a rule begins with; those that only follow another name belong to that place. */
const namesIn = once((path) =>
  path.endsWith(".css")
    ? [
        ...read(path)
          .replace(/\/\*[^]*?\*\//g, "")
          .matchAll(/([^{}]+)\{/g),
      ]
        .flatMap(([, selectors]) => (selectors ?? "").split(","))
        .flatMap((selector) => /^\s*(?:\w+)?\.([a-z][a-z0-9-]*)/.exec(selector)?.[1] ?? [])
    : [],
);
const usedIn = once((path) =>
  path.endsWith(".tsx")
    ? [...read(path).matchAll(/class(?:="|=\{`|: ")([^"`]*)/g)]
        .flatMap(([, names]) => (names ?? "").split(/\s+/))
        .filter((name) => /^[a-z][a-z0-9-]*$/.test(name))
    : [],
);

/** A module with all that it loads at once; what it loads lazily is a page of its own. */
function closureOf(entry: string): Set<string> {
  const seen = new Set<string>();
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    waiting.push(...importsOf(path));
  }
  return seen;
}

const styles = (paths: Iterable<string>): Set<string> => new Set([...paths].flatMap(namesIn));

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
      for (const path of closure)
        for (const name of usedIn(path))
          if (everywhere.has(name) && !there.has(name))
            missing.push(`${page.slice(frontend.length)}: .${name} (used in ${path.slice(frontend.length)})`);
    }
  }
  expect([...new Set(missing)]).toEqual([]);
});
