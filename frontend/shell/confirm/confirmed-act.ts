// A dangerous act on a screen: the passkey confirms it, then it is done; busy meanwhile, the refusal said in words.
import { createSignal } from "solid-js";
import type { StepUpBinding } from "../../../backend/identity/model.ts";
import { wasOvertaken } from "../forms/was-overtaken.ts";
import { confirmWithPasskey } from "../sign-in/ceremonies.ts";
import { describeRefusal } from "../sign-in/describe-refusal.ts";

export interface ConfirmedAct {
  isBusy(): boolean;
  /** The sentence of the last refusal, in the language of the moment. */
  problem(): string | undefined;
  /** Somebody else changed the same thing meanwhile. */
  isOvertaken(): boolean;
  clear(): void;
  /** Runs the act after the passkey's word; without a binding, at once. Returns whether it was done. */
  run(binding: StepUpBinding | undefined, act: () => Promise<void>): Promise<boolean>;
}

export function createConfirmedAct(): ConfirmedAct {
  const [isBusy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<{ error: unknown }>();
  return {
    isBusy,
    problem: () => {
      const failed = failure();
      return failed ? describeRefusal(failed.error) : undefined;
    },
    isOvertaken: () => wasOvertaken(failure()?.error),
    clear: () => setFailure(undefined),
    run: async (binding, act) => {
      setFailure(undefined);
      setBusy(true);
      try {
        if (binding) await confirmWithPasskey(binding);
        await act();
        return true;
      } catch (error) {
        setFailure({ error });
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
