// What to say when unlocking did not succeed: in words of the passkey where it was that, else as every refusal.
import { useWords } from "../../platform/words.ts";
import { describeRefusal } from "../../shell/sign-in/describe-refusal.ts";
import { CannotDerive, OtherPasskeyNeeded } from "./unlock.ts";

export function describeUnlock(error: unknown): string {
  const t = useWords();
  if (error instanceof OtherPasskeyNeeded) return t("sealed.own.other_passkey");
  if (error instanceof CannotDerive) return t("sealed.own.cannot_derive");
  return describeRefusal(error);
}
