// What the portal asks of the core for the link by which another body confirms that it received a case.
import type { ConfirmReceipt, HandedView } from "../../backend/coordination/transfer/model.ts";

export interface HandedCore {
  /** Undefined for a link that is not ours, or over. Looking confirms nothing. */
  read(token: string): Promise<HandedView | undefined>;
  confirm(token: string, input: ConfirmReceipt): Promise<"done" | "wrong" | "gone">;
}
