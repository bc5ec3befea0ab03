// A form about claims on its way to the server: busy meanwhile, a refusal said beside the field that it names, or above them all.
import { createSignal } from "solid-js";
import { ApiProblem } from "../../platform/api.ts";
import { hasWords, useWords } from "../../platform/words.ts";
import { wasOvertaken } from "../forms/was-overtaken.ts";
import { describeProblem, describeWithoutFields } from "../data/tell-problem.ts";
import type { RefusedSending } from "../forms/form-refusal.tsx";

export interface ClaimSending extends RefusedSending {
  isBusy: () => boolean;
  /** What the field should be, in words; `kind` chooses those of a claim's value. */
  errorOf: (path: string, kind?: string) => string | undefined;
  problem: () => string | undefined;
  /** Returns whether it was taken. */
  run: (send: () => Promise<void>) => Promise<boolean>;
}

export function createSending(): ClaimSending {
  const t = useWords();
  const [isBusy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<{ error: unknown }>();
  const wrong = (): string[] => {
    const error = failure()?.error;
    return error instanceof ApiProblem ? error.fields.map(({ path }) => path) : [];
  };
  const keyOf = (path: string, kind?: string): string =>
    kind === undefined ? `claims.expected.${path}` : `desk.directory.expected.${kind}`;
  return {
    isBusy,
    errorOf: (path, kind) => (wrong().includes(path) ? t(keyOf(path, kind)) : undefined),
    isOvertaken: () => wasOvertaken(failure()?.error),
    lead: () => {
      const failed = failure();
      return failed ? describeWithoutFields(failed.error) : undefined;
    },
    refused: () => {
      const error = failure()?.error;
      return error instanceof ApiProblem ? error.fields : [];
    },
    problem: () => {
      const failed = failure();
      if (!failed || (wrong().length > 0 && wrong().every((path) => path === "value" || hasWords(keyOf(path)))))
        return undefined;
      return describeProblem(failed.error);
    },
    run: async (send) => {
      setBusy(true);
      setFailure(undefined);
      try {
        await send();
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
