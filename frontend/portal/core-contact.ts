// What the portal asks of the core for the yearly question to a contact of the register.
import type { AskedContact, ContactAnswer, Correction } from "../../backend/registry/quality/model.ts";

export interface ContactCore {
  /** What stands behind the link; undefined where it answers no longer. */
  read(token: string): Promise<AskedContact | undefined>;
  /** False where the link answers no longer; the fields with a mistake where what was typed cannot be taken. */
  answer(token: string, answer: ContactAnswer, said: Correction): Promise<boolean | string[]>;
}
