// What to say when a ceremony did not succeed: cancelled, already known, or the server's refusal.
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../data/tell-problem.ts";
import { AuthenticatorKnown, CeremonyCancelled } from "./ceremonies.ts";

export function describeRefusal(error: unknown, say: (error: unknown) => string = describeProblem): string {
  const t = useWords();
  if (error instanceof CeremonyCancelled) return t("identity.door.cancelled");
  if (error instanceof AuthenticatorKnown) return t("identity.door.known_key");
  return say(error);
}
