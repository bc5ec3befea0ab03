// What the portal is given by whoever serves it: the server over the database, or whoever builds the edge's pages.
import type { Context } from "hono";
import type { Language } from "../../backend/intake/model.ts";
import type { PortalCore, Visitor } from "./core.ts";
import type { Say } from "./flows/to-report.ts";
import type { Statics } from "./load-statics.ts";
import type { View } from "./view.ts";

/** A language of one file. Of one that is begun, what it lacks is said in another one, and is marked as such; a complete one stands alone. */
export interface Begun {
  tag: string;
  name: string;
  locale: string;
  direction: "ltr" | "rtl";
  fallsBackTo: Language;
  state: "begun" | "complete";
  words: Say;
  isOwn(key: string): boolean;
}

export interface PortalOptions {
  /** Address that people see, without a slash at its end: in receipts, square codes and security.txt. */
  publicUrl: string;
  /** Where the whole portal is, when these pages are for the edge. */
  coreUrl?: string;
  statics: Statics;
  words(language: Language): Say;
  /** Languages beside the three. Complete ones are offered; of those that are begun, the ones that the country file names. */
  begun: readonly Begun[];
  /** Who is at the door, for limits only. */
  visitorOf(c: Context): Visitor;
  now(): Date;
  /** Told of an error that nobody expected; the page shows only that something went wrong. */
  report?(error: unknown, c: Context): void;
}

export interface PortalEnv {
  Variables: { view: View; core: PortalCore; visitor: Visitor };
}
