// Administrative areas: four levels whose names are each country's own, the shape of an import file, and what its preview says. Pure; screens read it too.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";

/** From the whole to its parts. A parent's level stands before its child's; a level may be passed over. */
export const areaLevels = ["country", "region", "district", "municipality"] as const;
export type AreaLevel = (typeof areaLevels)[number];

export type AreaNames = Partial<Record<"fr" | "en" | "mn", string>>;
/** A place in the map of equal tiles, counted from 0 at the north-west. */
export interface Tile {
  column: number;
  row: number;
}
/** A position in degrees, longitude first (RFC 7946 §3.1.1). */
export type Position = readonly [number, number];
/** RFC 7946 §3.1.7 as one form: a polygon is a list of one. */
export type Shape = readonly (readonly (readonly Position[])[])[];

/** An area as the database keeps it. `population` null: not known. */
export interface AreaRow {
  id: string;
  parentId: string | null;
  level: AreaLevel;
  names: AreaNames;
  population: number | null;
  tile: Tile | null;
  shape: Shape | null;
  endedAt: string | null;
  endReason: string | null;
  successors: string[];
  borders: string[];
  version: number;
}

/** One entry of an import file. What is absent stays as it is; for a new area level, parent and a name are needed. */
export interface IncomingArea {
  /** Line, row or place in the list, counted from 1, for telling people where. */
  line: number;
  id: string;
  parentId?: string | null;
  level?: string;
  names?: AreaNames;
  population?: string | number | null;
  tile?: { column: string | number; row: string | number };
  geometry?: unknown;
  endedAt?: string;
  endReason?: string;
  successors?: string[];
  borders?: string[];
}

/** What stands in the way of one entry: a key of the room `areas` (`problem.<code>`) with its values. */
export interface ImportProblem {
  line: number;
  field: string;
  code:
    | "id"
    | "duplicate"
    | "level"
    | "level_missing"
    | "parent_missing"
    | "parent_unknown"
    | "parent_ended"
    | "parent_level"
    | "second_country"
    | "cycle"
    | "name_missing"
    | "name_long"
    | "population"
    | "tile"
    | "shape"
    | "shape_unknown"
    | "shape_twice"
    | "end"
    | "successor_unknown"
    | "successor_ended"
    | "children_live"
    | "border_unknown"
    | "unreadable";
  values: Record<string, string>;
}

export interface AreaChange {
  id: string;
  kind: "added" | "changed" | "ended";
  /** Fields that differ; empty for an added area. */
  fields: string[];
  name: string;
}

export interface AreaLevelNames {
  id: AreaLevel;
  names: AreaNames;
}

export const areaFileFormats = ["csv", "xlsx", "json", "geojson", "topojson"] as const;
export type AreaFileFormat = (typeof areaFileFormats)[number];

export interface AreaImportPreview {
  format: AreaFileFormat;
  problems: ImportProblem[];
  changes: AreaChange[];
  unchanged: number;
  /** Says this file against these areas; an import that names it does what was previewed or nothing. */
  fingerprint: string;
}

/** Most bytes of an import file, and most areas of a country. */
export const areaLimits = {
  fileBytes: 20_000_000,
  areas: 20_000,
  positions: 200_000,
  storedPositions: 400,
  drawnPositions: 2_500,
} as const;

export const GiveArea = z.strictObject({
  personId: z.uuid("Expected a person's id."),
  areaId: z.string().trim().min(1, "Expected an area's id.").max(60),
});
export type GiveArea = z.infer<typeof GiveArea>;

export interface FocalAreaView {
  id: string;
  person: { id: string; name: string };
  organisation: string;
  areaId: string;
  areaNames: AreaNames;
  givenAt: string;
}
export interface FocalAreasView {
  charges: FocalAreaView[];
  /** People with the role, with or without an area. */
  people: { id: string; name: string; organisation: string }[];
}

/** Giving an area lets somebody read what lies there: confirmed with the passkey. */
export const stepUpForArea = {
  give: (personId: string, areaId: string): StepUpBinding => ({
    act: "focal_area.give",
    object: personId,
    version: areaId,
  }),
} as const;

/** One area of the tree as screens show it. */
export interface AreaView {
  id: string;
  parentId: string | null;
  level: AreaLevel;
  names: AreaNames;
  population: number | null;
  isVerified: boolean;
  hasShape: boolean;
  endedAt: string | null;
  endReason: string | null;
  successors: string[];
}
export interface AreaTreeView {
  areas: AreaView[];
  levels: AreaLevelNames[];
}
