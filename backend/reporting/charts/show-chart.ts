// Makes a chart ready for a reader: titles, pictures of two widths, the table under each, what is masked or not over yet, in one language. Pure.
import type { Translator } from "../../platform/words/index.ts";
import { sayInstant, sayOffset } from "../../platform/words/say-instant.ts";
import { draw, type Drawing, type Word } from "./draw/index.ts";
import type { AxisKind, Cell, CellRow, Cube, Panel, ShownChart, ShownPanel } from "./model.ts";
import { sayCell, sayDay, sayKey, sayNumber, sayShort, sayTick, toneOf } from "./say-keys.ts";
import { proposedThresholds } from "./thresholds.ts";

/** @param place makes ids unlike any other chart's on the page. */
export function showChart(cube: Cube, words: Translator, place = ""): ShownChart {
  const panels = cube.panels.map((panel) => showPanel(cube, panel, words, place));
  return {
    chart: cube.chart,
    title: words(`charts.title.${cube.chart}`),
    text: words(`charts.text.${cube.chart}`),
    source: sourceOf(cube, words),
    countedAt: cube.countedAt,
    isEmpty: panels.every(({ wide }) => wide === ""),
    panels,
  };
}

/** The last line under a chart: what it was counted from and when, and whose days they are. */
function sourceOf({ chart, countedAt, zone }: Cube, words: Translator): string {
  const from = words("charts.source", {
    from: words(`charts.source.${chart}`),
    at: sayInstant(new Date(countedAt), words.locale, zone ?? "UTC"),
  });
  if (zone === undefined) return from;
  return `${from} ${words("charts.source_zone", { zone: sayOffset(new Date(countedAt), zone) })}`;
}

function showPanel(cube: Cube, panel: Panel, words: Translator, place: string): ShownPanel {
  const title = titleOf(cube, panel, words);
  const rows = wordsOf(panel.rows, panel.axis, panel, words);
  const series = wordsOf(panel.series, panel.seriesAxis, panel, words);
  const alternative = describe(panel, rows, series, words);
  const hasAny = panel.cells.some((cells) => cells.some((cell) => cell !== null && cell !== 0));
  const drawing: Drawing = {
    id: `${place}${cube.chart}-${panel.id}`.replaceAll(/[^\w-]/g, ""),
    kind: panel.kind,
    title,
    alternative,
    rows,
    series,
    cells: panel.cells,
    unit: words(panel.isLog ? "charts.unit_of_log" : "charts.unit_of", { unit: words(`charts.unit.${panel.unit}`) }),
    partial: partialOf(panel, words),
    changes: panel.changes.map(({ row, name }) => ({ row: panel.rows.indexOf(row), label: name[words.language] })),
    isLog: panel.isLog,
    places: panel.places,
    map: panel.map,
    say: (cell) => sayCell(cell, panel.unit, words),
    sayTick: (value) => sayTick(value, panel.unit, words),
  };
  return {
    id: panel.id,
    title,
    alternative,
    n: sayN(panel, words),
    notes: notesOf(panel, words),
    wide: hasAny ? draw({ ...drawing, id: `${drawing.id}-w` }, 720) : "",
    narrow: hasAny ? draw({ ...drawing, id: `${drawing.id}-s` }, 340) : "",
    table: tableOf(cube, panel, rows, series, words),
  };
}

const titleOf = (cube: Cube, panel: Panel, words: Translator): string => {
  const key = `charts.panel.${cube.chart}.${panel.id}`;
  return words.has(key)
    ? words(key)
    : words(`charts.panel.${cube.chart}`, { of: sayKey(panel.id, "word", panel.names, words) });
};

function wordsOf(keys: readonly string[], axis: AxisKind, { names, partial }: Panel, words: Translator): Word[] {
  return keys.map((key, at) => {
    const long = sayKey(key, axis, names, words);
    const label =
      partial?.row === key && axis === "word"
        ? words("charts.until", { what: long, day: sayDay(partial.until, words) })
        : long;
    return { key, label, short: sayShort(key, axis, label, words), tone: toneOf(key, axis, at) };
  });
}

/** The last row that is not over yet, where rows are of time. */
function partialOf({ partial, rows }: Panel, words: Translator): Drawing["partial"] {
  const row = partial ? rows.indexOf(partial.row) : -1;
  return partial && row >= 0 ? { row, label: words("charts.partial", { day: sayDay(partial.until, words) }) } : null;
}

/** What the picture tells those who do not see it: what is shown from where to where, the greatest numbers, along time the newest that is over, and how many are not told. */
function describe(panel: Panel, rows: readonly Word[], series: readonly Word[], words: Translator): string {
  const greatest = greatestOf(panel);
  const [best] = greatest;
  if (!best) return words("charts.alternative.none");
  const isTime = ["month", "week", "day"].includes(panel.axis);
  const list = new Intl.ListFormat(words.language);
  const whereOf = ({ row, one }: Place): string =>
    [rows[row]?.label ?? "", ...(series.length > 1 ? [series[one]?.label ?? ""] : [])].join(", ");
  const sayOne = (name: string, count: Cell): string =>
    words("charts.n_of", { name, count: sayCell(count, panel.unit, words) });
  const parts = [
    words(`charts.alternative.${isTime ? "time" : "groups"}`, {
      kind: words(`charts.kind.${panel.kind}`),
      series: list.format(series.slice(0, 6).map(({ label }) => label)),
      first: rows[0]?.label ?? "",
      last: rows.at(-1)?.label ?? "",
      value: sayCell(best.value, panel.unit, words),
      // A percentage has its unit in it.
      unit: panel.unit === "share" ? "" : ` (${words(`charts.unit.${panel.unit}`)})`,
      where: whereOf(best),
    }),
  ];
  const next = greatest.slice(1, 3);
  if (!isTime && next.length > 0)
    parts.push(
      words("charts.alternative.next", { list: next.map((place) => sayOne(whereOf(place), place.value)).join("; ") }),
    );
  const over = panel.partial?.row === panel.rows.at(-1) ? rows.length - 2 : rows.length - 1;
  if (isTime && over >= 0)
    parts.push(
      words("charts.alternative.latest", {
        row: rows[over]?.label ?? "",
        list: series.map(({ label }, one) => sayOne(label, panel.cells[over]?.[one] ?? null)).join("; "),
      }),
    );
  const untold = panel.cells.flat().filter((cell) => typeof cell === "string").length;
  if (untold > 0) parts.push(words("charts.alternative.untold", { count: untold }));
  return parts.join(" ");
}

interface Place {
  value: number;
  row: number;
  one: number;
}

/** Cells that are told and not nothing, the greatest first; equal ones as they stand. */
const greatestOf = ({ cells }: Panel): Place[] =>
  cells
    .flatMap((row, at) =>
      row.flatMap((value, one): Place[] => (typeof value === "number" && value > 0 ? [{ value, row: at, one }] : [])),
    )
    .toSorted((a, b) => b.value - a.value);

function sayN(panel: Panel, words: Translator): string {
  const parts = panel.n.map(({ of, count }) => {
    const [what = "", year] = of.split(":");
    const name = panel.seriesAxis === "type" ? sayKey(what, "type", {}, words) : sayKey(what, "word", {}, words);
    return words("charts.n_of", {
      name: year === undefined ? name : `${name} ${year}`,
      count: sayCell(count, "reports", words),
    });
  });
  return words("charts.n", { parts: parts.join("; ") });
}

function notesOf(panel: Panel, words: Translator): string[] {
  const cells = panel.cells.flat();
  const notes: string[] = [];
  if (panel.partial) {
    const day = sayDay(panel.partial.until, words);
    const isTime = panel.rows.includes(panel.partial.row);
    notes.push(
      words(
        isTime ? "charts.note.partial" : "charts.note.partial_group",
        isTime ? { day } : { day, what: panel.partial.row },
      ),
    );
  }
  for (const { name, day, verification } of panel.changes)
    notes.push(
      words("charts.note.change", {
        name: name[words.language],
        day: sayDay(day, words),
        verification: words(`charts.verification.${verification}`),
      }),
    );
  if (cells.some((cell) => typeof cell === "string")) notes.push(words("charts.note.masked"));
  if (panel.rows.includes("merged")) notes.push(words("charts.note.merged"));
  if (panel.isLog) notes.push(words("charts.note.log"));
  for (const { word, value } of panel.facts)
    if (value !== null && value !== 0)
      notes.push(words(`charts.fact.${word}`, { value: sayCell(value, "reports", words) }));
  return notes;
}

/** Shares stand beside counts of classes, where there are enough to speak of percent. */
function tableOf(
  cube: Cube,
  panel: Panel,
  rows: readonly Word[],
  series: readonly Word[],
  words: Translator,
): ShownPanel["table"] {
  const bases = cube.chart === "classes" ? panel.n.map(({ count }) => count) : [];
  const say = (cell: Cell, one: number): string => {
    const text = sayCell(cell, panel.unit, words);
    const base = bases[one];
    if (typeof base !== "number" || typeof cell !== "number" || base < proposedThresholds.percentBase) return text;
    return `${text} (${sayNumber(Math.round((cell * 100) / base), "share", words)})`;
  };
  return {
    columns: [words(`charts.axis.${panel.axis}`), ...series.map(({ label }) => label)],
    rows: rows.map(({ key, label }, at) => ({
      label,
      cells: (panel.cells[at] ?? []).map((cell, one) => say(cell, one)),
      note:
        panel.partial?.row === key && panel.axis !== "word"
          ? words("charts.partial", { day: sayDay(panel.partial.until, words) })
          : null,
    })),
  };
}

/** One row a cell, for a sheet: numbers stay numbers, what is masked says so. */
export function cellRows(cube: Cube, words: Translator): CellRow[] {
  return cube.panels.flatMap((panel) =>
    panel.rows.flatMap((row, at) =>
      panel.series.map((one, series) => {
        const cell = panel.cells[at]?.[series] ?? null;
        return {
          panel: titleOf(cube, panel, words),
          row: sayKey(row, panel.axis, panel.names, words),
          series: sayKey(one, panel.seriesAxis, panel.names, words),
          value: typeof cell === "number" ? String(cell) : cell === null ? "" : sayCell(cell, panel.unit, words),
          unit: words(`charts.unit.${panel.unit}`),
          zone: cube.zone ?? "",
          countedAt: cube.countedAt,
        };
      }),
    ),
  );
}
