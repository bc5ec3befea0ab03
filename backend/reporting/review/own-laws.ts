// The laws of the installation's country, from the packs: what the tracker of their implementation follows.
import { listPackIds, loadPack } from "../../compliance/law/index.ts";

export interface OwnLaw {
  id: string;
  names: Record<string, string>;
}

const known = new Map<string, OwnLaw[]>();

/** Instruments of every pack whose jurisdiction is the country (ISO 3166-1 alpha-2), in the packs' order. */
export function lawsOf(country: string): OwnLaw[] {
  const cached = known.get(country);
  if (cached) return cached;
  const laws = listPackIds()
    .map((id) => loadPack(id).pack)
    .filter(({ pack }) => pack.jurisdiction === country)
    .flatMap(({ instruments }) => instruments.map((it) => ({ id: it.id, names: it.title as Record<string, string> })));
  known.set(country, laws);
  return laws;
}
