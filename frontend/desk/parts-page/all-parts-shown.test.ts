// Nothing of the kit is missing on the page of the parts.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const kit = new URL("../../parts/", import.meta.url).pathname;
const own = new URL("./", import.meta.url).pathname;

/** Parts that stand on the page without being named on it. */
const within: Record<string, string> = {
  FileBox: "a field for files is one: `TextField` of the type file",
  Toasts: "the room's router stands them on every page; the buttons show one of each kind",
  layout: "a whole page of the portal, not a part of one",
};

test("each part of the kit, and each control of the public pages, is shown on the page of the parts", () => {
  const page = readdirSync(own)
    .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
    .map((name) => readFileSync(join(own, name), "utf8"))
    .join("\n");
  const files = readdirSync(kit, { recursive: true, encoding: "utf8" });
  const parts = files
    .filter((name) => (name.endsWith(".tsx") || name.startsWith("page/")) && /\.tsx?$/.test(name))
    .flatMap((name) =>
      [...readFileSync(join(kit, name), "utf8").matchAll(/^export (?:async )?function (\w+)\(/gm)].flatMap(
        ([, part = ""]) => (/^[A-Z]/.test(part) || /(?:Field|Group|Summary|layout)$/.test(part) ? [part] : []),
      ),
    );
  expect(parts.length).toBeGreaterThan(20);
  const isShown = (part: string): boolean => new RegExp(`<${part}\\b|\\b${part}\\(`).test(page);
  expect(parts.filter((part) => !isShown(part) && !(part in within))).toEqual([]);
  expect(Object.keys(within).filter((part) => !parts.includes(part))).toEqual([]);
});
