// Reads the condition of a YARA rule into a tree whose leaves are told apart as far as sentences need it. Pure.
import { readTokens } from "../yara/read-rules.ts";
import type { ConditionTree } from "./truth.ts";

/** `code` is always the leaf as written. `isExact` is false where more than being found is asked (a place, a count). */
export type YaraLeaf =
  | { kind: "string"; code: string; name: string; isExact: boolean }
  /** `least` is null where the number is an expression; `names` are patterns such as "$a*", empty for all strings. */
  | {
      kind: "of";
      code: string;
      quantifier: "any" | "all" | "none" | "number";
      least: number | null;
      names: string[];
      isExact: boolean;
    }
  | { kind: "size"; code: string; comparison: "<" | "<=" | ">" | ">="; size: string }
  | { kind: "begins_mz"; code: string }
  | { kind: "constant"; code: string; isTrue: boolean }
  | { kind: "other"; code: string };

/** @returns null where the text is not shaped like a condition */
export function readYaraCondition(text: string): ConditionTree<YaraLeaf> | null {
  const tokens = readTokens(text);
  let at = 0;
  const word = (): string => tokens[at]?.text ?? "";
  const isEnd = (): boolean => at >= tokens.length || word() === ")" || word() === "and" || word() === "or";

  const parse = (op: "or" | "and"): ConditionTree<YaraLeaf> | null => {
    const kids: ConditionTree<YaraLeaf>[] = [];
    do {
      if (kids.length > 0) at++;
      const kid = op === "or" ? parse("and") : parseNot();
      if (kid === null) return null;
      kids.push(kid);
    } while (word() === op);
    const [only] = kids;
    return kids.length === 1 && only !== undefined ? only : { op, kids };
  };
  const parseNot = (): ConditionTree<YaraLeaf> | null => {
    if (word() !== "not") return parseTerm();
    at++;
    const kid = parseNot();
    return kid && { op: "not", kid };
  };
  const parseTerm = (): ConditionTree<YaraLeaf> | null => {
    const start = at;
    if (word() === "(") {
      at++;
      const inner = parse("or");
      if (inner !== null && word() === ")") {
        at++;
        // Otherwise the bracket was one of a calculation.
        if (isEnd()) return inner;
      }
      at = start;
    }
    for (let depth = 0; at < tokens.length && (depth > 0 || !isEnd()); at++) {
      if (word() === "(") depth++;
      else if (word() === ")") depth--;
    }
    const [first, last] = [tokens[start], tokens[at - 1]];
    if (first === undefined || last === undefined || at === start) return null;
    const code = text.slice(first.start, last.end).replace(/\s+/g, " ");
    return { op: "leaf", leaf: readLeaf(code) };
  };
  const tree = parse("or");
  return at < tokens.length ? null : tree;
}

function readLeaf(code: string): YaraLeaf {
  const string = /^(\$\w+)( .*)?$/.exec(code);
  if (string) return { kind: "string", code, name: string[1] ?? "", isExact: string[2] === undefined };
  const of = /^(any|all|none|\d+%?|[^\s]+) of (them|\(([^()]*)\))(.*)$/.exec(code);
  if (of && (of[2] === "them" || (of[3] ?? "").split(",").every((name) => name.trim().startsWith("$")))) {
    const [, many = "", , list = "", rest = ""] = of;
    const names = of[2] === "them" ? [] : list.split(",").map((name) => name.trim());
    const quantifier = many === "any" || many === "all" || many === "none" ? many : "number";
    const least = /^\d+$/.test(many) ? Number(many) : null;
    return { kind: "of", code, quantifier, least, names, isExact: rest.trim() === "" };
  }
  const size = /^filesize (<=?|>=?) (\d+(?:KB|MB)?)$/.exec(code);
  if (size) {
    const comparison = (["<", "<=", ">", ">="] as const).find((one) => one === size[1]) ?? "<";
    return { kind: "size", code, comparison, size: size[2] ?? "" };
  }
  if (/^uint16 ?\( ?0(?:x0+)? ?\) == 0x5a4d$/i.test(code) || /^uint16be ?\( ?0 ?\) == 0x4d5a$/i.test(code))
    return { kind: "begins_mz", code };
  if (code === "true" || code === "false") return { kind: "constant", code, isTrue: code === "true" };
  return { kind: "other", code };
}
