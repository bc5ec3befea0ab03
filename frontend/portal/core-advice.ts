// What the portal asks of the core for requests for advice, their answers for everybody, and alarms behind a link.
import type { OwnAdvice, PublicAdvice } from "../../backend/coordination/advice/model.ts";
import type { AlarmLinkView } from "../../backend/reporting/rota/model.ts";
import type { Visitor } from "./core.ts";

export interface AdviceCore {
  list(): Promise<PublicAdvice[]>;
  /** The address of the answer. @throws AppError invalid_input with fields; too_many_requests. */
  ask(input: unknown, visitor: Visitor, key: string): Promise<{ link: string }>;
  /** What was asked behind the link and its answer; undefined for a link that is not ours. */
  own(token: string): Promise<OwnAdvice | undefined>;
}

export interface AlarmCore {
  /** Looking acknowledges nothing; undefined where the link answers no longer. */
  read(token: string): Promise<AlarmLinkView | undefined>;
  /** "has": somebody has it already. */
  have(token: string): Promise<"done" | "has" | "gone">;
}
