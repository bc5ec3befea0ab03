// Who is looking at a case at this moment, and who is writing in it. Pure.
import { z } from "zod";

export const doings = ["looking", "writing"] as const;
export type Doing = (typeof doings)[number];

/** A page tells that it is open this often; after the longer time without a word it is taken for closed. In seconds. */
export const presenceSeconds = { beat: 15, life: 45 } as const;

export const TellPresence = z.strictObject({ doing: z.enum(doings, "Expected looking or writing.") });
export type TellPresence = z.infer<typeof TellPresence>;

export const PresenceView = z.object({
  /** Everybody else, by name. */
  people: z.array(z.object({ id: z.string(), name: z.string(), doing: z.enum(doings) })),
});
export type PresenceView = z.infer<typeof PresenceView>;
