// What a draft clock may be tried on: the duties of entities in every pack, with the clock in force in one sentence. Reads packs and no rows.
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type WordsLanguage, wordsFor } from "../../platform/words/index.ts";
import { nameAddressee, sayClock } from "../duties/judge-duties.ts";
import { lawOfCountry } from "../duties/law-of-country.ts";
import { listPackIds, loadPack } from "../law/index.ts";
import type { Obligation } from "../law/model.ts";
import type { Triable } from "./model.ts";

/** The packs of the installation's country first. */
export function listTriable(ctx: Context, { language }: { language: WordsLanguage }): Triable {
  requirePermission(ctx, "law.try");
  const words = wordsFor(ctx, language);
  const law = lawOfCountry(ctx.config.country);
  const own = new Set(law.packs.map(({ pin }) => pin.id));
  const packs = listPackIds()
    .map((id) => loadPack(id).pack)
    .map((pack) => ({
      id: pack.pack.id,
      version: pack.pack.version,
      title: pack.pack.title[language],
      country: pack.pack.jurisdiction,
      obligations: pack.obligations.filter(isTriable).map((it) => ({
        id: it.id,
        title: it.title[language],
        addressee: nameAddressee(it.addressee, language, law),
        clockWords: sayClock(it, words, law, pack),
        setBy: it.cites[0] ?? "",
        start: "start" in it.clock ? (it.clock.start[0] ?? "aware") : "aware",
      })),
    }))
    .filter(({ obligations }) => obligations.length > 0)
    .toSorted((a, b) => Number(own.has(b.id)) - Number(own.has(a.id)) || a.id.localeCompare(b.id));
  const events = [...law.events].flatMap(([id, { names }]) =>
    id === "calendar" ? [] : [{ id, name: names[language] ?? id }],
  );
  return { packs, events };
}

/** A duty of an entity that something starts; what comes back by the calendar has no incident to replay. */
function isTriable({ bearer, clock, norm }: Obligation): boolean {
  return bearer.by === "entity" && norm === "duty" && "start" in clock;
}
