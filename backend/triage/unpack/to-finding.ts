// Turns an obstacle into a finding: what could not be opened is never passed over in silence.
import type { Finding, Level } from "../model.ts";
import type { Obstacle, ObstacleKind } from "./model.ts";

/** Raised when the meaning of one of these changes. */
const version = "1";

/** Screens translate by `ruleId`, which is "unpack." and the kind; these English words are for logs and the command line. */
const kinds: Record<ObstacleKind, { title: string; level: Level; why: string }> = {
  encrypted: {
    title: "Encrypted content",
    level: "medium",
    why: "It could not be opened without its password; attackers encrypt attachments so that they are not looked into.",
  },
  too_deep: {
    title: "Containers nested too deep",
    level: "medium",
    why: "Deeper layers were not looked into; honest files are seldom nested this deep.",
  },
  too_many_parts: {
    title: "Too many parts",
    level: "low",
    why: "The parts past the limit were not looked into.",
  },
  too_large: {
    title: "Too large to open whole",
    level: "low",
    why: "What lies past the limit was not looked into; malware is padded so that scanners give up.",
  },
  ratio_bomb: {
    title: "Decompression bomb",
    level: "high",
    why: "It unpacks to far more than honest files do; such files are made to exhaust whoever opens them.",
  },
  time_limit: {
    title: "Time limit reached",
    level: "medium",
    why: "What had not been looked at by then was not looked into.",
  },
  overlapping_entries: {
    title: "Overlapping archive entries",
    level: "high",
    why: "Entries of the archive share their packed bytes; only forged archives do, as bombs or to deceive scanners.",
  },
  broken: {
    title: "Damaged content",
    level: "informational",
    why: "It could not be read to its end.",
  },
  unsupported: {
    title: "Unknown packing method",
    level: "low",
    why: "It is packed in a way that cannot be opened here.",
  },
};

/** @param path the part that could not be opened ("mail.eml!/invoice.zip!/invoice.js") */
export function toObstacleFinding(obstacle: Obstacle, path: string): Finding {
  const { title, level, why } = kinds[obstacle.kind];
  return {
    engine: "unpack",
    ruleId: `unpack.${obstacle.kind}`,
    ruleVersion: version,
    title,
    level,
    source: path,
    at: null,
    locations: [],
    why: `${why} (${obstacle.detail})`,
    references: [],
  };
}
