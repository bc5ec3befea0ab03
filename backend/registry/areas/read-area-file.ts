// Reads an import file of areas: a table (CSV, XLSX), a JSON list or tree, or features of GeoJSON and TopoJSON. What cannot be read is told by its place.
import type { Topology } from "topojson-specification";
import { feature } from "topojson-client";
import { invalidInput } from "../../platform/errors/index.ts";
import { readSheet } from "../../platform/sheets/index.ts";
import { type AreaFileFormat, areaLimits, type AreaNames, type ImportProblem, type IncomingArea } from "./model.ts";

export interface ReadAreas {
  format: AreaFileFormat;
  areas: IncomingArea[];
  problems: ImportProblem[];
}

/** Column heads that mean a field; compared in small letters without accents. */
const heads: Record<string, string> = {
  id: "id",
  code: "id",
  parent: "parentId",
  parent_id: "parentId",
  parentid: "parentId",
  level: "level",
  niveau: "level",
  name_fr: "fr",
  nom: "fr",
  nom_fr: "fr",
  name_en: "en",
  name: "en",
  shapename: "en",
  adm1_fr: "fr",
  adm1_en: "en",
  name_mn: "mn",
  ner: "mn",
  нэр: "mn",
  population: "population",
  ended_at: "endedAt",
  end_reason: "endReason",
  successors: "successors",
  borders: "borders",
  tile_column: "column",
  tile_row: "row",
};

/** @throws AppError too_large, unsupported_media_type, invalid_input `file`. */
export async function readAreaFile(bytes: Uint8Array): Promise<ReadAreas> {
  const start = new TextDecoder().decode(bytes.subarray(0, 200)).replace(/^\uFEFF/, "");
  const isJson = /^\s*[[{]/.test(start);
  return isJson ? readJson(bytes) : await readTable(bytes);
}

async function readTable(bytes: Uint8Array): Promise<ReadAreas> {
  const sheet = await readSheet(bytes, {
    limits: { fileBytes: areaLimits.fileBytes, rows: areaLimits.areas, columns: 40 },
  });
  const fields = sheet.header.map((head) => heads[bare(head)]);
  if (!fields.includes("id"))
    throw invalidInput([
      { path: "file", message: "Expected a column named id, beside parent, level, name_fr, name_en, name_mn." },
    ]);
  const problems: ImportProblem[] = sheet.problems.map(({ line, code }) => ({
    line,
    field: "file",
    code: "unreadable",
    values: { what: code },
  }));
  const areas = sheet.rows.map(({ line, cells }) => {
    const told = new Map<string, string>();
    for (const [at, field] of fields.entries()) if (field !== undefined) told.set(field, cells[at]?.trim() ?? "");
    return fromTexts(line, told);
  });
  return { format: sheet.format === "xlsx" ? "xlsx" : "csv", areas, problems };
}

function bare(head: string): string {
  return head
    .trim()
    .toLowerCase()
    .normalize("NFD")
    .replaceAll(/[\u0300-\u0305\u0307-\u036f]/g, "")
    .replaceAll(/[\s-]+/g, "_");
}

function fromTexts(line: number, told: ReadonlyMap<string, string>): IncomingArea {
  const text = (field: string): string => told.get(field) ?? "";
  const list = (field: string): string[] =>
    text(field)
      .split(/[;,|]/)
      .map((one) => one.trim())
      .filter(Boolean);
  const names: AreaNames = {};
  for (const language of ["fr", "en", "mn"] as const) if (text(language)) names[language] = text(language);
  const level = text("level");
  return {
    line,
    id: text("id"),
    ...(text("parentId") ? { parentId: text("parentId") } : {}),
    ...(level ? { level } : {}),
    ...(Object.keys(names).length > 0 ? { names } : {}),
    ...(text("population") ? { population: text("population") } : {}),
    ...(text("column") || text("row") ? { tile: { column: text("column"), row: text("row") } } : {}),
    ...(text("endedAt") ? { endedAt: text("endedAt") } : {}),
    ...(text("endReason") ? { endReason: text("endReason") } : {}),
    ...(list("successors").length > 0 ? { successors: list("successors") } : {}),
    ...(list("borders").length > 0 ? { borders: list("borders") } : {}),
  };
}

function readJson(bytes: Uint8Array): ReadAreas {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes).replace(/^\uFEFF/, ""));
  } catch {
    throw invalidInput([{ path: "file", message: "Expected JSON in UTF-8; this file begins like JSON and is none." }]);
  }
  if (isObject(value) && value["type"] === "FeatureCollection") return readFeatures(value["features"]);
  if (isObject(value) && value["type"] === "Topology")
    return { ...readFeatures(featuresOf(value)), format: "topojson" };
  const areas: IncomingArea[] = [];
  const roots = Array.isArray(value)
    ? value
    : isObject(value) && Array.isArray(value["areas"])
      ? value["areas"]
      : [value];
  const open = (roots as unknown[]).map((node) => ({ node, parentId: undefined as string | undefined }));
  // First come, first read: a list keeps its own order, and a place in it can be told.
  for (let at = 0; at < open.length; at += 1) {
    if (open.length > areaLimits.areas) throw tooMany();
    const { node, parentId } = open[at] ?? { node: undefined, parentId: undefined };
    const area = fromObject(at + 1, isObject(node) ? node : {}, undefined);
    areas.push(parentId === undefined ? area : { ...area, parentId });
    const children = isObject(node) ? node["children"] : undefined;
    if (Array.isArray(children))
      for (const child of children as unknown[]) open.push({ node: child, parentId: area.id });
  }
  return { format: "json", areas, problems: [] };
}

/** Every object of a TopoJSON file as features of GeoJSON. @throws invalid_input `file` where its lines do not fit together. */
function featuresOf(value: Record<string, unknown>): unknown[] {
  try {
    const topology = value as unknown as Topology;
    return Object.values(topology.objects).flatMap((object): unknown[] => {
      const read = feature(topology, object);
      return "features" in read ? read.features : [read];
    });
  } catch {
    throw invalidInput([
      {
        path: "file",
        message:
          "Expected TopoJSON with objects, and arcs that each object's lines name; this file's do not fit together.",
      },
    ]);
  }
}

function readFeatures(features: unknown): ReadAreas {
  if (!Array.isArray(features))
    throw invalidInput([{ path: "file", message: "Expected a GeoJSON FeatureCollection with a list of features." }]);
  if (features.length > areaLimits.areas) throw tooMany();
  const areas = (features as unknown[]).map((feature, at) => {
    const own = isObject(feature) ? feature : {};
    const properties = isObject(own["properties"]) ? own["properties"] : {};
    const id = properties["id"] ?? properties["code"] ?? own["id"];
    return fromObject(at + 1, { ...properties, id }, own["geometry"] ?? {});
  });
  return { format: "geojson", areas, problems: [] };
}

function fromObject(line: number, node: Record<string, unknown>, geometry: unknown): IncomingArea {
  const told = new Map<string, string>();
  for (const [key, value] of Object.entries(node)) {
    const field = heads[bare(key)] ?? (key === "endedAt" || key === "endReason" ? key : undefined);
    if (field === undefined || value === null || value === undefined) continue;
    told.set(field, Array.isArray(value) ? value.map(String).join(";") : sayPlain(value));
  }
  const nested = node["names"];
  if (isObject(nested))
    for (const language of ["fr", "en", "mn"]) {
      const name = nested[language];
      if (typeof name === "string") told.set(language, name.trim());
    }
  const tile = node["tile"];
  if (isObject(tile)) {
    told.set("column", sayPlain(tile["column"]));
    told.set("row", sayPlain(tile["row"]));
  }
  const area = fromTexts(line, told);
  return geometry === undefined ? area : { ...area, geometry };
}

function sayPlain(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value).trim()
    : "";
}

function tooMany(): Error {
  return invalidInput([{ path: "file", message: `Expected at most ${areaLimits.areas} areas in one file.` }]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
