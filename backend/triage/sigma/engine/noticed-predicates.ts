// The predicates on one field, and how each is noticed when a value comes: by a literal, by a look at every value, or always.

import { fold } from "../language/fold.ts";
import type { Predicate } from "../language/predicate.ts";
import { regexFacts } from "../language/regex-facts.ts";
import { LiteralTable, maybe, sure } from "./literal-table.ts";
import type { Hit } from "./literal-table.ts";

/** Literals decide exactly; regular expressions and inner wildcards count as "may be true" once a literal of theirs is seen. */
export class NoticedPredicates {
  /** By number. */
  readonly list: Predicate[] = [];
  readonly equals = new LiteralTable();
  readonly prefixes = new LiteralTable();
  readonly suffixes = new LiteralTable();
  readonly contains = new LiteralTable();
  /** Decided by looking at each value: numbers, ranges, lengths; expressions without a literal from a length on. */
  readonly direct: { predicate: number; minLength: number | null }[] = [];
  readonly always: Hit[] = [];
  readonly regexes: number[] = [];
  private readonly ids = new Map<string, number>();

  /** The predicate's number; equal predicates share one. */
  numberOf(predicate: Predicate): number {
    const known = this.ids.get(predicate.key);
    if (known !== undefined) return known;
    const id = this.list.length;
    this.ids.set(predicate.key, id);
    this.list.push(predicate);
    this.enter(predicate, id);
    return id;
  }

  private enter(predicate: Predicate, id: number): void {
    const { test } = predicate;
    if (test.kind === "literal") {
      const hit: Hit = { predicate: id, certainty: test.isCased ? maybe : sure };
      const text = fold(test.text);
      if ((text === "" && test.mode !== "equals") || !text.isWellFormed()) this.always.push(hit);
      else if (test.mode === "equals") this.equals.add(text, hit);
      else if (test.mode === "prefix") this.prefixes.add(text, hit);
      else if (test.mode === "suffix") this.suffixes.add(text, hit);
      else this.contains.add(text, hit);
    } else if (test.kind === "glob") {
      let longest = "";
      for (const piece of test.pieces)
        if ("literal" in piece && piece.literal.length > longest.length) longest = piece.literal;
      const hit: Hit = { predicate: id, certainty: maybe };
      if (longest === "" || !longest.isWellFormed()) this.always.push(hit);
      else this.contains.add(fold(longest), hit);
    } else if (test.kind === "regex") {
      const { literals, minLength } = regexFacts(test.source.slice(test.source.indexOf("/") + 1));
      this.regexes.push(id);
      if (literals?.every((literal) => literal.isWellFormed()) === true)
        for (const literal of literals) this.contains.add(literal, { predicate: id, certainty: maybe });
      else this.direct.push({ predicate: id, minLength });
    } else if (test.kind === "exists") this.always.push({ predicate: id, certainty: sure });
    else if (test.kind === "fieldref") this.always.push({ predicate: id, certainty: maybe });
    else if (test.kind !== "null") this.direct.push({ predicate: id, minLength: null });
  }
}
