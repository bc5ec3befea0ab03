// The one exception of the Sigma compiler: this rule cannot be evaluated, for this reason.

/** Thrown while one rule is read or compiled; its message becomes the rule's refusal ("field: what was expected"). */
export class Refused extends Error {
  override name = "Refused";
}
