// Makes timeline entries of a file's rows: a table with headings, or the lines that `toguna scan` prints. Pure; what cannot be read is told by its line.
import { createHash } from "node:crypto";
import type { ReadSheet } from "../../platform/sheets/index.ts";
import { type EventCategory, eventCategories, type ImportAsked, type ImportColumn, importColumns } from "./model.ts";
import { readInstant } from "./read-instant.ts";

export interface NewEvent {
  line: number;
  happenedAt: string;
  title: string;
  body: string;
  source: string;
  category: EventCategory;
  /** The same row of the same or another file gives the same key. */
  importKey: string;
}
export interface ReadRows {
  taken: Partial<Record<ImportColumn, string>>;
  events: NewEvent[];
  problems: { line: number; message: string }[];
}

/** Headings as logs and people name them, in the three languages; the first that fits is taken. */
const guesses: Record<ImportColumn, RegExp> = {
  time: /^(@?timestamp|date ?time|datetime|time|at|utc|date|event ?time|time ?created|happened ?at|start|heure|horodatage|date et heure|цаг|огноо|хугацаа)/i,
  title: /^(title|titre|event|message|summary|what|action|rule|evenement|événement|quoi|гарчиг|үйл явдал|юу)/i,
  body: /^(body|description|details?|texte|text|notes?|comment|дэлгэрэнгүй|тайлбар)/i,
  source: /^(source|log|file|host|origin|fichier|origine|computer|эх сурвалж|эх)/i,
  category: /^(category|categorie|catégorie|phase|kind|ангилал)/i,
};

/** @throws nothing: a table without a column of times gives one problem, at its first line. */
export function readRows(sheet: Pick<ReadSheet, "header" | "rows" | "problems">, asked: ImportAsked): ReadRows {
  const taken = takeColumns(sheet.header, asked);
  const problems = sheet.problems.map(({ line }) => ({ line, message: "This line could not be read." }));
  const missing = (["time", "title"] as const).find((column) => taken[column] === undefined);
  if (missing !== undefined)
    return {
      taken,
      events: [],
      problems: [{ line: 1, message: `Expected a column that holds the ${missing}; name it.` }],
    };
  const at = (column: ImportColumn): number => sheet.header.indexOf(taken[column] ?? "\u0000");
  const key = makeKeys();
  const events: NewEvent[] = [];
  for (const { line, cells } of sheet.rows) {
    const cell = (column: ImportColumn): string => (at(column) < 0 ? "" : (cells[at(column)] ?? "").trim());
    const happenedAt = readInstant(cell("time"), asked.zone);
    const title = cell("title").slice(0, 300);
    if (happenedAt === undefined)
      problems.push({
        line,
        message: `Expected a time such as 2026-11-22 14:07:31, not “${cell("time").slice(0, 60)}”.`,
      });
    else if (title === "") problems.push({ line, message: "Expected what happened in words." });
    else {
      const body = cell("title").length > 300 ? `${cell("title")}\n${cell("body")}` : cell("body");
      const row = { happenedAt, title, body: body.slice(0, 20_000), source: cell("source").slice(0, 300) };
      events.push({ line, ...row, category: categoryOf(cell("category")), importKey: key(row) });
    }
  }
  return { taken, events, problems };
}

/** Lines of JSON as `toguna scan` prints them; undefined for a file that is none. A finding without a time is told, since nobody knows when it was. */
export function readScan(text: string): ReadRows | undefined {
  const lines = text.split(/\r?\n/);
  const first = lines.find((line) => line.trim() !== "");
  if (first === undefined || !isFinding(parse(first))) return undefined;
  const problems: ReadRows["problems"] = [];
  const events: NewEvent[] = [];
  const key = makeKeys();
  for (const [index, text] of lines.entries()) {
    if (text.trim() === "") continue;
    const line = index + 1;
    const found = parse(text);
    if (!isFinding(found)) problems.push({ line, message: "Expected a line of a scan, as JSON." });
    else {
      const happenedAt = typeof found.at === "string" ? readInstant(found.at, "UTC") : undefined;
      if (happenedAt === undefined)
        problems.push({ line, message: `The finding “${found.rule.slice(0, 100)}” bears no time.` });
      else {
        const row = {
          happenedAt,
          title: found.rule.slice(0, 300),
          body: [found.why ?? "", `${found.engine} · ${found.ruleId} · ${found.level}`]
            .filter((part) => part !== "")
            .join("\n"),
          source: found.source.slice(0, 300),
        };
        events.push({ line, ...row, category: "detection", importKey: key(row) });
      }
    }
  }
  return { taken: {}, events, problems };
}

interface ScanLine {
  engine: string;
  ruleId: string;
  rule: string;
  level: string;
  source: string;
  at?: unknown;
  why?: string;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isFinding(value: unknown): value is ScanLine {
  if (typeof value !== "object" || value === null) return false;
  const row = value as Record<string, unknown>;
  return (
    ["engine", "ruleId", "rule", "level", "source"].every((name) => typeof row[name] === "string") &&
    (row["why"] === undefined || typeof row["why"] === "string") &&
    String(row["rule"]).trim() !== ""
  );
}

function takeColumns(header: readonly string[], asked: ImportAsked): ReadRows["taken"] {
  const taken: ReadRows["taken"] = {};
  const free = new Set(header.filter((name) => name !== ""));
  for (const column of importColumns) {
    const named = asked[column];
    if (named !== undefined && free.delete(named)) taken[column] = named;
  }
  for (const column of importColumns) {
    if (taken[column] !== undefined || asked[column] !== undefined) continue;
    const found = [...free].find((name) => guesses[column].test(name.trim()));
    if (found === undefined) continue;
    taken[column] = found;
    free.delete(found);
  }
  return taken;
}

function categoryOf(text: string): EventCategory {
  const wanted = text.toLowerCase();
  return eventCategories.find((name) => name === wanted) ?? "other";
}

function makeKeys(): (row: { happenedAt: string; title: string; body: string; source: string }) => string {
  const seen = new Map<string, number>();
  return ({ happenedAt, title, body, source }) => {
    const print = createHash("sha256")
      .update(JSON.stringify([happenedAt, title, body, source]))
      .digest("hex");
    const count = seen.get(print) ?? 0;
    seen.set(print, count + 1);
    return `${print}:${count}`;
  };
}
