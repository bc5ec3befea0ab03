// From an entity's profile to its duties, in words: each pack is asked by the law library, each answer said in the reader's language. Pure.
import type { Temporal } from "temporal-polyfill";
import type { Translator, WordsLanguage } from "../../platform/words/index.ts";
import { type Duty, listDuties, type LoadedPack, parseFacts, sayReasons } from "../law/index.ts";
import type { Obligation, Pack } from "../law/model.ts";
import type { LawOfCountry } from "./law-of-country.ts";
import type { DutyGroup, DutyView } from "./model.ts";

export interface DutyProfile {
  classes: readonly string[];
  role: "controller" | "processor" | null;
  country: string;
  timeZone: string | null;
  conditions: Readonly<Record<string, boolean>>;
}

/** One duty with the pack and the obligation behind it. */
export interface JudgedDuty {
  loaded: LoadedPack;
  obligation: Obligation;
  duty: Duty;
}

export type Events = Readonly<Record<string, readonly string[]>>;

/**
 * What of one pack concerns the entity; the authority's own clocks are left out.
 * @param events name → RFC 3339 instants, `<stage>.submitted` among them
 */
export function judgePack(
  loaded: LoadedPack,
  profile: DutyProfile,
  events: Events,
  world: LawOfCountry["world"],
  now: Temporal.Instant,
): JudgedDuty[] {
  const { classes, role, country, timeZone, conditions } = profile;
  const facts = parseFacts({ entity: { classes, role, country, timeZone }, events, conditions });
  return listDuties(loaded.pack, facts, world, now).duties.flatMap((duty) => {
    const obligation = loaded.pack.obligations.find((it) => it.id === duty.obligation);
    return obligation && obligation.bearer.by === "entity" ? [{ loaded, obligation, duty }] : [];
  });
}

/** Events that an incident brings about; `<stage>.submitted` of a duty that one of these starts belongs to them. */
const incidentEvents = new Set([
  "aware",
  "detected",
  "classified_major",
  "exploited_vulnerability_known",
  "fix_available",
  "concluded",
]);

function startsOf({ clock }: Obligation): string[] {
  if ("start" in clock) return clock.start;
  if ("anchor" in clock) return clock.anchor;
  return "event" in clock ? [clock.event] : [];
}

/** Whether a duty is one of incidents: started by one, or by a stage that one started. */
export function isOfIncident(obligation: Obligation, pack: Pack): boolean {
  return startsOf(obligation).some((name) => {
    if (incidentEvents.has(name)) return true;
    const stage = /^([a-z][a-z_]*)\.submitted$/.exec(name)?.[1];
    if (stage === undefined || stage === obligation.stage) return false;
    return pack.obligations.some((it) => it.stage === stage && it !== obligation && isOfIncident(it, pack));
  });
}

export function groupOf(obligation: Obligation, pack: Pack): DutyGroup {
  if (obligation.clock.kind === "periodic" || obligation.clock.kind === "fixed_date") return "calendar";
  return isOfIncident(obligation, pack) ? "incident" : "event";
}

/** Said in one sentence; where a law sets no time the sentence says that, and an advisory time is called advice. */
export function sayClock({ clock, stage }: Obligation, words: Translator, law: LawOfCountry, pack: Pack): string {
  const period = (iso: string): string => sayPeriod(iso, words);
  const event = (name: string): string => nameEvent(name, words.language, law, pack);
  switch (clock.kind) {
    case "duration": {
      const from = event(clock.start[0] ?? "");
      const time =
        clock.workingDays === undefined
          ? period(clock.duration ?? "PT0H")
          : words("duties.working_days", { count: clock.workingDays });
      const main = words("duties.clock.duration", { time, event: from });
      return clock.cap
        ? `${main} ${words("duties.clock.cap", { time: period(clock.cap.duration), event: event(clock.cap.start) })}`
        : main;
    }
    case "periodic":
      return words("duties.clock.periodic", {
        every: /FREQ=YEARLY/.test(clock.rrule) ? "years" : /FREQ=MONTHLY/.test(clock.rrule) ? "months" : "days",
        count: Number(/INTERVAL=(\d+)/.exec(clock.rrule)?.[1] ?? 1),
      });
    case "fixed_date":
      return words("duties.clock.fixed_date", { day: clock.day, month: clock.month });
    case "before_event":
      return clock.lead === undefined
        ? words("duties.clock.before_event", { event: event(clock.event) })
        : words("duties.clock.before_event_by", { time: period(clock.lead), event: event(clock.event) });
    case "none_in_law":
      return clock.advisory
        ? `${words("duties.clock.none_in_law")} ${words("duties.clock.advice", { time: period(clock.advisory.duration) })}`
        : words("duties.clock.none_in_law");
    case "immediate":
    case "reasonable":
    case "unverified":
      return words(`duties.clock.${clock.kind}`, { event: event(clock.start[0] ?? stage) });
  }
}

export function sayPeriod(iso: string, words: Translator): string {
  const found = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(iso);
  const [, years, months, weeks, days, hours, minutes] = found ?? [];
  const parts = { years, months, weeks, days, hours, minutes };
  return Object.entries(parts)
    .flatMap(([unit, count]) => (count === undefined ? [] : [words("duties.period", { unit, count: Number(count) })]))
    .join(" ");
}

export function nameEvent(name: string, language: WordsLanguage, law: LawOfCountry, pack: Pack): string {
  const listed = law.events.get(name)?.names[language];
  if (listed !== undefined) return listed;
  const stage = pack.obligations.find((it) => name === `${it.stage}.submitted`);
  return stage ? `« ${stage.title[language]} »` : name;
}

export function nameAddressee(id: string, language: WordsLanguage, law: LawOfCountry): string {
  return law.addressees.get(id)?.names[language] ?? id;
}

/** A duty as a screen shows it. */
export function viewDuty({ loaded, obligation, duty }: JudgedDuty, law: LawOfCountry, words: Translator): DutyView {
  const { language } = words;
  const { pack } = loaded;
  const cites = obligation.cites.flatMap((id) => {
    const provision = pack.provisions.find((it) => it.id === id);
    const instrument = pack.instruments.find((it) => it.id === provision?.instrument);
    if (!provision) return [];
    const { status: verification, source } = provision.verification;
    const { article, quote } = provision;
    const title = instrument?.title[language] ?? "";
    return [
      {
        instrument: title,
        article,
        paraphrase: provision.paraphrase[language],
        quote: quote?.text ?? null,
        verification,
        source,
      },
    ];
  });
  return {
    packId: pack.pack.id,
    packVersion: pack.pack.version,
    packTitle: pack.pack.title[language],
    obligation: obligation.id,
    stage: obligation.stage,
    title: obligation.title[language],
    group: groupOf(obligation, pack),
    addressee: { id: obligation.addressee, name: nameAddressee(obligation.addressee, language, law) },
    clock: obligation.clock.kind,
    clockWords: sayClock(obligation, words, law, pack),
    due: duty.due,
    status: duty.status,
    startsFrom: { id: duty.startsFrom, name: nameEvent(duty.startsFrom, language, law, pack) },
    norm: obligation.norm,
    modality: obligation.modality,
    verification: duty.verification,
    cites,
    why: duty.reasons.map((reason) =>
      sayReasons({ ...duty, reasons: [reason] }, words, { pack, events: law.events, classes: law.classes }),
    ),
    sanctions: obligation.sanctions.flatMap((id) => {
      const sanction = pack.sanctions.find((it) => it.id === id);
      if (!sanction) return [];
      const { kind, min, max, currency } = sanction;
      return [{ kind, min, max, currency, verification: sanction.verification.status }];
    }),
  };
}

/** "Article 33(1), Regulation …": the sentence of law in short. */
export function sayLaw(view: Pick<DutyView, "cites" | "packTitle">, words: Translator): string {
  const cite = view.cites[0];
  if (!cite) return view.packTitle;
  return cite.article === null
    ? cite.instrument
    : words("duties.article", { article: cite.article, instrument: cite.instrument });
}
