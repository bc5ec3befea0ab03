// Draws the timeline of an incident as an SVG: a lane a category, a numbered dot an entry, a line where a day (UTC) begins. Pure; the table beneath has the same numbers.
import type { EventView } from "./model.ts";

/** Words and colours of the picture. */
export interface TimelineLook {
  title: string;
  /** Names of the categories by their key. */
  lane(category: string): string;
  isDark: boolean;
  isDemo?: boolean;
}
type Drawn = Pick<EventView, "happenedAt" | "endedAt" | "category" | "title" | "isApproximate">;

const size = { width: 680, labels: 120, right: 20, top: 44, lane: 36 } as const;
const inks = {
  light: { text: "#1d2433", quiet: "#5b6475", line: "#d7dce5", dot: "#3b4cca", onDot: "#ffffff" },
  dark: { text: "#e8ebf2", quiet: "#a3acbd", line: "#39414f", dot: "#9aa7ff", onDot: "#10141c" },
} as const;

/**
 * @param events in the order of time.
 * @returns a whole SVG document. Distances are shortened, so that a quiet month does not squeeze a busy night: each gap is as wide as its logarithm.
 */
export function drawTimeline(events: readonly Drawn[], look: TimelineLook): string {
  const ink = inks[look.isDark ? "dark" : "light"];
  const lanes = [...new Set(events.map(({ category }) => category))];
  const xs = placeEvents(events.map(({ happenedAt }) => Date.parse(happenedAt)));
  const height = size.top + Math.max(1, lanes.length) * size.lane + 12;
  const y = (category: string): number =>
    size.top + (lanes.indexOf(category as (typeof lanes)[number]) + 0.5) * size.lane;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${height}" width="${size.width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${escape(look.title)}</title>`,
    ...lanes.map(
      (lane) =>
        `<text x="0" y="${y(lane) + 4}" fill="${ink.text}">${escape(look.lane(lane))}</text><line x1="${size.labels}" x2="${size.width - size.right}" y1="${y(lane)}" y2="${y(lane)}" stroke="${ink.line}"/>`,
    ),
    ...drawDays(events, xs, height, ink),
    ...events.map((event, index) => drawEvent(event, index, xs, y(event.category), ink)),
    "</svg>",
  ];
  return parts.join("\n");
}

function drawEvent(
  event: Drawn,
  index: number,
  xs: readonly number[],
  y: number,
  ink: (typeof inks)["light" | "dark"],
): string {
  const x = xs[index] ?? size.labels;
  const said = `${index + 1}. ${event.happenedAt.slice(0, 16).replace("T", " ")} UTC ${event.title}`;
  const look = event.isApproximate ? `fill="none" stroke="${ink.dot}" stroke-width="2"` : `fill="${ink.dot}"`;
  // Numbers in the dots only where they can be told apart.
  const isRoomy = xs.length <= 40;
  const number = isRoomy
    ? `<text x="${x}" y="${y + 4}" text-anchor="middle" font-size="10" fill="${event.isApproximate ? ink.text : ink.onDot}">${index + 1}</text>`
    : "";
  return `<g><title>${escape(said)}</title><circle cx="${x}" cy="${y}" r="${isRoomy ? 9 : 4}" ${look}/>${number}</g>`;
}

function drawDays(
  events: readonly Drawn[],
  xs: readonly number[],
  height: number,
  ink: (typeof inks)["light" | "dark"],
): string[] {
  const parts: string[] = [];
  let day = "";
  let labelEnds = 0;
  for (const [index, { happenedAt }] of events.entries()) {
    const here = happenedAt.slice(0, 10);
    if (here === day) continue;
    day = here;
    const x = (xs[index] ?? 0) - 12;
    parts.push(
      `<line x1="${x}" x2="${x}" y1="${size.top - 14}" y2="${height - 8}" stroke="${ink.line}" stroke-dasharray="2 3"/>`,
    );
    if (x < labelEnds) continue;
    const anchor = x > size.width - 90 ? "end" : "start";
    parts.push(`<text x="${x}" y="${size.top - 20}" text-anchor="${anchor}" fill="${ink.quiet}">${here}</text>`);
    labelEnds = x + 76;
  }
  return parts;
}

/** Where each instant stands, from left to right: never closer than a dot while there is room, and never in another order than that of time. */
export function placeEvents(instants: readonly number[]): number[] {
  const gaps = instants.map((at, index) => {
    const before = instants[index - 1];
    return before === undefined ? 0 : 22 + 14 * Math.log2(1 + Math.max(0, at - before) / 600_000);
  });
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  const room = size.width - size.labels - size.right - 28;
  const scale = total > room ? room / total : Math.min(1.6, total === 0 ? 1 : room / total);
  let x = size.labels + 14;
  return gaps.map((gap) => {
    x += gap * scale;
    return Math.round(x * 10) / 10;
  });
}

function escape(text: string): string {
  return (
    text
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      // What XML cannot hold.
      .replaceAll(/[\p{Cc}\ufffe\uffff]/gu, " ")
  );
}
