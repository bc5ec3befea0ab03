// The packs of law that concern a country, read once: its own and those of its communities; and packs as they were pinned.
import {
  findPackFiles,
  type LawWorld,
  listPackIds,
  loadLawWorld,
  type LoadedPack,
  loadPack,
  loadVocabulary,
  parsePackFile,
  policiesFolder,
} from "../law/index.ts";

export interface Pin {
  id: string;
  version: string;
  sha256: string;
}

export interface LawOfCountry {
  country: string;
  /** Where times are told when a document is printed or a field is shown. */
  timeZone: string;
  packs: LoadedPack[];
  world: LawWorld;
  events: ReadonlyMap<string, { names: Record<string, string> }>;
  classes: ReadonlyMap<string, { names: Record<string, string> }>;
  addressees: ReadonlyMap<string, { names: Record<string, string> }>;
}

const known = new Map<string, LawOfCountry>();

/** @param country ISO 3166-1 alpha-2, any case. The newest published version of each pack; texts of several states whether or not they bind it. */
export function lawOfCountry(country: string, root = policiesFolder): LawOfCountry {
  const code = country.toUpperCase();
  const key = `${root}:${code}`;
  const found = known.get(key);
  if (found) return found;
  const packs = listPackIds(root)
    .map((id) => loadPack(id, root))
    .filter(({ pack }) => pack.pack.jurisdiction === code || isOfCommunity(pack, code));
  const law: LawOfCountry = {
    country: code,
    timeZone: timeZoneOf(code, packs),
    packs,
    world: loadLawWorld(root),
    events: loadVocabulary("events", root),
    classes: loadVocabulary("entity-classes", root),
    addressees: loadVocabulary("addressees", root),
  };
  known.set(key, law);
  return law;
}

/** The country file's own zone; of countries that only packs know, the packs'. */
function timeZoneOf(code: string, packs: readonly LoadedPack[]): string {
  const own = packs.find(({ pack }) => pack.pack.jurisdiction === code);
  return own?.pack.pack.timeZone ?? "UTC";
}

/** A text of several states that names this one, as bound or as no longer bound. */
function isOfCommunity(pack: LoadedPack["pack"], code: string): boolean {
  return (
    pack.pack.jurisdiction === "ZZ" &&
    pack.instruments.some(({ binding }) => binding.some(({ state }) => state === code))
  );
}

const pinned = new Map<string, LoadedPack>();

/** The pack as a record pinned it, not as it is now. @throws when that version is gone or its file was changed. */
export function readPinned(pin: Pin, root = policiesFolder): LoadedPack {
  const key = `${root}:${pin.id}@${pin.version}:${pin.sha256}`;
  const found = pinned.get(key);
  if (found) return found;
  const pack = findPackFiles(root)
    .filter(({ sha256 }) => sha256 === pin.sha256)
    .map(parsePackFile)
    .find((it) => it.pin.id === pin.id && it.pin.version === pin.version);
  if (!pack)
    throw new Error(
      `policies/ has no ${pin.id} ${pin.version} with the hash that was pinned (${pin.sha256.slice(0, 12)}…)`,
    );
  pinned.set(key, pack);
  return pack;
}
