// Which laws of the country ask entities for a yearly record, and what one of them says of an entity now. Reads packs, no rows.
import { Temporal } from "temporal-polyfill";
import { AppError } from "../../../platform/errors/index.ts";
import type { Translator } from "../../../platform/words/index.ts";
import { type DutyProfile, type Events, type JudgedDuty, judgePack, viewDuty } from "../../duties/judge-duties.ts";
import { type LawOfCountry, lawOfCountry } from "../../duties/law-of-country.ts";
import type { LoadedPack } from "../../law/index.ts";
import type { Obligation } from "../../law/model.ts";
import type { RecordLaw } from "./model.ts";

const stage = "yearly_record";
export const recordEvent = `${stage}.submitted`;

export interface RecordDuty {
  loaded: LoadedPack;
  obligation: Obligation;
}

/** @param addressee only what is owed to this body. */
export function recordDuties(law: LawOfCountry, addressee?: string): RecordDuty[] {
  return law.packs.flatMap((loaded) =>
    loaded.pack.obligations
      .filter(
        (it) =>
          it.stage === stage && it.bearer.by === "entity" && (addressee === undefined || it.addressee === addressee),
      )
      .map((obligation) => ({ loaded, obligation })),
  );
}

/** @throws AppError not_found for a law that asks no such record here. */
export function requireRecordDuty(country: string, obligationId: string): RecordDuty {
  const found = recordDuties(lawOfCountry(country)).find(({ obligation }) => obligation.id === obligationId);
  if (!found)
    throw new AppError("not_found", "No law that is known here asks for this record.", {
      words: "yearly.refusal.no_law",
    });
  return found;
}

/** What the law says of an entity at a moment; undefined where it does not bind it. */
export function judgeRecord(
  { loaded, obligation }: RecordDuty,
  profile: DutyProfile,
  events: Events,
  at: Date,
): JudgedDuty | undefined {
  const instant = Temporal.Instant.fromEpochMilliseconds(at.getTime());
  return judgePack(loaded, profile, events, lawOfCountry(profile.country).world, instant).find(
    (one) => one.obligation.id === obligation.id && one.duty.status !== "not_binding",
  );
}

/** The law in the reader's language, with how far it was checked. */
export function sayRecordLaw(judged: JudgedDuty, law: LawOfCountry, words: Translator): RecordLaw {
  const view = viewDuty(judged, law, words);
  return {
    obligationId: view.obligation,
    packId: view.packId,
    packVersion: view.packVersion,
    packTitle: view.packTitle,
    title: view.title,
    addressee: view.addressee,
    articles: view.cites.flatMap(({ article }) => (article === null ? [] : [article])).join(", "),
    clockWords: view.clockWords,
    verification: view.verification,
    source: view.cites.flatMap(({ source }) => source ?? []).join("; "),
  };
}
