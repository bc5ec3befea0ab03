// How much of a log is read: a log is an outsider's file, so each measure has an end.

export interface ReadLimits {
  /** Bytes of the file, and of what gzip unpacks to. */
  bytes: number;
  events: number;
  /** Characters of one line, or of one JSON document that is not an array of events. */
  eventLength: number;
  /** Maps and lists inside one another. */
  depth: number;
}

export const defaultLimits: ReadLimits = {
  bytes: 1_000_000_000,
  events: 5_000_000,
  eventLength: 16_000_000,
  depth: 64,
};

/** The largest size that a text can be decoded at once (V8 holds half a billion characters in one string). */
export const maxTextBytes = 500_000_000;

/** Thrown inside a reader; the door turns it into an error value. */
export class UnreadableLog extends Error {
  override name = "UnreadableLog";
}
