// Which laws speak of a person's request, when it must be answered under each, and what an extension would give. Pure; no time is invented.
import { Temporal } from "temporal-polyfill";
import { type DutyProfile, type JudgedDuty, judgePack } from "../duties/judge-duties.ts";
import type { LawOfCountry } from "../duties/law-of-country.ts";
import type { LoadedPack } from "../law/index.ts";
import type { Clock, Obligation } from "../law/model.ts";
import { type RequestKind, requestKinds } from "./model.ts";

const received = "request.received";

/** A stage that is called as a kind speaks of that kind; `request_answer` speaks of all, as GDPR, article 12(3), does. */
function kindsOf({ stage }: Pick<Obligation, "stage">): readonly RequestKind[] {
  return stage === "request_answer" ? requestKinds : requestKinds.filter((kind) => kind === stage);
}

function isOfRequests(it: Obligation, kind: RequestKind): boolean {
  return (
    it.norm === "duty" &&
    it.addressee === "people" &&
    "start" in it.clock &&
    it.clock.start.includes(received) &&
    kindsOf(it).includes(kind)
  );
}

export interface Asked {
  kind: RequestKind;
  receivedAt: Temporal.Instant;
}

/** The laws that bind, the strictest time first; those without a time last. Empty: no law that we know speaks of it. */
export function findRequestLaws(
  law: Pick<LawOfCountry, "packs" | "world">,
  profile: DutyProfile,
  asked: Asked,
  now: Temporal.Instant,
): JudgedDuty[] {
  return law.packs
    .flatMap((loaded) => judgeRequest(loaded, profile, asked, law.world, now))
    .toSorted((a, b) => timeOf(a) - timeOf(b));
}

function judgeRequest(
  loaded: LoadedPack,
  profile: DutyProfile,
  { kind, receivedAt }: Asked,
  world: LawOfCountry["world"],
  now: Temporal.Instant,
): JudgedDuty[] {
  const events = { [received]: [receivedAt.toString()] };
  return judgePack(loaded, profile, events, world, now).filter(
    ({ obligation, duty }) =>
      isOfRequests(obligation, kind) && duty.status !== "not_binding" && duty.status !== "not_required",
  );
}

const timeOf = ({ duty }: JudgedDuty): number => (duty.due === null ? Number.POSITIVE_INFINITY : Date.parse(duty.due));

/** The period that a clock's law lets be added; undefined where it lets nothing be added. */
export function extensionOf({ clock }: Pick<Obligation, "clock">): string | undefined {
  return clock.kind === "duration" ? clock.extension?.duration : undefined;
}

/**
 * The end of the extended time, counted anew from the receipt over the sum of both periods: "extended by two further months" makes one month three,
 * and the last days of months fall as they would for three. Null where the law lets nothing be added.
 */
export function extendedDue(
  loaded: LoadedPack,
  obligationId: string,
  profile: DutyProfile,
  asked: Asked,
  world: LawOfCountry["world"],
  now: Temporal.Instant,
): Temporal.Instant | null {
  const it = loaded.pack.obligations.find(({ id }) => id === obligationId);
  const added = it && extensionOf(it);
  if (!it || added === undefined || it.clock.kind !== "duration") return null;
  const { extension: _, cap: __, duration, workingDays, ...rest } = it.clock;
  if (duration === undefined || workingDays !== undefined) return null;
  const clock: Clock = { ...rest, duration: sumOf(duration, added) };
  const obligations = loaded.pack.obligations.map((one) => (one.id === obligationId ? { ...one, clock } : one));
  const extended = { ...loaded, pack: { ...loaded.pack, obligations } };
  const found = judgeRequest(extended, profile, asked, world, now).find(
    ({ obligation }) => obligation.id === obligationId,
  );
  return found?.duty.due ? Temporal.Instant.from(found.duty.due) : null;
}

/** "P1M" and "P2M" are "P3M": each unit by itself. */
export function sumOf(one: string, other: string): string {
  const [a, b] = [Temporal.Duration.from(one), Temporal.Duration.from(other)];
  return Temporal.Duration.from({
    years: a.years + b.years,
    months: a.months + b.months,
    weeks: a.weeks + b.weeks,
    days: a.days + b.days,
    hours: a.hours + b.hours,
    minutes: a.minutes + b.minutes,
  }).toString();
}
