// What a reader is given: each of the fourteen charts in three languages, with its table, its sentence and its n, small enough for a slow line, and well formed whatever a name holds.
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fullCube, fullPanels } from "../../../tests/support/chart-cubes.ts";
import { wordsIn, wordsLanguages } from "../../platform/words/index.ts";
import { type ChartId, chartIds } from "./model.ts";
import { widthOf } from "./draw/svg.ts";
import { sayCell, sayDay, sayKey, weekOf } from "./say-keys.ts";
import { cellRows, showChart } from "./show-chart.ts";

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

/** Every piece of text of a picture: its words, and where they begin and end in the picture's own units. */
function textsOf(svg: string): { text: string; from: number; to: number }[] {
  return [...svg.matchAll(/<text x="([\d.-]+)" y="[\d.-]+"((?: [\w-]+="[^"]*")*)>([^<]*)<\/text>/g)]
    .filter(([, , attributes = ""]) => !attributes.includes("rotate("))
    .map(([, x = "0", attributes = "", words = ""]) => {
      const text = words.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, "&");
      const long = widthOf(text);
      const anchor = /text-anchor="(\w+)"/.exec(attributes)?.[1] ?? "start";
      const from = Number(x) - (anchor === "end" ? long : anchor === "middle" ? long / 2 : 0);
      return { text, from, to: from + long };
    });
}

/** How a series is told from the others without its colour: its filling or its dashes. */
const withoutColour = (classes: string, hasStripes: boolean): string =>
  `${classes.replaceAll(/ ?c-(?:s\d|[a-z]{5,}(?:-[a-z]+)*)\b/g, (name) => (name.trim() === "c-empty" ? name : ""))}${hasStripes ? " striped" : ""}`;

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

  test("says in the picture its unit, what is not over and what law changed; under it its source with the zone; to who does not see it what it tells", () => {
    const cube = fullCube(chart);
    for (const language of wordsLanguages) {
      const words = wordsIn(language);
      const shown = showChart(cube, words);
      expect(shown.source).toContain(words(`charts.source.${chart}`));
      expect(shown.source).toMatch(/\d\d:\d\d UTC\. .* UTC\.$/);
      const there = showChart({ ...cube, zone: "Asia/Ulaanbaatar" }, words);
      expect(there.source).toMatch(/\d\d:\d\d UTC\+8\. .* UTC\+8\.$/);
      for (const [at, panel] of shown.panels.entries()) {
        const told = cube.panels[at];
        if (!told) throw new Error("no panel");
        for (const [width, svg] of [
          [720, panel.wide],
          [340, panel.narrow],
        ] as const) {
          const texts = textsOf(svg);
          const where = `${chart} ${panel.id} ${language} ${width}`;
          expect(texts[0]?.text, where).toBe(
            words(told.isLog ? "charts.unit_of_log" : "charts.unit_of", { unit: words(`charts.unit.${told.unit}`) }),
          );
          // Letters that go over the edge are cut; the width is a little more than letters are.
          for (const { text, from, to } of texts) {
            expect(from, `${where}: ${text}`).toBeGreaterThan(-4);
            expect(to, `${where}: ${text}`).toBeLessThan(width + 4);
          }
          const isShaded = told.partial !== null && told.rows.includes(told.partial.row) && told.kind !== "bars";
          expect(svg.includes("c-partial"), where).toBe(isShaded);
          for (const { name } of told.changes) expect(svg, where).toContain(`<title>${name[language]}</title>`);
        }
        expect(panel.notes.join(" ")).toContain(told.partial ? sayDay(told.partial.until, wordsIn(language)) : "");
        // The finding: the greatest number of the table, in its words, and where it stands.
        const most = Math.max(...told.cells.flat().filter((cell) => typeof cell === "number"));
        const row = told.cells.findIndex((cells) => cells.includes(most));
        expect(panel.alternative).toContain(sayCell(most, told.unit, words));
        expect(panel.alternative).toContain(panel.table.rows[row]?.label ?? "no row");
        const untold = told.cells.flat().filter((cell) => typeof cell === "string").length;
        expect(panel.alternative.includes(words("charts.alternative.untold", { count: untold }))).toBe(untold > 0);
      }
    }
  });

  test("tells its series apart on paper without colour: each has its own dashes or its own filling", () => {
    for (const [at, panel] of showChart(fullCube(chart), wordsIn("en")).panels.entries()) {
      const { kind, series } = fullPanels[chart][at] ?? { kind: "tree", series: [] };
      if (series.length < 2 || !["lines", "bars"].includes(kind)) continue;
      for (const svg of [panel.wide, panel.narrow]) {
        // Pieces of the legend, or of the ends of the lines: one a series.
        const signs =
          kind === "lines"
            ? [...svg.matchAll(/<path d="M[\d. ]+h2[02]" class="([^"]+)"\/>/g)].map(([, classes = ""]) =>
                withoutColour(classes, false),
              )
            : [...svg.matchAll(/width="22" height="12" class="([^"]+)"\/>(<rect [^>]*url\(#)?/g)].map(
                ([, classes = "", stripes]) => withoutColour(classes, stripes !== undefined),
              );
        expect(signs, `${chart} ${panel.id}`).toHaveLength(series.length);
        expect(new Set(signs).size, `${chart} ${panel.id}: ${signs.join(", ")}`).toBe(series.length);
      }
    }
  });

  test("has the same numbers in its table and in its sheet, which names the zone and the moment of the count", () => {
    const cube = fullCube(chart);
    const words = wordsIn("en");
    const sheet = cellRows(cube, words);
    const { panels } = showChart(cube, words);
    expect(sheet).toHaveLength(cube.panels.reduce((sum, { rows, series }) => sum + rows.length * series.length, 0));
    expect(new Set(sheet.map(({ zone, countedAt }) => `${zone} ${countedAt}`))).toEqual(
      new Set(["Africa/Bamako 2026-11-22T08:00:00.000Z"]),
    );
    let at = 0;
    for (const [place, panel] of panels.entries())
      for (const row of panel.table.rows)
        for (const cell of row.cells) {
          const { value = "", unit } = sheet[at++] ?? {};
          const told = cube.panels[place]?.unit ?? "steps";
          expect(unit).toBe(words(`charts.unit.${told}`));
          const said = value === "" ? "–" : Number.isNaN(Number(value)) ? value : sayCell(Number(value), told, words);
          expect(cell.replace(/ \(\d+%\)$/, "")).toBe(said);
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
