// Decisions about handing over: what of the labels lets go where, and on which way it leaves. Pure.
import { canLeave, type Pap } from "../../intake/marking/model.ts";
import type { Marking } from "../../intake/model.ts";
import { AppError } from "../../platform/errors/index.ts";
import type { BodyKind, SentWay } from "./model.ts";

export function refusal(reason: string, detail: string): AppError {
  return new AppError("refused", detail, { words: `transfer.refusal.${reason}` });
}

const channelOf = { peer: "share_peer", authority: "file_authority", third_party: "share_partner" } as const;

/**
 * @param hasKey the body has a key that mails can be encrypted to.
 * @throws AppError refused: an exercise, PAP:RED, a label above what such a body may hear, a mail in clear above TLP:GREEN.
 */
export function decideWay(
  mark: { marking: Marking; pap: Pap; isExercise: boolean },
  body: BodyKind,
  way: "mail" | "file",
  hasKey: boolean,
): SentWay {
  if (mark.isExercise) throw refusal("exercise", "This is an exercise or a demonstration: nothing leaves.");
  if (mark.pap === "red") throw refusal("pap_red", "PAP:RED: nothing leaves.");
  if (canLeave(mark, channelOf[body]).may !== "text")
    throw refusal(`tlp_${body}`, "The label keeps it from a body of this kind.");
  if (way === "file") return "file";
  if (hasKey) return "mail_encrypted";
  if (canLeave(mark, "mail").may === "text") return "mail_clear";
  throw refusal(
    "no_key",
    "Above TLP:GREEN it leaves by mail encrypted only, and this body has no key. Take a signed file.",
  );
}
