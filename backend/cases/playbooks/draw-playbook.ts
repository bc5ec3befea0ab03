// Draws a playbook as an SVG: its steps from above to below, what each waits for, and the answer that leads on. Pure; the list beneath says the same.
import { Graph, layout } from "@dagrejs/dagre";
import type { Playbook, Step, StepState } from "./model.ts";
import { needsOf } from "./rules.ts";

export interface PlaybookLook {
  language: "fr" | "en" | "mn";
  isDark: boolean;
  /** Words for kinds of steps and for outcomes of approvals. */
  kind(kind: Step["kind"]): string;
  outcome(outcome: string): string;
  /** How far a run is, by step; absent in a picture of the playbook itself. */
  standing?: ReadonlyMap<string, StepState>;
}

const box = { width: 250, line: 17, pad: 12, letters: 28 } as const;
const inks = {
  light: {
    text: "#1d2433",
    quiet: "#5b6475",
    line: "#8a93a6",
    fill: "#ffffff",
    ask: "#eef0ff",
    over: "#e6f4ea",
    ready: "#fff6dd",
  },
  dark: {
    text: "#e8ebf2",
    quiet: "#a3acbd",
    line: "#737d90",
    fill: "#1b212c",
    ask: "#262b4d",
    over: "#1f3a2a",
    ready: "#443a17",
  },
} as const;
type Ink = (typeof inks)["light" | "dark"];

interface Placed {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** @returns a whole SVG document. */
export function drawPlaybook(playbook: Playbook, look: PlaybookLook): string {
  const ink = inks[look.isDark ? "dark" : "light"];
  const graph = new Graph();
  graph.setGraph({ rankdir: "TB", nodesep: 24, ranksep: 40, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  const lines = new Map(playbook.steps.map((step) => [step.id, broken(step.titles[look.language])]));
  for (const step of playbook.steps)
    graph.setNode(step.id, {
      width: box.width,
      height: box.pad * 2 + box.line * ((lines.get(step.id)?.length ?? 1) + 1),
    });
  for (const step of playbook.steps) for (const before of needsOf(step)) graph.setEdge(before, step.id);
  layout(graph);
  const size = graph.graph() as { width?: number; height?: number };
  const [width, height] = [Math.ceil(size.width ?? 0), Math.ceil(size.height ?? 0)];
  const title = playbook.titles[look.language];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="13">`,
    `<title>${escape(title)}</title>`,
    `<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="${ink.line}"/></marker></defs>`,
    ...playbook.steps.flatMap((step) =>
      needsOf(step).map((before) => drawEdge(graph, before, step, playbook, look, ink)),
    ),
    ...playbook.steps.map((step) => drawStep(graph.node(step.id) as Placed, step, lines.get(step.id) ?? [], look, ink)),
    "</svg>",
  ].join("\n");
}

function drawStep(at: Placed, step: Step, lines: readonly string[], look: PlaybookLook, ink: Ink): string {
  const [left, top] = [at.x - at.width / 2, at.y - at.height / 2];
  const state = look.standing?.get(step.id);
  const isQuestion = step.kind === "choice" || step.kind === "approval";
  const fill = state === "done" ? ink.over : state === "ready" ? ink.ready : isQuestion ? ink.ask : ink.fill;
  const dash = state === "skipped" ? ' stroke-dasharray="4 3" opacity="0.6"' : "";
  const text = lines.map(
    (line, index) =>
      `<text x="${left + box.pad}" y="${top + box.pad + box.line * (index + 2) - 5}" fill="${ink.text}">${escape(line)}</text>`,
  );
  const length =
    step.kind === "wait"
      ? ` ${said(step.for, look.language)}`
      : step.kind === "task" && step.due
        ? ` · ${said(step.due, look.language)}`
        : "";
  return [
    `<g${state ? ` data-state="${state}"` : ""}${dash}><rect x="${left}" y="${top}" width="${at.width}" height="${at.height}" rx="${isQuestion ? 18 : 6}" fill="${fill}" stroke="${ink.line}"/>`,
    `<text x="${left + box.pad}" y="${top + box.pad + box.line - 5}" fill="${ink.quiet}" font-size="11">${escape(look.kind(step.kind) + length)}</text>`,
    ...text,
    "</g>",
  ].join("");
}

function drawEdge(graph: Graph, before: string, step: Step, playbook: Playbook, look: PlaybookLook, ink: Ink): string {
  const { points = [] } = graph.edge(before, step.id) as { points?: { x: number; y: number }[] };
  const path = points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join(" ");
  const middle = points[Math.floor(points.length / 2)];
  const asked = step.when?.step === before ? step.when.is : [];
  const from = playbook.steps.find((one) => one.id === before);
  const names = asked.map((one) => {
    const option = from?.kind === "choice" ? from.options.find((known) => known.id === one) : undefined;
    return option ? option.titles[look.language] : look.outcome(one);
  });
  const label =
    names.length === 0 || !middle
      ? ""
      : `<text x="${middle.x}" y="${middle.y - 4}" text-anchor="middle" font-size="11" fill="${ink.text}" stroke="${look.isDark ? "#10141c" : "#ffffff"}" stroke-width="3" paint-order="stroke">${escape(cut(names.join(" / ")))}</text>`;
  return `<path d="${path}" fill="none" stroke="${ink.line}" marker-end="url(#tip)"/>${label}`;
}

const units = {
  fr: { D: "j", H: "h", M: "min" },
  en: { D: "d", H: "h", M: "min" },
  mn: { D: "өдөр", H: "цаг", M: "мин" },
} as const;

/** "PT4H" as "4 h", "P1DT12H" as "1 j 12 h" in French: the signs of everyday use in each language of the desk. */
function said(duration: string, language: PlaybookLook["language"]): string {
  return duration
    .replace(/^P|T/g, "")
    .replace(/(\d+)([DHM])/g, (_, number: string, unit: "D" | "H" | "M") => `${number} ${units[language][unit]} `)
    .trim();
}

function broken(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < box.letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.length > 5 ? [...lines.slice(0, 4), `${lines[4] ?? ""} …`] : lines;
}

const cut = (text: string): string => (text.length > 34 ? `${text.slice(0, 33)}…` : text);

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign);
}
