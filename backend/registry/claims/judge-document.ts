// What an answer of WHOIS or RDAP means for one claim: whether it covers the value, and whether it names the constituent. Pure.
import type { ClaimKind } from "../model.ts";
import type { DocumentVerdict, ReadObject } from "./model.ts";
import { foldName, relationOf } from "./rules.ts";

/** `names` are those of the constituent's entry. Only objects that cover the claim are asked for their holders. */
export function judgeDocument(
  objects: readonly ReadObject[],
  claim: { kind: ClaimKind; value: string },
  names: readonly string[],
): DocumentVerdict {
  const covering = objects.filter(
    (object) =>
      object.kind === claim.kind &&
      object.values.some((value) => ["same", "inside"].includes(relationOf(claim.kind, value, claim.value))),
  );
  const holders = [...new Set(covering.flatMap((object) => object.holders))].slice(0, 20);
  const folded = names.map(foldName).filter((name) => name.length >= 3);
  const isNamed = holders
    .map(foldName)
    .some((holder) => folded.some((name) => holder === name || ` ${holder} `.includes(` ${name} `)));
  return { isCovering: covering.length > 0, isNamed, holders };
}
