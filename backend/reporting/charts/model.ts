// The fourteen charts: what a chart's numbers are before they are drawn, and how a drawn one is answered. Pure.
import { z } from "zod";

/** In the order in which they are shown; each is one entry of the list in docs/statistics.md. */
export const chartIds = [
  "volume",
  "classes",
  "sectors",
  "phenomena",
  "causes",
  "times",
  "clocks",
  "notified",
  "exposure",
  "phishing",
  "areas",
  "formalities",
  "maturity",
  "losses",
] as const;
export type ChartId = (typeof chartIds)[number];

export const audiences = ["desk", "committee", "authority"] as const;
export type Audience = (typeof audiences)[number];

/** Which charts each reader has. An authority's are counted from its own rows, when it looks. */
export const chartsOf: Record<Audience, readonly ChartId[]> = {
  desk: ["volume", "classes", "sectors", "phenomena", "times", "notified", "exposure", "phishing", "areas"],
  committee: ["volume", "classes", "sectors", "phenomena", "times", "exposure", "areas", "losses"],
  authority: ["causes", "clocks", "formalities", "maturity", "losses"],
};

export const panelKinds = ["lines", "bars", "heat", "multiples", "columns", "tiles", "map", "tree", "dots"] as const;
/** What stands along the axis: it says how a key is put in words. */
export const axisKinds = ["month", "week", "day", "class", "type", "sector", "area", "word", "name"] as const;
export type AxisKind = (typeof axisKinds)[number];
export const units = [
  "reports",
  "incidents",
  "cases",
  "hours",
  "days",
  "user_hours",
  "filings",
  "organisations",
  "findings",
  "domains",
  "takedowns",
  "rate",
  "share",
  "money",
  "steps",
] as const;
export type Unit = (typeof units)[number];

const Names = z.object({ fr: z.string(), en: z.string(), mn: z.string() });
/** A count; null where there is nothing to tell (no median of nothing); "few:5": from 1 to 4; "hidden": it would tell another one. */
export const Cell = z.union([z.number(), z.null(), z.string().regex(/^(hidden|few:\d{1,3})$/)]);
export type Cell = z.infer<typeof Cell>;

export const Panel = z.object({
  id: z.string(),
  kind: z.enum(panelKinds),
  unit: z.enum(units),
  axis: z.enum(axisKinds),
  rows: z.array(z.string()),
  seriesAxis: z.enum(axisKinds),
  series: z.array(z.string()),
  /** By row, then by series. */
  cells: z.array(z.array(Cell)),
  /** How many things the panel stands on, by series where these are never added together; a masked one is a cell like others. */
  n: z.array(z.object({ of: z.string(), count: Cell })),
  /** The row that is not over yet, and the day up to which it is counted. */
  partial: z.object({ row: z.string(), until: z.string() }).nullable().default(null),
  /** Days from which another law held, at the row in which they fall. */
  changes: z.array(z.object({ row: z.string(), name: Names, day: z.string(), verification: z.string() })).default([]),
  /** Names of keys of the axis "name" and "area". */
  names: z.record(z.string(), Names).default({}),
  places: z.record(z.string(), z.object({ column: z.number(), row: z.number() })).default({}),
  /** Shapes of areas as paths, for a picture of that width and height; where an area's number has room. Null: there is no map. */
  map: z
    .object({
      width: z.number(),
      height: z.number(),
      shapes: z.record(
        z.string(),
        z.object({ d: z.string(), x: z.number(), y: z.number(), room: z.number(), tall: z.number() }),
      ),
    })
    .nullable()
    .default(null),
  isLog: z.boolean().default(false),
  /** Numbers that are told beside: a median, how many could not be read. */
  facts: z.array(z.object({ word: z.string(), value: Cell })).default([]),
});
export type Panel = z.infer<typeof Panel>;

export const Cube = z.object({
  chart: z.enum(chartIds),
  countedAt: z.string(),
  /** Whose months and days are counted (IANA); cubes of old releases do not say it. */
  zone: z.string().optional(),
  panels: z.array(Panel),
});
export type Cube = z.infer<typeof Cube>;

export const ShownTable = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.object({ label: z.string(), cells: z.array(z.string()), note: z.string().nullable() })),
});
export const ShownPanel = z.object({
  id: z.string(),
  title: z.string(),
  /** One sentence that says what the picture shows, for those who do not see it. */
  alternative: z.string(),
  n: z.string(),
  notes: z.array(z.string()),
  /** Drawn for 720 and for 340 units of width; empty where there is nothing to draw. */
  wide: z.string(),
  narrow: z.string(),
  table: ShownTable,
});
export type ShownPanel = z.infer<typeof ShownPanel>;
export const ShownChart = z.object({
  chart: z.enum(chartIds),
  title: z.string(),
  /** What is counted, and what feeds it. */
  text: z.string(),
  /** From what it was counted, when, and in which zone a day begins. */
  source: z.string(),
  countedAt: z.string(),
  isEmpty: z.boolean(),
  panels: z.array(ShownPanel),
});
export type ShownChart = z.infer<typeof ShownChart>;

/** Which of the parts of one chart, as a sheet: one row a cell. */
export interface CellRow {
  panel: string;
  row: string;
  series: string;
  value: string;
  unit: string;
  /** Whose months and days they are; empty where it was not kept. */
  zone: string;
  /** ISO 8601 with zone. */
  countedAt: string;
}
