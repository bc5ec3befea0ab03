// Works out who is touched when a constituent stops: everybody who needs it, and who needs those, each once by the shortest way. Pure; circles do no harm.
import type { Impact, Need, Touched } from "./model.ts";

/** Nearest first; of equal distance in the order of `needs`. */
export function impactOf(
  start: string,
  needs: readonly Need[],
  performers: readonly { functionId: string; constituentId: string }[],
): Impact {
  const neededBy = new Map<string, Need[]>();
  for (const need of needs) neededBy.set(need.provider, [...(neededBy.get(need.provider) ?? []), need]);
  const touched = new Map<string, Touched>();
  let nearest = [start];
  for (let steps = 1; nearest.length > 0; steps++) {
    const found: string[] = [];
    for (const id of nearest) {
      for (const { needer, what } of neededBy.get(id) ?? []) {
        if (needer === start || touched.has(needer)) continue;
        touched.set(needer, { constituentId: needer, steps, viaId: id, what });
        found.push(needer);
      }
    }
    nearest = found;
  }
  return { constituents: [...touched.values()], functions: functionsOf(start, touched, performers) };
}

function functionsOf(
  start: string,
  touched: ReadonlyMap<string, Touched>,
  performers: readonly { functionId: string; constituentId: string }[],
): Impact["functions"] {
  const isTouched = (id: string): boolean => id === start || touched.has(id);
  const ids = [...new Set(performers.filter((one) => isTouched(one.constituentId)).map((one) => one.functionId))];
  return ids.map((functionId) => {
    const all = performers.filter((one) => one.functionId === functionId).map((one) => one.constituentId);
    return { functionId, performerIds: all.filter(isTouched), isLeftToOthers: !all.every(isTouched) };
  });
}
