// What a reader is given: each of the fourteen charts in three languages, with its table, its sentence and its n, small enough for a slow line, and well formed whatever a name holds.
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fullCube, fullPanels } from "../../../tests/support/chart-cubes.ts";
import { wordsIn, wordsLanguages } from "../../platform/words/index.ts";
import { type ChartId, chartIds } from "./model.ts";
import { sayKey, weekOf } from "./say-keys.ts";
import { showChart } from "./show-chart.ts";

/** Of each picture, packed as it is sent (forms-and-words: 5 to 15 KB). */
const mostBytes = 15_000;

/** Whether every element that is opened is closed, and no attribute is a style or a script. */
function isWellFormed(svg: string): boolean {
  const open: string[] = [];
  for (const [, close, name = "", attributes = "", self] of svg.matchAll(
    /<(\/?)([a-z]+)((?:\s[\w:-]+="[^"<]*")*)(\/?)>/gi,
  )) {
    if (/\s(?:style|on\w+|href)=/i.test(attributes)) return false;
    if (close === "/") {
      if (open.pop() !== name) return false;
    } else if (self === "") open.push(name);
  }
  return (
    open.length === 0 &&
    !/<script/i.test(svg) &&
    (svg.match(/</g)?.length ?? 0) === (svg.match(/<(?:\/?[a-z]+(?:\s[\w:-]+="[^"<]*")*\/?)>/gi)?.length ?? 0)
  );
}

describe.each(chartIds)("the chart %s", (chart: ChartId) => {
  test("is drawn in three languages at two widths within its budget, with a name, a sentence, n and a table", () => {
    for (const language of wordsLanguages) {
      const shown = showChart(fullCube(chart), wordsIn(language));
      expect(shown.panels.length).toBe(fullPanels[chart].length);
      for (const panel of shown.panels) {
        for (const svg of [panel.wide, panel.narrow]) {
          expect(gzipSync(svg).length, `${chart} ${panel.id} ${language}`).toBeLessThan(mostBytes);
          expect(isWellFormed(svg), `${chart} ${panel.id} ${language}`).toBe(true);
          expect(svg).toMatch(/<title id="[\w-]+">[^<]+<\/title><desc id="[\w-]+">[^<]+<\/desc>/);
          expect(svg).not.toMatch(/NaN|undefined|Infinity/);
        }
        expect(panel.n).toMatch(/^n ?:|^n\u00a0:/);
        expect(panel.table.rows.length).toBeGreaterThan(0);
        expect(panel.table.rows.every(({ cells }) => cells.length === panel.table.columns.length - 1)).toBe(true);
      }
    }
  });
});

test("reports, incidents and cases stand beside each other and are never added together", () => {
  const shown = showChart(fullCube("volume"), wordsIn("en"));
  const [panel] = shown.panels;
  expect(panel?.table.columns).toEqual(["Month", "Reports", "Incidents", "Cases opened"]);
  expect(panel?.n).toContain("Reports 2025 12,345; Reports 2026");
  // The last month is shaded and says until when; the law's change is a line that names it.
  expect(panel?.wide).toContain("until 22 November 2026");
  expect(panel?.notes.join(" ")).toMatch(
    /Vertical line: Act on cybercrime, in force from 5 December 2025 .*second source/,
  );
});

test("numbers are written as the language writes them; a percentage stands only where there are twenty or more", () => {
  const rows = (language: "fr" | "en" | "mn") =>
    showChart(fullCube("classes"), wordsIn(language)).panels[0]?.table.rows ?? [];
  expect(rows("en")[0]?.cells[0]).toMatch(/^\d+ \(\d+%\)$/);
  expect(rows("fr")[0]?.cells[0]).toMatch(/^\d+ \(\d+[\s\u202f\u00a0]%\)$/u);
  // The base of the year before is not told, so no percentage of it is.
  expect(rows("en")[0]?.cells[1]).toMatch(/^\d+$/);
});

test("weeks are ISO 8601, whatever a language counts", () => {
  expect(weekOf("2024-12-30")).toEqual({ year: "2025", week: 1 });
  expect(weekOf("2026-12-28")).toEqual({ year: "2026", week: 53 });
  expect(sayKey("2026-01-05", "week", {}, wordsIn("fr"))).toBe("semaine 2 de 2026 (du 5 janvier 2026)");
});

test("a name that tries to be markup stays a name", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 40 }), (name) => {
      const cube = structuredClone(fullCube("phishing"));
      const named = cube.panels[2];
      if (!named) throw new Error("no panel");
      named.names = {
        x: { fr: name, en: `</text><script>${name}`, mn: `"><svg onload=x>${name}` },
        y: { fr: name, en: name, mn: name },
      };
      for (const language of wordsLanguages)
        for (const { wide, narrow } of showChart(cube, wordsIn(language)).panels)
          expect([isWellFormed(wide), isWellFormed(narrow)]).toEqual([true, true]);
    }),
    { numRuns: 30 },
  );
});
