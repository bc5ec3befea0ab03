// Decides what an import file would do to the tree of areas: what is added, changed and ended, and everything that is wrong with it. Pure.
import {
  type AreaChange,
  type AreaLevel,
  type AreaLevelNames,
  areaLevels,
  areaLimits,
  type AreaNames,
  type AreaRow,
  type ImportProblem,
  type IncomingArea,
  type Shape,
} from "./model.ts";
import { matchShape } from "./match-shape.ts";
import { readShape } from "./shapes.ts";
import { simplifyShapes } from "./simplify-shapes.ts";
import { circlesIn } from "./walk-areas.ts";

export interface AreaPlan {
  problems: ImportProblem[];
  changes: AreaChange[];
  unchanged: number;
  /** The rows that differ, as they will be. Empty where there are problems. */
  rows: AreaRow[];
}

const idForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/;
type Tell = (field: string, code: ImportProblem["code"], values?: Record<string, string>) => void;

/** @param existing every area, ended ones too. @param levels the country's own words for levels are read beside ours. */
export function planImport(
  existing: readonly AreaRow[],
  incoming: readonly IncomingArea[],
  levels: readonly AreaLevelNames[] = [],
): AreaPlan {
  const problems: ImportProblem[] = [];
  const before = new Map(existing.map((area) => [area.id, area]));
  const after = new Map(before);
  const lines = new Map<string, number>();
  const brought = new Map<string, Shape>();
  for (const given of incoming) {
    const tell: Tell = (field, code, values = {}) => problems.push({ line: given.line, field, code, values });
    const matched = matchShape(given, existing);
    if ("code" in matched) {
      tell("geometry", matched.code, matched.values);
      continue;
    }
    const entry = matched;
    if (!idForm.test(entry.id)) tell("id", "id", { id: entry.id.slice(0, 60) });
    else if (lines.has(entry.id)) tell("id", "duplicate", { id: entry.id, line: String(lines.get(entry.id)) });
    else {
      lines.set(entry.id, entry.line);
      const area = merge(before.get(entry.id), entry, levels, tell);
      after.set(entry.id, area);
      if (entry.geometry !== undefined && area.shape) brought.set(entry.id, area.shape);
    }
  }
  // Together, so that neighbours keep one border.
  for (const [id, shape] of simplifyShapes(brought, brought.size * areaLimits.storedPositions)) {
    const area = after.get(id);
    if (area) after.set(id, { ...area, shape });
  }
  judgeTree(after, lines, problems);
  const rows = [...lines.keys()].flatMap((id) => {
    const [old, now] = [before.get(id), after.get(id)];
    return now && changedFields(old, now).length > 0 ? [now] : [];
  });
  const changes = rows.map((row): AreaChange => {
    const old = before.get(row.id);
    const kind = !old ? "added" : old.endedAt === null && row.endedAt !== null ? "ended" : "changed";
    return { id: row.id, kind, fields: old ? changedFields(old, row) : [], name: nameOf(row) };
  });
  problems.sort((a, b) => a.line - b.line);
  return { problems, changes, unchanged: lines.size - rows.length, rows: problems.length > 0 ? [] : rows };
}

function nameOf({ id, names }: AreaRow): string {
  return names.fr ?? names.en ?? names.mn ?? id;
}

function merge(old: AreaRow | undefined, entry: IncomingArea, levels: readonly AreaLevelNames[], tell: Tell): AreaRow {
  const level = entry.level === undefined ? old?.level : readLevel(entry.level, levels);
  if (level === undefined)
    tell("level", entry.level === undefined ? "level_missing" : "level", {
      level: entry.level ?? "",
      levels: areaLevels.join(", "),
    });
  const names: AreaNames = { ...old?.names, ...entry.names };
  if (Object.keys(names).length === 0) tell("name_fr", "name_missing");
  for (const [language, name] of Object.entries(names)) if (name.length > 200) tell(`name_${language}`, "name_long");
  const parentId = entry.parentId === undefined ? (old?.parentId ?? null) : entry.parentId;
  if (parentId === null && level !== undefined && level !== "country") tell("parent", "parent_missing");
  return {
    id: entry.id,
    parentId,
    level: level ?? "municipality",
    names,
    population: readPopulation(old, entry, tell),
    tile: readTile(old, entry, tell),
    shape: readGeometry(old, entry, tell),
    endedAt: readEnd(old, entry, tell),
    endReason: entry.endReason?.slice(0, 500) ?? old?.endReason ?? null,
    successors: entry.successors ? [...new Set(entry.successors)].sort() : (old?.successors ?? []),
    borders: entry.borders ? [...new Set(entry.borders)].sort() : (old?.borders ?? []),
    version: old?.version ?? 1,
  };
}

function readLevel(text: string, levels: readonly AreaLevelNames[]): AreaLevel | undefined {
  const wanted = text.trim().toLowerCase();
  return (
    areaLevels.find((level) => level === wanted) ??
    levels.find(({ names }) => Object.values(names).some((name) => name.toLowerCase() === wanted))?.id
  );
}

function readPopulation(old: AreaRow | undefined, { population }: IncomingArea, tell: Tell): number | null {
  if (population === undefined) return old?.population ?? null;
  if (population === null) return null;
  // Thousands are written with spaces, narrow spaces or apostrophes in tables.
  const digits = String(population).replaceAll(/[\s\u00a0\u202f'’]/g, "");
  const people = /^\d{1,10}$/.test(digits) ? Number(digits) : undefined;
  if (people === undefined) tell("population", "population", { population: String(population).slice(0, 40) });
  return people ?? null;
}

function readTile(old: AreaRow | undefined, { tile }: IncomingArea, tell: Tell): AreaRow["tile"] {
  if (tile === undefined) return old?.tile ?? null;
  const [column, row] = [tile.column, tile.row].map((part) => (/^\d{1,2}$/.test(String(part)) ? Number(part) : -1));
  if (column !== undefined && row !== undefined && column >= 0 && row >= 0) return { column, row };
  tell("tile_column", "tile");
  return null;
}

function readGeometry(old: AreaRow | undefined, { geometry }: IncomingArea, tell: Tell): AreaRow["shape"] {
  if (geometry === undefined) return old?.shape ?? null;
  const shape = readShape(geometry);
  if (!("expected" in shape)) return shape;
  tell("geometry", "shape", { expected: shape.expected });
  return null;
}

function readEnd(old: AreaRow | undefined, { endedAt }: IncomingArea, tell: Tell): string | null {
  if (endedAt === undefined) return old?.endedAt ?? null;
  const at = /^\d{4}-\d{2}-\d{2}(T.*Z)?$/.test(endedAt) ? Date.parse(endedAt) : Number.NaN;
  if (!Number.isNaN(at) && new Date(at).toISOString().startsWith(endedAt.slice(0, 10)))
    return new Date(at).toISOString();
  tell("ended_at", "end", { end: endedAt.slice(0, 40) });
  return null;
}

// What holds between areas is judged of the tree as it will be, and told at the line that brought it.
function judgeTree(after: ReadonlyMap<string, AreaRow>, lines: ReadonlyMap<string, number>, problems: ImportProblem[]) {
  const circling = circlesIn(after);
  const living = [...after.values()].filter(({ endedAt }) => endedAt === null);
  const countries = living.filter(({ level }) => level === "country");
  const parentsOfLiving = new Map(living.map((area) => [area.parentId, area.id]));
  for (const [id, line] of lines) {
    const area = after.get(id);
    if (!area) continue;
    const tell: Tell = (field, code, values = {}) => problems.push({ line, field, code, values });
    const parent = area.parentId === null ? undefined : after.get(area.parentId);
    if (area.parentId !== null && !parent) tell("parent", "parent_unknown", { parent: area.parentId });
    else if (circling.has(id)) tell("parent", "cycle", { id });
    else if (parent && areaLevels.indexOf(parent.level) >= areaLevels.indexOf(area.level))
      tell("level", "parent_level", { level: area.level, parent: parent.id, parentLevel: parent.level });
    else if (parent?.endedAt && area.endedAt === null) tell("parent", "parent_ended", { parent: parent.id });
    if (area.level === "country" && area.endedAt === null && countries.length > 1)
      tell("level", "second_country", { id: countries.find((one) => one.id !== id)?.id ?? "" });
    for (const successor of area.successors) {
      if (!after.has(successor) || successor === id) tell("successors", "successor_unknown", { id: successor });
      else if (after.get(successor)?.endedAt) tell("successors", "successor_ended", { id: successor });
    }
    const child = area.endedAt === null ? undefined : parentsOfLiving.get(id);
    if (child !== undefined && !circling.has(id)) tell("ended_at", "children_live", { child });
    // Areas that the file does not name still lie in those that it changes.
    const below = [...after.values()].find(
      (one) =>
        one.parentId === id && !lines.has(one.id) && areaLevels.indexOf(area.level) >= areaLevels.indexOf(one.level),
    );
    if (below) tell("level", "parent_level", { level: below.level, parent: id, parentLevel: area.level });
    for (const border of area.borders)
      if (!after.has(border) || border === id) tell("borders", "border_unknown", { id: border });
  }
}

const compared = [
  "parentId",
  "level",
  "names",
  "population",
  "tile",
  "shape",
  "endedAt",
  "endReason",
  "successors",
  "borders",
] as const;

function changedFields(old: AreaRow | undefined, now: AreaRow): string[] {
  if (!old) return ["id"];
  const plain = (value: unknown): string =>
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === "object" && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    );
  return compared.filter((field) => plain(old[field]) !== plain(now[field]));
}
