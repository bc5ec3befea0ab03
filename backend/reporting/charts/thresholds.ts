// By which rules small numbers are taken out of what the public is told. Data of this project, a proposal to be reviewed by each country: no law that we have read gives these numbers.
import { z } from "zod";

export const Thresholds = z.object({
  /** Counts from 1 to one less are told as "fewer than". */
  least: z.number().int(),
  /** The same for classes, phenomena and sectors of which each case is a person's harm. */
  leastSensitive: z.number().int(),
  sensitive: z.array(z.string()),
  /** Percentages of fewer things are not told. */
  percentBase: z.number().int(),
  /** An area or sector of fewer entities, or of which one has a greater share (percent), is merged into what stands above it. */
  leastEntities: z.number().int(),
  mostShare: z.number(),
  /** How many values each masked cell may at least have, for who solves all that is published: 4 is more than one up and one down. */
  leastValues: z.number().int(),
  status: z.literal("proposed"),
});
export type Thresholds = z.infer<typeof Thresholds>;

export const proposedThresholds: Thresholds = {
  least: 5,
  leastSensitive: 10,
  sensitive: ["abusive-content", "violence", "harmful-speech", "health"],
  percentBase: 20,
  leastEntities: 3,
  mostShare: 80,
  leastValues: 4,
  status: "proposed",
};
