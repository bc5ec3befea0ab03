// A match whose explanation is worked out when somebody looks at it: most matches of a large log are only counted.

import { fold } from "../language/fold.ts";
import type { SigmaMatch, SigmaRuleInfo } from "../model.ts";
import { explain } from "./bound-rule.ts";
import type { EventValues, Explanation } from "./bound-rule.ts";
import type { BucketMatch } from "./bucket.ts";

/** The values of an event apart from the bucket that read them, which the next event overwrites. */
export function keepValues(values: EventValues): EventValues {
  return { values: values.values.slice(), leaves: values.leaves.slice(), foldOf: (_slot, text) => fold(text) };
}

/** @param kept values that stay as they are, from `keepValues` */
export function explainedMatch(
  match: BucketMatch,
  rule: SigmaRuleInfo,
  source: string,
  ordinal: number,
  kept: EventValues,
): SigmaMatch {
  let explanation: Explanation | null = null;
  const once = (): Explanation => (explanation ??= explain(match.expression, kept));
  return {
    rule,
    source,
    ordinal,
    get identifiers() {
      return once().identifiers;
    },
    get condition() {
      return once().condition;
    },
    get fields() {
      return once().fields;
    },
  };
}
