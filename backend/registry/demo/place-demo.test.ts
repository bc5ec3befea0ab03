// A demonstration is placed in any country whose file we ship, the fictional one as it is written.
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadCountry } from "../country/index.ts";
import { type PlaceArea, readDemo } from "./index.ts";

const countries = readdirSync("policies", { recursive: true, encoding: "utf8" })
  .filter((path) => /^[a-z]{2}\/country\.yml$/.test(path))
  .map((path) => path.slice(0, 2));
const idsOf = (area: PlaceArea): string[] => [area.id, ...(area.children ?? []).flatMap(idsOf)];
const placesOf = ({ constituents, register }: ReturnType<typeof readDemo>): string[] => [
  ...constituents.flatMap(({ areaId }) => areaId ?? []),
  ...Object.values(register.branches).flat(),
];

describe("where the demonstration's constituents are", () => {
  test.each(countries)(
    "in %s each, with its branches, is in an area of that country, and no two places became one",
    (code) => {
      const { root } = loadCountry(code).areas;
      const known = new Set(idsOf(root));
      const places = placesOf(readDemo(root));
      expect(places.length).toBeGreaterThan(50);
      expect(places.filter((areaId) => !known.has(areaId))).toEqual([]);
      const written = placesOf(readDemo(loadCountry("xd").areas.root));
      expect(new Set(places).size).toBe(new Set(written).size);
    },
  );

  test("in the fictional country all is where it is written to be", () => {
    expect(placesOf(readDemo(loadCountry("xd").areas.root)).filter((areaId) => !areaId.startsWith("xd-"))).toEqual([]);
  });
});
