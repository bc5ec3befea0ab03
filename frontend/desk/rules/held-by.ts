// Why a finding is kept aside, in a sentence.
import type { HeldBy } from "../../../backend/triage/rules/model.ts";
import { formatInstant } from "../../platform/format.ts";
import type { Words } from "../../platform/words.ts";

/** The keys are of room `desk`: the report's page says it too. */
export function sayHeldBy(t: Words, heldBy: HeldBy): string {
  if (heldBy.kind === "warninglist")
    return t("desk.findings.held_by_warninglist", { count: heldBy.names.length, names: heldBy.names.join(", ") });
  return t("desk.findings.held_by_allow_list", {
    reason: heldBy.reason,
    owner: heldBy.ownerName,
    time: formatInstant(heldBy.expiresAt),
  });
}
