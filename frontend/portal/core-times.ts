// What the portal asks of the core about how long its flows take and how easy they were found.
import type { MeasuredFlow } from "../../backend/reporting/flow-times/model.ts";

export interface TimesCore {
  /** A signed word for the first page of a flow: the second of now, and nothing of anybody. */
  begin(flow: MeasuredFlow): string;
  /** Never fails. @returns a word for one answer about the flow, or undefined. */
  finish(
    flow: MeasuredFlow,
    language: string,
    begun: string | undefined,
    reference: string,
  ): Promise<string | undefined>;
  /** False where it was said already. */
  say(ticket: string, language: string, opinion: string): Promise<boolean>;
}
