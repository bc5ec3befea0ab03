// Parses a Sigma condition into a tree over search identifiers (Sigma rules specification 2.1, "Condition").

import { Refused } from "../refused.ts";

export type Condition =
  | { op: "and" | "or"; kids: Condition[] }
  | { op: "not"; kid: Condition }
  | { op: "name"; name: string };

const maxTokens = 2_000;
const tokenPattern = /\s*(?:([()])|([\p{L}\p{N}_.*-]+)|(\S))/uy;

/**
 * @param text "selection and not 1 of filter_*"; keywords in any case
 * @param names the search identifiers that exist, in order
 * @throws Refused for a syntax error, an unknown identifier, a selector that fits none, or an aggregation (`|`)
 */
export function parseCondition(text: string, names: readonly string[]): Condition {
  const tokens = tokenise(text);
  let position = 0;
  const peek = (): string | undefined => tokens[position];
  const isWord = (word: string): boolean => peek()?.toLowerCase() === word;

  const parseOr = (): Condition => {
    const kids = [parseAnd()];
    while (isWord("or")) {
      position++;
      kids.push(parseAnd());
    }
    return joined("or", kids);
  };
  const parseAnd = (): Condition => {
    const kids = [parseNot()];
    while (isWord("and")) {
      position++;
      kids.push(parseNot());
    }
    return joined("and", kids);
  };
  const parseNot = (): Condition => {
    let isNegated = false;
    while (isWord("not")) {
      position++;
      isNegated = !isNegated;
    }
    const operand = parseOperand();
    return isNegated ? { op: "not", kid: operand } : operand;
  };
  const parseOperand = (): Condition => {
    const token = peek();
    position++;
    if (token === undefined) throw new Refused("condition: ends where a search identifier was expected");
    if (token === "(") {
      const inner = parseOr();
      if (peek() !== ")") throw new Refused("condition: a bracket is not closed");
      position++;
      return inner;
    }
    if (token === ")" || /^(and|or)$/i.test(token))
      throw new Refused(`condition: "${token}" stands where a search identifier was expected`);
    if (isWord("of")) {
      position++;
      return parseSelector(token);
    }
    if (!names.includes(token)) throw new Refused(`condition: no search identifier is named "${token}"`);
    return { op: "name", name: token };
  };
  const parseSelector = (quantifier: string): Condition => {
    const pattern = peek();
    position++;
    if (pattern === undefined) throw new Refused(`condition: "${quantifier} of" names nothing`);
    const kind = quantifier.toLowerCase();
    if (kind !== "1" && kind !== "any" && kind !== "all")
      throw new Refused(`condition: "${quantifier} of" is not defined by Sigma 2; use 1, any or all`);
    const fitting = names.filter((name) => fitsSelector(name, pattern));
    if (fitting.length === 0) throw new Refused(`condition: "${quantifier} of ${pattern}" fits no search identifier`);
    return joined(
      kind === "all" ? "and" : "or",
      fitting.map((name) => ({ op: "name", name })),
    );
  };

  const condition = parseOr();
  if (peek() !== undefined) throw new Refused(`condition: "${peek()}" was not expected here`);
  return condition;
}

/** "them" is all; identifiers that open with an underscore are left out unless the pattern opens with one. */
function fitsSelector(name: string, pattern: string): boolean {
  if (name.startsWith("_") && !pattern.startsWith("_")) return false;
  if (pattern.toLowerCase() === "them") return true;
  const pieces = pattern.split("*").map((piece) => piece.replaceAll(".", "\\."));
  return new RegExp(`^${pieces.join(".*")}$`, "u").test(name);
}

function joined(op: "and" | "or", kids: Condition[]): Condition {
  const [only] = kids;
  return kids.length === 1 && only !== undefined ? only : { op, kids };
}

function tokenise(text: string): string[] {
  if (text.includes("|"))
    throw new Refused("condition: aggregations after | are obsolete since Sigma 2; write a correlation document");
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  const trimmed = text.trimEnd();
  while (tokenPattern.lastIndex < trimmed.length) {
    const found = tokenPattern.exec(trimmed);
    if (found === null) break;
    if (found[3] !== undefined) throw new Refused(`condition: the character "${found[3]}" has no meaning`);
    tokens.push(found[1] ?? found[2] ?? "");
    if (tokens.length > maxTokens) throw new Refused(`condition: longer than ${maxTokens} words`);
  }
  if (tokens.length === 0) throw new Refused("condition: expected an expression");
  return tokens;
}
