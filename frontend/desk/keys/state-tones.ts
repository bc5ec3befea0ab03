// The tone in which a key's state is shown. Pure.
import type { KeyState } from "../../../backend/coordination/openpgp/model.ts";
import type { Tone } from "../../parts/tag/tag.tsx";

export const stateTones: Record<KeyState, Tone> = {
  good: "low",
  expires_soon: "medium",
  expired: "critical",
  revoked: "critical",
  retired: "plain",
};
