// The map of imported shapes: every area, hatched where it is not told, within the budget of a slow line; without all shapes there is none. And the colours, for eyes that tell fewer apart.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { fullCube, jagged } from "../../../../tests/support/chart-cubes.ts";
import { wordsIn, wordsLanguages } from "../../../platform/words/index.ts";
import { mapOf, roomIn } from "../count/map-shapes.ts";
import type { Cube } from "../model.ts";
import { endOfHeat, heatOf } from "./draw-heat.ts";
import { showChart } from "../show-chart.ts";

describe("a map of shapes", () => {
  const cube = (): Cube => {
    const whole = structuredClone(fullCube("areas"));
    const [rates] = whole.panels;
    if (rates) Object.assign(rates, { kind: "map", map: mapOf(jagged(rates.rows)) });
    return whole;
  };

  test("has every area with its name and number, hatched where it is not told, in 15 kB packed, wide and narrow", () => {
    for (const language of wordsLanguages) {
      const [panel] = showChart(cube(), wordsIn(language)).panels;
      for (const svg of [panel?.wide ?? "", panel?.narrow ?? ""]) {
        expect(gzipSync(svg).length, language).toBeLessThan(15_000);
        expect(svg.match(/<path d="M/g)).toHaveLength(21);
        expect(svg.match(/fill="url\(#[\w-]+-h\)"/g)?.length).toBeGreaterThan(3);
        expect(svg).not.toMatch(/NaN|undefined|Infinity/);
        for (const { label, cells } of panel?.table.rows ?? [])
          expect(svg).toContain(`<title>${label}: ${cells[0]}</title>`);
      }
    }
  });

  test("tells at which number each shade ends, as it shades", () => {
    for (const most of [1, 9.3, 250, 12_000])
      for (const step of [1, 2, 3, 4, 5]) {
        expect(heatOf(endOfHeat(step, most) * 0.999, most)).toBe(step);
        expect(heatOf(endOfHeat(step, most) * 1.001, most)).toBe(Math.min(5, step + 1));
      }
    // The greatest is 9.0 for 100,000 people: the first shade ends at a twenty-fifth of it.
    expect(showChart(cube(), wordsIn("en")).panels[0]?.wide).toMatch(/class="c-tick">0\.4<\/text>/);
  });

  test("is none where one area has no shape: half a map would show the rest as nothing", () => {
    const some = jagged(["a", "b"]).map((one) => (one.id === "b" ? { ...one, shape: null } : one));
    expect(mapOf(some)).toBeNull();
    expect(mapOf([])).toBeNull();
  });

  test("writes a number inside its area, also where the middle of the box lies outside", () => {
    // A horseshoe, open to the right.
    const shape = [
      [
        [
          [0, 0],
          [10, 0],
          [10, 2],
          [2, 2],
          [2, 8],
          [10, 8],
          [10, 10],
          [0, 10],
          [0, 0],
        ] as [number, number][],
      ],
    ];
    const { x, y, room } = roomIn(shape, ([px, py]) => [px, py]);
    const isIn = y < 2 || y > 8 || x < 2;
    expect([isIn, room > 1]).toEqual([true, true]);
  });
});

describe("colours", () => {
  const css = readFileSync(new URL("../../../../frontend/parts/chart/chart.css", import.meta.url), "utf8");
  const tokens = readFileSync(new URL("../../../../frontend/parts/tokens.css", import.meta.url), "utf8");
  type Rgb = [number, number, number];
  const readAll = (text: string): Map<string, Rgb> =>
    new Map(
      [...text.matchAll(/--([\w-]+):\s*#([0-9a-f]{6})/gi)].map(([, name = "", hex = ""]) => [
        name,
        [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as Rgb,
      ]),
    );
  const isDark = /@media[^{]*prefers-color-scheme: dark/;
  const light = (text: string): string => text.slice(0, text.search(isDark));
  const dark = (text: string): string => text.slice(text.search(isDark)).split("\n}")[0] ?? "";
  const schemes = {
    light: new Map([...readAll(light(tokens)), ...readAll(light(css))]),
    dark: new Map([...readAll(dark(tokens)), ...readAll(dark(css))]),
  };
  const linear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  // Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB.
  const eyes: Record<string, number[][]> = {
    everybody: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    protanopia: [
      [0.152286, 1.052583, -0.204868],
      [0.114503, 0.786281, 0.099216],
      [-0.003882, -0.048116, 1.051998],
    ],
    deuteranopia: [
      [0.367322, 0.860646, -0.227968],
      [0.280085, 0.672501, 0.047413],
      [-0.01182, 0.04294, 0.968881],
    ],
    tritanopia: [
      [1.255528, -0.076749, -0.178779],
      [-0.078411, 0.930809, 0.147602],
      [0.004733, 0.691367, 0.3039],
    ],
  };
  /** Who sees no colour at all, and paper that was printed in grey: only how light a thing is. */
  const grey = [0, 1, 2].map(() => [0.2126, 0.7152, 0.0722]);
  const seen = (rgb: Rgb, eye: number[][]): Rgb => {
    const lin = rgb.map(linear);
    return eye.map((row) =>
      Math.min(
        1,
        Math.max(
          0,
          row.reduce((sum, part, at) => sum + part * (lin[at] ?? 0), 0),
        ),
      ),
    ) as Rgb;
  };
  /** CIE L*a*b* of linear RGB, D65. */
  const lab = ([r, g, b]: Rgb): Rgb => {
    const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (t * 24389) / 27 / 116 + 16 / 116);
    const [x, y, z] = [
      f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505),
      f(0.2126 * r + 0.7152 * g + 0.0722 * b),
      f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089),
    ];
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
  };
  const apart = (a: Rgb, b: Rgb, eye: number[][]): number => {
    const [one, other] = [lab(seen(a, eye)), lab(seen(b, eye))];
    return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
  };
  const colour = (scheme: keyof typeof schemes, name: string): Rgb => {
    const found = schemes[scheme].get(name);
    if (!found) throw new Error(`no colour ${name} in ${scheme}`);
    return found;
  };

  test.each([...Object.keys(eyes), "achromatopsia"])(
    "steps of the map and of the heat table are told apart by %s, and get darker step by step (lighter on dark)",
    (eye) => {
      for (const scheme of ["light", "dark"] as const) {
        const steps = ["sheet", "heat-1", "heat-2", "heat-3", "heat-4", "heat-5"].map((name) => colour(scheme, name));
        const lightness = steps.map((step) => lab(seen(step, eyes[eye] ?? grey))[0]);
        const isRising = scheme === "dark";
        for (let at = 0; at + 1 < steps.length; at++) {
          const [here = 0, next = 0] = [lightness[at], lightness[at + 1]];
          expect(isRising ? next - here : here - next, `${scheme} step ${at}`).toBeGreaterThan(4);
          expect(
            apart(
              colour(scheme, at === 0 ? "sheet" : `heat-${at}`),
              colour(scheme, `heat-${at + 1}`),
              eyes[eye] ?? grey,
            ),
          ).toBeGreaterThan(4);
        }
      }
    },
  );

  test.each(Object.keys(eyes))(
    "lines that stand in one picture are told apart by %s, apart from their dashes",
    (eye) => {
      const series = ["indigo", "c-s1", "c-s2", "c-s3", "c-s4"];
      for (const scheme of ["light", "dark"] as const)
        for (const [at, one] of series.entries())
          for (const other of series.slice(at + 1))
            expect(
              apart(colour(scheme, one), colour(scheme, other), eyes[eye] ?? []),
              `${scheme} ${one} ${other}`,
            ).toBeGreaterThan(20);
    },
  );
});
