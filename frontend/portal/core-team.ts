// What the portal asks of the core about the team itself.
import type { TeamDescription, TeamLanguage } from "../../backend/registry/team/model.ts";

export interface TeamKey {
  fingerprint: string;
  userIds: readonly string[];
  expiresAt: string | null;
  addedAt: string;
}

export interface TeamCore {
  read(): Promise<{ description: TeamDescription; keys: readonly TeamKey[] }>;
  /** RFC 2350 as plain text, signed where the team has a key. `location` is where it is read. */
  text(language: TeamLanguage, portalUrl: string, location: string): Promise<string>;
  /** The public half of the key that signs, armored. */
  publicKey(): Promise<string | undefined>;
  /** A text for everybody, with the team's signature where it has a key. */
  sign(text: string): Promise<string>;
  /** A signature that stands beside a document, armored; undefined where the team has no key. */
  signature(text: string): Promise<string | undefined>;
}
