// Which duties of a pack bind in these facts, when each is due, in what state it is, and why. Pure; `now` is given.
import { Temporal } from "temporal-polyfill";
import { type Calendar, makeCalendar } from "./calendar.ts";
import type { CalendarData } from "./calendar.ts";
import { sayAt } from "./clock-world.ts";
import { computeDue, type DueTime } from "./compute-due.ts";
import { decideStatus, doneAt, isExcluded } from "./decide-status.ts";
import type { Duty, Reason } from "./duty.ts";
import { explainBearer } from "./explain-bearer.ts";
import type { Facts } from "./facts.ts";
import { forceOn, instrumentOf, isValidOn } from "./force.ts";
import { type Obligation, type Pack, type VerificationStatus, verificationStatuses } from "./model.ts";

/** What the engine knows besides the pack: calendars by country code, "weekends" among them, and the names of classes and events. */
export interface LawWorld {
  calendars: ReadonlyMap<string, CalendarData>;
  classes: ReadonlySet<string>;
  events: ReadonlySet<string>;
}

export interface DutyList {
  duties: Duty[];
  /** Things in the facts that were not understood; they change nothing. */
  warnings: string[];
}

/** Every duty of the pack that could bind this entity, in the pack's order, those already done or overtaken included. */
export function listDuties(pack: Pack, facts: Facts, world: LawWorld, now: Temporal.Instant): DutyList {
  const warnings = warnOf(pack, facts, world);
  const known = { ...facts, classes: facts.classes.filter((name) => world.classes.has(name)) };
  const timeZone = facts.timeZone ?? pack.pack.timeZone;
  const calendar = pickCalendar(facts, world, warnings);
  const onTrack = pack.obligations.filter((it) => isOnTrack(it, pack, known) && hasRole(it, known));
  const bound = onTrack.filter((it) => hasClass(it, known));
  const isBound = bound.some((it) => it.bearer.by === "entity");
  if (!isBound) warnings.push(`no duty of ${pack.pack.id} binds these classes: the times are shown, nothing is owed`);
  const duties = (isBound ? bound : onTrack).flatMap(
    (it) => describe(it, pack, known, { calendar, timeZone, now, isBound: isBound || hasClass(it, known) }) ?? [],
  );
  return { duties, warnings };
}

function pickCalendar(facts: Facts, world: LawWorld, warnings: string[]): Calendar {
  const own = facts.country === null ? undefined : world.calendars.get(facts.country);
  if (own && facts.country !== null) return makeCalendar(facts.country, own, facts.extraDaysOff);
  if (facts.country !== null) warnings.push(`no calendar of ${facts.country}: only Saturday and Sunday are off`);
  const weekends = world.calendars.get("weekends");
  if (!weekends) throw new Error("policies/calendars/weekends.yml is missing");
  return makeCalendar("weekends", weekends, facts.extraDaysOff);
}

function warnOf(pack: Pack, facts: Facts, world: LawWorld): string[] {
  const stages = new Set(pack.obligations.map((it) => it.stage));
  const warnings = facts.unknownKeys.map((key) => `unknown fact "${key}" is ignored`);
  for (const name of facts.classes) if (!world.classes.has(name)) warnings.push(`unknown class "${name}" is ignored`);
  for (const name of facts.events.keys()) {
    const stage = name.replace(/\.[a-z_]+$/, "");
    if (!world.events.has(name) && !stages.has(stage)) warnings.push(`unknown event "${name}" starts no clock here`);
  }
  return warnings;
}

/** A class or a role that the facts do not state excludes nothing; the reasons say so. */
function hasRole(it: Obligation, facts: Facts): boolean {
  return it.bearer.roles.length === 0 || facts.role === null || it.bearer.roles.includes(facts.role);
}

function hasClass(it: Obligation, facts: Facts): boolean {
  if (facts.classes.some((name) => it.bearer.notClasses.includes(name))) return false;
  if (it.bearer.classes.length === 0 || facts.classes.length === 0) return true;
  return facts.classes.some((name) => it.bearer.classes.includes(name));
}

/** Of several tracks (an exploited vulnerability, a severe incident), the first whose events have happened speaks. */
function isOnTrack(it: Obligation, pack: Pack, facts: Facts): boolean {
  if (!it.track) return true;
  const { group, anyOf } = it.track;
  const hasHappened = (names: string[]): boolean => names.some((name) => facts.events.has(name));
  const tracks = pack.obligations.flatMap((other) => (other.track?.group === group ? [other.track.anyOf] : []));
  const speaking = tracks.find(hasHappened) ?? tracks[0];
  return speaking === undefined || speaking.join() === anyOf.join();
}

interface Moment {
  calendar: Calendar;
  timeZone: string;
  now: Temporal.Instant;
  isBound: boolean;
}

/** Null when an amendment gave this duty another wording for that day. */
function describe(it: Obligation, pack: Pack, facts: Facts, at: Moment): Duty | null {
  const world = { facts, calendar: at.calendar, timeZone: at.timeZone, now: at.now, stage: it.stage };
  const time = applyDecision(it, computeDue(it.clock, world), facts);
  const reasons: Reason[] = [...time.reasons, ...explainBearer(it, facts)];
  const instrument = instrumentOf(pack, it);
  // A law of one country binds there, wherever its bearer sits; a text of several states binds the state that is asked for.
  const state = pack.pack.jurisdiction === "ZZ" ? (facts.country ?? pack.pack.defaultState) : pack.pack.defaultState;
  const day = dayThatCounts(it, time, facts, at.now).toZonedDateTimeISO(at.timeZone).toPlainDate();
  if (!isValidOn(it, day)) return null;
  const force = instrument ? forceOn(instrument, state, day) : { binds: true, reasons: [] };
  reasons.push(...force.reasons);
  if (!at.isBound) reasons.push({ code: "class_not_bound", values: { classes: it.bearer.classes.join(", ") } });

  const submitted = doneAt(it, time, facts, at.timeZone);
  const overtaker = it.overtakenBy.find((stage) => facts.events.has(`${stage}.submitted`));
  const status = decideStatus({
    it,
    time,
    submitted,
    isOvertaken: overtaker !== undefined,
    binds: force.binds && at.isBound,
    isExcluded: isExcluded(it, facts),
    now: at.now,
  });
  const overtakenAt = overtaker === undefined ? undefined : facts.events.get(`${overtaker}.submitted`)?.[0];
  if (status === "overtaken" && overtakenAt && time.due && Temporal.Instant.compare(overtakenAt, time.due) > 0)
    reasons.push({ code: "overdue_when_overtaken", values: { at: sayAt(overtakenAt, at) } });
  if (status === "overtaken" && overtaker !== undefined)
    reasons.push({ code: "overtaken", values: { stage: overtaker } });
  if (submitted) reasons.push({ code: "submitted_at", values: { at: sayAt(submitted, at) } });
  const verification = weakest(pack, it);
  if (verification !== "verified" && verification !== "primary" && verification !== "secondary")
    reasons.push({ code: `verification_${verification}`, values: {} });
  return {
    obligation: it.id,
    stage: it.stage,
    addressee: it.addressee,
    clock: it.clock.kind,
    due: time.due?.toString() ?? null,
    status,
    startsFrom: time.startsFrom,
    startedAt: time.startedAt?.toString() ?? null,
    cites: it.cites,
    reasons,
    norm: it.norm,
    modality: it.modality,
    verification,
  };
}

/** The day on which the law is asked whether it binds: the start; for a duty that comes back, its due time, or now while that is ahead. */
function dayThatCounts(it: Obligation, time: DueTime, facts: Facts, now: Temporal.Instant): Temporal.Instant {
  if (it.clock.kind === "periodic" || it.clock.kind === "fixed_date")
    return time.due !== null && Temporal.Instant.compare(time.due, now) < 0 ? time.due : now;
  return time.startedAt ?? earliest(facts) ?? now;
}

/** A dated decision may set the time where the law leaves it open. It never changes a time that the law sets. */
function applyDecision(it: Obligation, time: DueTime, facts: Facts): DueTime {
  if (time.due !== null) return time;
  const decision = facts.decisions.findLast((one) => one.dueAt !== null && one.stages.includes(it.stage));
  if (!decision?.dueAt) return time;
  const said = { code: "set_by_decision", values: { at: decision.notifiedOn.toString() } };
  return { ...time, due: decision.dueAt, reasons: [...time.reasons, said] };
}

function earliest(facts: Facts): Temporal.Instant | null {
  const all = [...facts.events.values()].flat();
  return all.length === 0 ? null : all.reduce((a, b) => (Temporal.Instant.compare(a, b) <= 0 ? a : b));
}

/** A duty is as well verified as the weakest provision it rests on. */
export function weakest(pack: Pack, it: Pick<Obligation, "cites">): VerificationStatus {
  const statuses = it.cites.map(
    (id) => pack.provisions.find((one) => one.id === id)?.verification.status ?? "unverified",
  );
  const ranks = statuses.map((status) => verificationStatuses.indexOf(status));
  return verificationStatuses[Math.max(...ranks)] ?? "unverified";
}
