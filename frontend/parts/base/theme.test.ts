// The dark values that a person can choose are those that the device can choose.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
const valuesIn = (block: string): Record<string, string> =>
  Object.fromEntries([...block.matchAll(/(--[a-z0-9-]+):\s*([^;]+);/g)].map((match) => [match[1], match[2]]));

test("dark by choice and dark by device are the same colours", () => {
  const device = /:root:not\(\[data-theme="light"\]\) \{([^}]*)\}/.exec(read("../tokens.css"))?.[1] ?? "";
  const chosen = /:root\[data-theme="dark"\] \{([^}]*)\}/.exec(read("./theme.css"))?.[1] ?? "";
  expect(Object.keys(valuesIn(device)).length).toBeGreaterThan(15);
  expect(valuesIn(chosen)).toEqual(valuesIn(device));
});

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test("every pair of text and ground has a contrast of 4.5, every control's edge 3, light and dark (WCAG 1.4.3, 1.4.11)", () => {
  const css = read("../tokens.css");
  const light = valuesIn(css.slice(0, css.indexOf("@media")));
  const dark = { ...light, ...valuesIn(css.slice(css.indexOf("@media"))) };
  const pairs: [string, string, number][] = [
    ...["--ink", "--ink-2", "--ink-3", "--indigo", "--indigo-ink", "--critical", "--high", "--medium", "--low"].flatMap(
      (ink): [string, string, number][] => [
        [ink, "--paper", 4.5],
        [ink, "--sheet", 4.5],
      ],
    ),
    ["--indigo-ink", "--indigo-wash", 4.5],
    ...["critical", "high", "medium", "low"].map((name): [string, string, number] => [
      `--${name}`,
      `--${name}-wash`,
      4.5,
    ]),
    ["--ink", "--mark-finding", 4.5],
    ["--ink", "--mark-observable", 4.5],
    ["--paper", "--indigo", 4.5],
    ["--line-strong", "--paper", 3],
    ["--line-strong", "--sheet", 3],
  ];
  for (const [name, theme] of [
    ["light", light],
    ["dark", dark],
  ] as const)
    for (const [ink, ground, least] of pairs) {
      const [a, b] = [luminance(theme[ink] ?? ""), luminance(theme[ground] ?? "")];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      expect(contrast, `${name}: ${ink} on ${ground}`).toBeGreaterThanOrEqual(least);
    }
});

test("a dark theme that was chosen is for the screen alone: paper is white", () => {
  for (const path of ["./theme.css", "../chart/chart.css"]) {
    const css = read(path);
    const dark = [...css.matchAll(/^( *):root\[data-theme="dark"\] \{/gm)];
    expect(dark, path).toHaveLength(1);
    expect(css.slice(0, dark[0]?.index ?? 0), path).toMatch(/@media screen \{\n$/);
  }
});
