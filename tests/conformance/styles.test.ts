// Styles that can be read from the other side: nothing is placed at the left or the right by name, and no face is fetched.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../frontend/", import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => !path.startsWith("dist/"));
const styles = files
  .filter((path) => path.endsWith(".css"))
  .map((path) => ({ path, text: readFileSync(join(root, path), "utf8").replaceAll(/\/\*[\s\S]*?\*\//g, "") }));

const declared = ({ path, text }: { path: string; text: string }): { path: string; name: string; value: string }[] =>
  [...text.matchAll(/(?<=[{;]\s*)([a-z-]+)\s*:\s*([^;{}]+)/g)].map(([, name = "", value = ""]) => ({
    path,
    name,
    value: value.trim(),
  }));

/** The parts of a value that are set apart by blanks outside of brackets. */
const partsOf = (value: string): string[] => value.split(/\s+(?![^(]*\))/);

test("no style names the left or the right: N'Ko, Arabic and other scripts can follow", () => {
  const all = styles.flatMap(declared);
  expect(all.length).toBeGreaterThan(1000);
  const sided = all.filter(
    ({ name, value }) =>
      /(^|-)(left|right)(-|$)/.test(name) ||
      (/^(text-align|float|clear)$/.test(name) && /\b(left|right)\b/.test(value)),
  );
  expect(sided).toEqual([]);
});

test("no short form has other values at the left than at the right", () => {
  const uneven = styles.flatMap(declared).filter(({ name, value }) => {
    const parts = partsOf(value);
    if (/^(margin|padding|inset|border-width|border-style|border-color)$/.test(name))
      return parts.length === 4 && parts[1] !== parts[3];
    return name === "border-radius" && parts.length === 4 && (parts[0] !== parts[1] || parts[2] !== parts[3]);
  });
  expect(uneven).toEqual([]);
});

test("no face is shipped or fetched: letters of every language come from the system's own", () => {
  expect(files.filter((path) => /\.(woff2?|ttf|otf|eot)$/.test(path))).toEqual([]);
  for (const { path, text } of styles) expect(text, path).not.toMatch(/@font-face|url\([^)]*(woff|ttf|otf)/);
});
