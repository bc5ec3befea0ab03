// Whether a text was in force, and bound a state, on a day. Pure; both ends of a period count.
import { Temporal } from "temporal-polyfill";
import type { Reason } from "./duty.ts";
import type { Instrument, Obligation, Pack } from "./model.ts";

export interface Force {
  binds: boolean;
  reasons: Reason[];
}

/** @param state the state that is asked for; null leaves only the text's own force to decide. */
export function forceOn(instrument: Instrument, state: string | null, day: Temporal.PlainDate): Force {
  const title = instrument.title.en;
  if (!instrument.inForce.some((span) => isWithin(day, span.from, span.to))) {
    const first = instrument.inForce[0];
    return {
      binds: false,
      reasons: [
        {
          code: "not_in_force",
          values: { title, day: day.toString(), from: first?.from ?? "?", to: first?.to ?? "-" },
        },
      ],
    };
  }
  if (state === null) return { binds: true, reasons: [] };
  const listed = instrument.binding.filter((it) => it.state === state);
  if (listed.length === 0)
    return instrument.bindsOtherwise
      ? { binds: true, reasons: [] }
      : { binds: false, reasons: [{ code: "not_binding", values: { title, state } }] };
  const period = listed.find((it) => it.binds && isWithin(day, it.from, it.to));
  if (period) return { binds: true, reasons: [] };
  const ended = listed.find(
    (it) => it.binds && it.to !== null && Temporal.PlainDate.compare(day, Temporal.PlainDate.from(it.to)) > 0,
  );
  return ended
    ? { binds: false, reasons: [{ code: "no_longer_binding", values: { title, state, to: ended.to ?? "" } }] }
    : { binds: false, reasons: [{ code: "not_binding", values: { title, state } }] };
}

/** The instrument behind an obligation: that of the first provision it cites. */
export function instrumentOf(pack: Pack, obligation: Obligation): Instrument | null {
  const provision = pack.provisions.find((it) => it.id === obligation.cites[0]);
  return pack.instruments.find((it) => it.id === provision?.instrument) ?? null;
}

/** Whether this wording of an obligation was the law on a day. */
export function isValidOn(obligation: Obligation, day: Temporal.PlainDate): boolean {
  return obligation.valid === undefined || isWithin(day, obligation.valid.from, obligation.valid.to);
}

function isWithin(day: Temporal.PlainDate, from: string | null, to: string | null): boolean {
  return (
    (from === null || Temporal.PlainDate.compare(Temporal.PlainDate.from(from), day) <= 0) &&
    (to === null || Temporal.PlainDate.compare(day, Temporal.PlainDate.from(to)) <= 0)
  );
}
