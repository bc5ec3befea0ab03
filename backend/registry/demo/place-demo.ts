// Places the demonstration in the country that an installation is set up for: where it is written to be, or else in that country's own areas. Pure.

/** An area of a country's tree, as its file has it. */
export interface PlaceArea {
  id: string;
  children?: readonly PlaceArea[] | undefined;
}

/**
 * @param written ids of areas as the demonstration has them.
 * @returns where each is in this country: itself where the country knows it; otherwise one of the areas that have none below them, over which
 * all are spread evenly. One written place stays one place.
 */
export function placeDemo(written: readonly string[], root: PlaceArea): (areaId: string) => string {
  const known = new Set(idsOf(root));
  const leaves = leavesOf(root);
  const unknown = [...new Set(written)].filter((areaId) => !known.has(areaId)).sort();
  const places = new Map(
    unknown.map((areaId, index) => [areaId, leaves[Math.floor((index * leaves.length) / unknown.length)]]),
  );
  return (areaId) => places.get(areaId) ?? areaId;
}

function idsOf(area: PlaceArea): string[] {
  return [area.id, ...(area.children ?? []).flatMap(idsOf)];
}

function leavesOf(area: PlaceArea): string[] {
  const below = area.children ?? [];
  return below.length === 0 ? [area.id] : below.flatMap(leavesOf);
}
