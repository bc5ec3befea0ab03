// Who is looking at a report or case at this moment, who is writing in it, and who holds it for ten minutes. Pure.
import { z } from "zod";

export const doings = ["looking", "writing"] as const;
export type Doing = (typeof doings)[number];
const presentIn = ["report", "case"] as const;
export type PresentIn = (typeof presentIn)[number];

/** A page tells that it is open this often; after the longer time without a word it is taken for closed. In seconds. */
export const presenceSeconds = { beat: 15, life: 45 } as const;
/** How long a hold lasts; whoever holds says so again, anybody may take it over. In minutes. */
export const holdMinutes = 10;

export const TellPresence = z.strictObject({ doing: z.enum(doings, "Expected looking or writing.") });
export type TellPresence = z.infer<typeof TellPresence>;

const Present = z.object({ id: z.string(), name: z.string(), doing: z.enum(doings) });
export const Hold = z.object({ id: z.string(), name: z.string(), until: z.string() }).nullable();
export type Hold = z.infer<typeof Hold>;

export const PresenceView = z.object({
  /** Everybody else, by name. */
  people: z.array(Present),
  /** Who holds it, also where that is the asker. */
  hold: Hold,
});
export type PresenceView = z.infer<typeof PresenceView>;

/** Everybody else at the desk, by what they have open; and what is held, by whom. */
export const DeskPresence = z.object({
  rows: z.array(z.object({ object: z.enum(presentIn), id: z.string(), people: z.array(Present), hold: Hold })),
});
export type DeskPresence = z.infer<typeof DeskPresence>;

export const TakeHold = z.strictObject({
  /** True takes it from whoever holds it. */
  isTakeOver: z.boolean("Expected true or false.").default(false),
});
export type TakeHold = z.input<typeof TakeHold>;
