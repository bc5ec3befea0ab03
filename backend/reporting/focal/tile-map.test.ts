// Tiles never stand on each other, and small counts are not told.
import fc from "fast-check";
import { expect, test } from "vitest";
import { placeTiles, tellCount } from "./tile-map.ts";

test("every area has a place of its own inside the map; places of the data stay", () => {
  const tile = fc.option(fc.record({ column: fc.nat(6), row: fc.nat(6) }), { nil: null });
  fc.assert(
    fc.property(fc.array(tile, { maxLength: 40 }), (tiles) => {
      const areas = tiles.map((one, at) => ({ id: String(at), tile: one }));
      const { places, width, height } = placeTiles(areas);
      const all = areas.map(({ id }) => places.get(id));
      expect(new Set(all.map((place) => `${place?.column} ${place?.row}`)).size).toBe(areas.length);
      expect(all.every((place) => place && place.column < width && place.row < height)).toBe(true);
      const first = areas.find(({ tile: own }) => own !== null);
      expect(first === undefined || places.get(first.id) === first.tile).toBe(true);
    }),
  );
});

test("a few are told as a few, none as none", () => {
  expect([0, 1, 4, 5].map((count) => tellCount(count, 5))).toEqual([0, null, null, 5]);
  expect(tellCount(1, 0)).toBe(1);
});
