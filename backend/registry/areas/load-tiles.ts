// Reads where a country's regions stand in the map of equal tiles, and which of them touch, from `policies/<country>/tiles.yml`.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import { z } from "zod";
import type { Tile } from "./model.ts";

const TilesFile = z.strictObject({
  verification: z.strictObject({ status: z.string(), source: z.string() }),
  tiles: z.record(z.string(), z.tuple([z.number().int().min(0).max(99), z.number().int().min(0).max(99)])),
  borders: z.array(z.tuple([z.string(), z.string()])),
});

export interface CountryTiles {
  tiles: ReadonlyMap<string, Tile>;
  borders: readonly (readonly [string, string])[];
}

/** Without a file: no places and no borders, and the map puts areas in the order of their names. @throws for a malformed file. */
export function loadTiles(code: string): CountryTiles {
  const path = fileURLToPath(new URL(`../../../policies/${code.toLowerCase()}/tiles.yml`, import.meta.url));
  if (!existsSync(path)) return { tiles: new Map(), borders: [] };
  const parsed = TilesFile.safeParse(load(readFileSync(path, "utf8")));
  if (!parsed.success) throw new Error(`policies/${code}/tiles.yml: ${parsed.error.issues[0]?.message ?? "malformed"}`);
  const tiles = Object.entries(parsed.data.tiles).map(([id, [column, row]]) => [id, { column, row }] as const);
  return { tiles: new Map(tiles), borders: parsed.data.borders };
}
