// What a regional focal point reads of the own areas: shapes of lists, pages and the map. Pure; screens read them too.
import { z } from "zod";
import type { FocalEntryView } from "../../cases/focal/model.ts";
import type { AreaLevel, AreaNames } from "../../registry/areas/model.ts";

export const focalViews = ["open", "all"] as const;

export const FocalQuery = z.strictObject({
  view: z.enum(focalViews, { error: `Expected one of ${focalViews.join(", ")}.` }).default("open"),
  area: z.string().max(60).optional(),
  text: z.string().max(200).optional(),
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type FocalQuery = z.input<typeof FocalQuery>;

export interface FocalRow {
  id: string;
  reference: string;
  title: string;
  status: string;
  severity: string | null;
  rsitClass: string | null;
  areaId: string;
  areaNames: AreaNames;
  receivedAt: string;
  /** Questions and proposals that the desk has not answered. */
  waiting: number;
}

export interface FocalReport extends FocalRow {
  /** Null where the text stays with the national team. */
  description: string | null;
  rsitType: string | null;
  language: string;
  occurredAt: string | null;
  isOngoing: boolean | null;
  observables: { kind: string; value: string; role: string }[];
  case: { id: string; reference: string; title: string; status: string } | null;
  entries: FocalEntryView[];
}

export interface FocalConstituent {
  id: string;
  reference: string;
  name: string;
  sector: string;
  areaNames: AreaNames;
  contacts: { name: string; role: string; email: string | null; phone: string | null }[];
}

export interface FocalHome {
  areas: { id: string; parentId: string | null; level: AreaLevel; names: AreaNames; isRoot: boolean }[];
  counts: { open: number; all: number; waiting: number };
}

/** What the desk sees of a report's area: who handles it, that its reporter had to leave, and what focal points wrote. */
export interface ReportAreaView {
  areaId: string | null;
  areaNames: AreaNames | null;
  isDisplaced: boolean;
  /** Null where it was not said, or is sealed with the name. */
  originNames: AreaNames | null;
  isOriginSealed: boolean;
  entries: FocalEntryView[];
}

export const MapQuery = z.strictObject({
  /** The area whose parts are drawn; absent: the country. */
  parent: z.string().max(60).optional(),
});

/** One part of the map. `count` null: some, but too few to be told (`fewest` or more are). */
export interface MapArea {
  id: string;
  names: AreaNames;
  level: AreaLevel;
  population: number | null;
  /** The `d` of its shape in the frame; null where the map is of tiles. */
  path: string | null;
  tile: { column: number; row: number } | null;
  count: number | null;
  hasParts: boolean;
}
export interface AreaMap {
  parent: { id: string; names: AreaNames; parentId: string | null } | null;
  kind: "shapes" | "tiles";
  /** Of shapes in units, of tiles in tiles. */
  width: number;
  height: number;
  /** Tiles whose places are a proposal, or made up from the order of names. */
  isProposal: boolean;
  areas: MapArea[];
  /** Whether the asker reads reports at all; without, no count means anything. */
  hasCounts: boolean;
  /** Reports of the parent itself that name none of its parts. */
  elsewhere: number | null;
  /** Counts from 1 to this less one are not told; 0 where all are. */
  fewest: number;
}
