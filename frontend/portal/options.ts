// What the portal is given by whoever serves it: the server over the database, or whoever builds the edge's pages.
import type { Context } from "hono";
import type { Language } from "../../backend/intake/model.ts";
import type { PortalCore, Visitor } from "./core.ts";
import type { Say } from "./flows/to-report.ts";
import type { Statics } from "./load-statics.ts";
import type { View } from "./view.ts";

export interface PortalOptions {
  /** Address that people see, without a slash at its end: in receipts, square codes and security.txt. */
  publicUrl: string;
  statics: Statics;
  words(language: Language): Say;
  /** Who is at the door, for limits only. */
  visitorOf(c: Context): Visitor;
  now(): Date;
  /** Told of an error that nobody expected; the page shows only that something went wrong. */
  report?(error: unknown, c: Context): void;
}

export interface PortalEnv {
  Variables: { view: View; core: PortalCore; visitor: Visitor };
}
