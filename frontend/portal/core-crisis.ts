// What the portal asks of the core for public lines, confirmations of situation reports, and slips that nobody has keyed in yet.
import type { SituationLinkView } from "../../backend/coordination/crisis/model.ts";
import type { WaitingSlip } from "../../backend/coordination/paper/model.ts";
import type { PublicStatements } from "../../backend/coordination/public-lines/model.ts";

export interface CrisisCore {
  statements(): Promise<PublicStatements>;
  /** What stands behind the link; looking confirms nothing. */
  situation(token: string): Promise<SituationLinkView | undefined>;
  /** False for a link that is not ours. */
  confirm(token: string): Promise<boolean>;
  /** With all its digits, a slip that was printed and not keyed in. */
  waitingSlip(digits: string): Promise<WaitingSlip | undefined>;
}
