// Walks over the tree of areas: what lies under some of them, with the old areas whose every successor lies there. Pure; the database's function is held to it by a test.

/** What a walk needs of an area. */
export interface AreaNode {
  id: string;
  parentId: string | null;
  successors: readonly string[];
}

/**
 * The given areas, all that lies in them, and every ended area that has only successors there, with what lay in it. A split area's old
 * reports so stay with who has charge of all its parts.
 */
export function subtreeOf(areas: readonly AreaNode[], roots: readonly string[]): Set<string> {
  const known = new Map(areas.map((area) => [area.id, area]));
  const found = new Set(roots.filter((id) => known.has(id)));
  for (let isGrowing = true; isGrowing; ) {
    isGrowing = false;
    for (const area of areas) {
      if (found.has(area.id)) continue;
      const isUnder = area.parentId !== null && found.has(area.parentId);
      const isBefore = area.successors.length > 0 && area.successors.every((id) => found.has(id));
      if (!isUnder && !isBefore) continue;
      found.add(area.id);
      isGrowing = true;
    }
  }
  return found;
}

/** Ids of areas that are their own forebears, by whatever way. */
export function circlesIn(areas: ReadonlyMap<string, { parentId: string | null }>): Set<string> {
  const circling = new Set<string>();
  for (const id of areas.keys()) {
    const seen = new Set<string>();
    let at: string | null = id;
    while (at !== null && !seen.has(at)) {
      seen.add(at);
      at = areas.get(at)?.parentId ?? null;
    }
    if (at === id) circling.add(id);
  }
  return circling;
}
