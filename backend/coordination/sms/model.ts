// Texts to telephones: the closed list of what one may say, and the contract with the operator's gateway. Pure.
import type { Translator } from "../../platform/words/index.ts";

export const textKinds = ["code", "message_waits", "alarm"] as const;
export type TextKind = (typeof textKinds)[number];

/** What is posted to the gateway as JSON; `id` is the same at every try and stands in the header Idempotency-Key too. */
export interface GatewayRequest {
  id: string;
  to: string;
  text: string;
}

/**
 * The whole text. Nothing of a case, no name and no reference stands in it: whoever reads the telephone's screen learns that the team
 * wrote, and a code that is worth nothing without the link.
 */
export function composeText(words: Translator, kind: TextKind, code: string | undefined): string {
  if (kind === "alarm") return words("rota.sms.alarm");
  return kind === "code" ? words("talking.sms.code", { code: code ?? "" }) : words("talking.sms.message_waits");
}

/** "+223 76 00 00 00" as a gateway takes it. */
export function plainNumber(phone: string): string {
  return `${phone.trim().startsWith("+") ? "+" : ""}${phone.replace(/\D/g, "")}`;
}

/** 2xx: taken. 4xx but 408 and 429: its last word. Everything else is tried again. */
export function judgeStatus(status: number): "sent" | "again" | "refused" {
  if (status >= 200 && status < 300) return "sent";
  return status >= 400 && status < 500 && status !== 408 && status !== 429 ? "refused" : "again";
}
