// What the portal asks of the core about reports that are sealed on the sender's device.
import type { DoorAnswer } from "../../backend/intake/edge/wire/model.ts";
import type { Visitor } from "./core.ts";

export interface SealedCore {
  /** What reports are sealed to. */
  key(): Promise<{ keyId: string; publicKey: string }>;
  /** Undefined where it does not open: changed on the way, or sealed to another. @throws AppError invalid_input, too_many_requests, unavailable. */
  take(item: unknown, visitor: Visitor): Promise<DoorAnswer | undefined>;
  /** The fields of a form that was sealed while it waited; undefined where it does not open. */
  openForm(item: unknown): Promise<[name: string, value: string][] | undefined>;
}
