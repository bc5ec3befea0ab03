// From the packs and what happened to one filing: which duties it answers, who is shown which field, what is asked once. Pure.
import type { Temporal } from "temporal-polyfill";
import type { LoadedPack } from "../law/index.ts";
import type { Pack } from "../law/model.ts";
import { type DutyProfile, isOfIncident, judgePack, type JudgedDuty } from "../duties/judge-duties.ts";
import type { LawOfCountry, Pin } from "../duties/law-of-country.ts";
import { incidentFields, lateReasons, toldBeside } from "./model.ts";

/** What happened, as the answers tell it. */
export interface Happening {
  /** Event → instant; what is not known is left out. */
  events: Readonly<Record<string, string>>;
  conditions: Readonly<Record<string, boolean>>;
  /** False only where somebody said that no details of people were touched. */
  mayTouchPeople: boolean;
  /** Stages that were filed: pack id → stage → instants. */
  filed: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface ComposedPart {
  /** Stable within a filing: pack and obligation, or addressee of a copy. */
  key: string;
  pin: Pin;
  loaded: LoadedPack;
  addressee: string;
  stage: string;
  /** Null for a copy that no law asks for. */
  judged: JudgedDuty | null;
  /** Field → the pack that discloses it to this addressee. */
  fields: { id: string; pack: string }[];
  /** Whether this law asks why it is late. */
  asksLateReason: boolean;
}

export interface Composition {
  /** What is to be filed now: of each law and addressee the first stage that is open. */
  parts: ComposedPart[];
  /** Copies that the entity may send because it wants to. */
  copies: ComposedPart[];
  /** Stages of the same laws that come later. */
  later: JudgedDuty[];
  /** Duties to tell others than authorities. */
  tells: JudgedDuty[];
  /** Everything that these laws ask of this incident, done or not. */
  all: JudgedDuty[];
  /** Fields that are asked, in the form's order, each with who is shown it. */
  fields: { id: string; seenBy: string[] }[];
  /** Events beside awareness and detection that start or end a clock here. */
  events: string[];
  /** Thresholds and exceptions that decide about these duties. */
  conditions: { id: string; kind: "threshold" | "exception"; text: Record<"fr" | "en" | "mn", string> }[];
}

const done = new Set(["submitted", "submitted_late", "overtaken"]);
const stageOf = (name: string): string | undefined => /^([a-z][a-z_]*)\.submitted$/.exec(name)?.[1];

/** Breach duties are those whose law shows its addressee which data were touched, and those towards the people themselves. */
function isAboutPeople({ obligation, loaded }: JudgedDuty): boolean {
  return obligation.addressee === "people" || disclosed(loaded.pack, obligation.addressee).includes("data_categories");
}

function disclosed(pack: Pack, addressee: string): string[] {
  return pack.fields.flatMap(({ id, discloseTo }) => (discloseTo.includes(addressee) ? [id] : []));
}

export function composeFiling(
  packs: readonly LoadedPack[],
  profile: DutyProfile,
  happening: Happening,
  world: LawOfCountry["world"],
  now: Temporal.Instant,
): Composition {
  const conditions = { ...profile.conditions, ...happening.conditions };
  const judged = packs.flatMap((loaded) => {
    const submitted = happening.filed[loaded.pin.id] ?? {};
    const events: Record<string, readonly string[]> = {};
    for (const [name, at] of Object.entries(happening.events)) events[name] = [at];
    for (const [stage, at] of Object.entries(submitted)) events[`${stage}.submitted`] = at;
    return judgePack(loaded, { ...profile, conditions }, events, world, now).filter(
      ({ obligation }) => obligation.norm === "duty" && isOfIncident(obligation, loaded.pack),
    );
  });
  const asked = judged.filter(
    (one) => one.duty.status !== "not_binding" && (happening.mayTouchPeople || !isAboutPeople(one)),
  );
  const all = asked.filter(({ duty }) => duty.status !== "not_required");
  const owed = all.filter(({ obligation }) => !toldBeside.includes(obligation.addressee));
  const open = owed.filter(({ duty }) => !done.has(duty.status));
  const first = new Map<string, JudgedDuty>();
  for (const one of open) {
    const key = `${one.loaded.pin.id}>${one.obligation.addressee}`;
    if (!first.has(key)) first.set(key, one);
  }
  // What waits for its start is not owed yet: it is shown as coming.
  const owedNow = [...first.values()].filter(({ duty }) => duty.status !== "waiting");
  const involved = [...new Set(owed.map(({ loaded }) => loaded))];
  const parts = owedNow.map((one) => toPart(one, involved));
  const owing = new Set(owed.map(({ obligation }) => obligation.addressee));
  const copies = copiesOf(involved, owing);
  const shown = [...parts, ...copies];
  return {
    parts,
    copies,
    later: open.filter((one) => !owedNow.includes(one)),
    tells: all.filter(({ obligation }) => toldBeside.includes(obligation.addressee)),
    all,
    fields: Object.keys(incidentFields).flatMap((id) => {
      const seenBy = shown.filter((part) => part.fields.some((field) => field.id === id)).map((part) => part.addressee);
      // The moment of awareness is asked even where nobody is shown it: it counts the clocks.
      return seenBy.length > 0 || id === "time_aware" ? [{ id, seenBy: [...new Set(seenBy)] }] : [];
    }),
    events: eventsOf(asked),
    conditions: conditionsOf(asked),
  };
}

function toPart(one: JudgedDuty, involved: readonly LoadedPack[]): ComposedPart {
  const { loaded, obligation } = one;
  const { addressee, stage } = obligation;
  return {
    key: `${loaded.pin.id}#${obligation.id}`,
    pin: loaded.pin,
    loaded,
    addressee,
    stage,
    judged: one,
    fields: fieldsFor(addressee, [loaded, ...involved.filter((it) => it !== loaded)]),
    asksLateReason: disclosed(loaded.pack, addressee).includes(lateReasons),
  };
}

/** The fields of an incident that these packs let an addressee see, the first pack that says so with each. */
function fieldsFor(addressee: string, packs: readonly LoadedPack[]): ComposedPart["fields"] {
  return Object.keys(incidentFields).flatMap((id) => {
    const pack = packs.find((it) => disclosed(it.pack, addressee).includes(id));
    return pack ? [{ id, pack: pack.pin.id }] : [];
  });
}

/** Bodies that these laws let see something without owing it to them. */
function copiesOf(involved: readonly LoadedPack[], owing: ReadonlySet<string>): ComposedPart[] {
  const copies = new Map<string, ComposedPart>();
  for (const loaded of involved)
    for (const addressee of new Set(loaded.pack.fields.flatMap(({ discloseTo }) => discloseTo))) {
      if (owing.has(addressee) || toldBeside.includes(addressee) || copies.has(addressee)) continue;
      // A body to which others owe this duty is not offered: it would be taken for the competent one.
      if (loaded.pack.obligations.some((it) => it.addressee === addressee)) continue;
      const fields = fieldsFor(addressee, involved);
      if (!fields.some(({ id }) => id === "nature")) continue;
      const { pin } = loaded;
      const key = `${pin.id}>${addressee}`;
      copies.set(addressee, {
        key,
        pin,
        loaded,
        addressee,
        stage: "copy",
        judged: null,
        fields,
        asksLateReason: false,
      });
    }
  return [...copies.values()];
}

function eventsOf(judged: readonly JudgedDuty[]): string[] {
  const names = judged.flatMap(({ obligation: { clock, track } }) => [
    ...("start" in clock ? clock.start : []),
    ...(clock.kind === "duration" && clock.cap ? [clock.cap.start] : []),
    ...(clock.kind === "duration" && clock.whileOngoing ? [clock.whileOngoing.until] : []),
    ...(track?.anyOf ?? []),
  ]);
  const asked = names.filter((name) => stageOf(name) === undefined && name !== "aware" && name !== "detected");
  return [...new Set(asked)];
}

function conditionsOf(judged: readonly JudgedDuty[]): Composition["conditions"] {
  const found = new Map<string, Composition["conditions"][number]>();
  for (const { obligation } of judged) {
    const { threshold, exceptions } = obligation;
    if (threshold !== "none") found.set(threshold.id, { ...threshold, kind: "threshold" });
    if (exceptions !== "none") for (const one of exceptions) found.set(one.id, { ...one, kind: "exception" });
  }
  return [...found.values()];
}
