// What the portal asks of the core about reports that are sealed on the sender's device.
import type { PieceName, PieceState } from "../../backend/intake/edge/pieces/wire/model.ts";
import type { DoorAnswer } from "../../backend/intake/edge/wire/model.ts";
import type { Visitor } from "./core.ts";

export interface SealedCore {
  /** What reports are sealed to. */
  key(): Promise<{ keyId: string; publicKey: string }>;
  /** Undefined where it does not open: changed on the way, or sealed to another. @throws AppError invalid_input, too_many_requests, unavailable. */
  take(item: unknown, visitor: Visitor): Promise<DoorAnswer | undefined>;
  /** How far a file that follows a sealed report is. @throws AppError unavailable while the report is not here; not_found for who does not know the right. */
  lookAtFile(name: PieceName): Promise<PieceState>;
  /** @throws AppError unavailable: bring it later; not_found for one that belongs elsewhere. */
  takePiece(name: PieceName, sealed: Uint8Array): Promise<PieceState>;
  /** The fields of a form that was sealed while it waited; undefined where it does not open. */
  openForm(item: unknown): Promise<[name: string, value: string][] | undefined>;
}
