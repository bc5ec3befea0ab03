// The plain evaluator's own reading of conditions: rewrites them to a flat list of steps and runs those on a stack.

/** "name" pushes the truth of an identifier; the others take theirs from the stack. */
export type Step = { push: string } | { all: string[] } | { any: string[] } | "and" | "or" | "not";

const precedence: Record<string, number> = { or: 1, and: 2, not: 3 };

/** Dijkstra's shunting yard. @returns null where the condition is not one (the compiler says why) */
export function planCondition(condition: string, identifiers: readonly string[]): Step[] | null {
  const words = condition.replaceAll("(", " ( ").replaceAll(")", " ) ").trim().split(/\s+/);
  const steps: Step[] = [];
  const waiting: string[] = [];
  const flushWhile = (test: (word: string) => boolean): void => {
    while (waiting.length > 0 && test(waiting.at(-1) ?? "")) steps.push((waiting.pop() ?? "") as "and" | "or" | "not");
  };
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    const lower = word.toLowerCase();
    if (lower === "not" || word === "(") waiting.push(word === "(" ? "(" : "not");
    else if (word === ")") {
      flushWhile((top) => top !== "(");
      if (waiting.pop() !== "(") return null;
    } else if (lower === "and" || lower === "or") {
      flushWhile((top) => (precedence[top] ?? 0) >= (precedence[lower] ?? 0));
      waiting.push(lower);
    } else if (words[index + 1]?.toLowerCase() === "of") {
      const group = identifiersLike(words[index + 2] ?? "", identifiers);
      steps.push(lower === "all" ? { all: group } : { any: group });
      index += 2;
    } else steps.push({ push: word });
  }
  flushWhile((top) => top !== "(");
  return waiting.length === 0 ? steps : null;
}

function identifiersLike(pattern: string, identifiers: readonly string[]): string[] {
  return identifiers.filter((identifier) => {
    if (identifier.startsWith("_") && !pattern.startsWith("_")) return false;
    if (pattern.toLowerCase() === "them") return true;
    const [first = "", ...rest] = pattern.split("*");
    if (rest.length === 0) return identifier === pattern;
    let at = first.length;
    if (!identifier.startsWith(first)) return false;
    for (const piece of rest.slice(0, -1)) {
      const found = identifier.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    const last = rest.at(-1) ?? "";
    return identifier.length - last.length >= at && identifier.endsWith(last);
  });
}

export function runPlan(steps: readonly Step[], truthOf: (identifier: string) => boolean): boolean {
  const stack: boolean[] = [];
  for (const step of steps) {
    if (step === "not") stack.push(!(stack.pop() ?? false));
    else if (step === "and" || step === "or") {
      const right = stack.pop() ?? false;
      const left = stack.pop() ?? false;
      stack.push(step === "and" ? left && right : left || right);
    } else if ("push" in step) stack.push(truthOf(step.push));
    else if ("all" in step) stack.push(step.all.every(truthOf));
    else stack.push(step.any.some(truthOf));
  }
  return stack.pop() ?? false;
}
