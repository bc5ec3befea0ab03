// A dangerous act on a screen: the passkey confirms it, then it is done; busy meanwhile, the refusal said in words.
import { createSignal } from "solid-js";
import type { StepUpBinding } from "../../../backend/identity/model.ts";
import { ApiProblem } from "../../platform/api.ts";
import { describeWithoutFields } from "../data/tell-problem.ts";
import type { RefusedSending } from "../forms/form-refusal.tsx";
import { wasOvertaken } from "../forms/was-overtaken.ts";
import { confirmWithPasskey } from "../sign-in/ceremonies.ts";
import { describeRefusal } from "../sign-in/describe-refusal.ts";

export interface ConfirmedAct extends RefusedSending {
  isBusy(): boolean;
  /** The sentence of the last refusal, in the language of the moment. */
  problem(): string | undefined;
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
    lead: () => {
      const failed = failure();
      return failed ? describeRefusal(failed.error, describeWithoutFields) : undefined;
    },
    refused: () => {
      const error = failure()?.error;
      return error instanceof ApiProblem ? error.fields : [];
    },
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
