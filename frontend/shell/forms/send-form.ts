// A dialog's form on its way to the server: busy meanwhile, a refusal said beside the field that it names, or above them all.
import { createSignal } from "solid-js";
import type { StepUpBinding } from "../../../backend/identity/model.ts";
import { ApiProblem, type RefusedField } from "../../platform/api.ts";
import { hasWords, useWords } from "../../platform/words.ts";
import { describeWithoutFields } from "../data/tell-problem.ts";
import type { RefusedSending } from "./form-refusal.tsx";
import { wasOvertaken } from "./was-overtaken.ts";
import { confirmWithPasskey } from "../sign-in/ceremonies.ts";
import { describeRefusal } from "../sign-in/describe-refusal.ts";

export interface Sending extends RefusedSending {
  isBusy: () => boolean;
  /** What the field should be, in words; `kind` chooses the words of a claim's value. */
  errorOf: (path: string, kind?: string) => string | undefined;
  /** What went wrong beside the fields. */
  problem: () => string | undefined;
  /** A dangerous act is confirmed by the passkey first; what it is bound to is made from what stands in the form. */
  run: (send: () => Promise<void>, binding?: StepUpBinding) => Promise<void>;
}

/** @param where "above": the form has no place beside its fields, so every refusal is said above them. */
export function createSending(where: "beside" | "above" = "beside"): Sending {
  const t = useWords();
  const [isBusy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<unknown>();
  const refused = (): RefusedField[] => {
    const error = failure();
    return error instanceof ApiProblem ? error.fields : [];
  };
  const wrong = (): string[] => refused().map((field) => field.path.split(".")[0] ?? "");
  // The register's own words first, where its forms have some.
  const keyOf = (path: string, kind?: string): string =>
    hasWords(`register.expected.${kind ?? path}`)
      ? `register.expected.${kind ?? path}`
      : `desk.directory.expected.${kind ?? path}`;
  const isSaid = (path: string): boolean => hasWords(keyOf(path)) || path === "value";
  return {
    isBusy,
    isOvertaken: () => wasOvertaken(failure()),
    errorOf: (path, kind) => (wrong().includes(path) ? t(keyOf(path, kind)) : undefined),
    problem: () => {
      const error = failure();
      if (error === undefined || (where === "beside" && wrong().length > 0 && wrong().every(isSaid))) return undefined;
      return describeRefusal(error);
    },
    lead: () => (failure() === undefined ? undefined : describeRefusal(failure(), describeWithoutFields)),
    refused,
    run: async (send, binding) => {
      setBusy(true);
      setFailure(undefined);
      try {
        if (binding) await confirmWithPasskey(binding);
        await send();
      } catch (error) {
        setFailure(() => error);
      } finally {
        setBusy(false);
      }
    },
  };
}
