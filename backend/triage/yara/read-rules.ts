// Reads a YARA file just far enough to know where each rule stands and which words its condition is made of.

export interface RuleSpan {
  name: string;
  /** "private", "global". */
  modifiers: string[];
  /** From the first modifier to the closing brace, UTF-16 offsets. */
  start: number;
  end: number;
  /** From the condition's first token to the end of its last. */
  conditionStart: number;
  conditionEnd: number;
  /** Words, numbers, operators and parentheses of the condition; texts and regular expressions are one token each. */
  condition: string[];
}

export interface YaraToken {
  text: string;
  start: number;
  end: number;
}

/**
 * Comments, texts ("\"" and "\\" escaped), regular expressions (a slash always begins one: division is a backslash),
 * words with what strings and counts begin with, numbers, and single marks except "==", "..", "!=", "<=", ">=".
 */
const tokenPattern =
  /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:\\[^]|[^"\\\n])*"|\/(?:\\[^\n]|\[(?:\\[^\n]|[^\]\\\n])*\]|[^/\\\n[])+\/[is]*|[$#@!]?[A-Za-z_][\w]*|\$|0x[0-9A-Fa-f]+|\d+(?:\.\d+)?(?:KB|MB)?|[=!<>]=|\.\.|[^\s]/g;

/** The rules of a file in order, or null when it is not shaped like one (then nothing is concluded from it). */
export function readRules(text: string): RuleSpan[] | null {
  const tokens = readTokens(text);
  const rules: RuleSpan[] = [];
  let modifiers: YaraToken[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.text === "private" || token.text === "global") modifiers.push(token);
    else if (token.text === "rule") {
      const body = readBody(tokens, at);
      const name = tokens[at + 1]?.text;
      if (body === null || name === undefined) return null;
      rules.push({
        name,
        modifiers: modifiers.map((modifier) => modifier.text),
        start: modifiers[0]?.start ?? token.start,
        end: body.end,
        conditionStart: body.condition[0]?.start ?? 0,
        conditionEnd: body.condition.at(-1)?.end ?? 0,
        condition: body.condition.map(({ text: word }) => word),
      });
      modifiers = [];
      at = body.last;
    } else if (token.text === "import" && tokens[at + 1]?.text.startsWith('"')) at += 1;
    else return null;
  }
  return rules;
}

export function readTokens(text: string): YaraToken[] {
  return Array.from(text.matchAll(tokenPattern), (match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  })).filter((token) => !token.text.startsWith("//") && !token.text.startsWith("/*"));
}

/** Hex strings have braces too, always in pairs, so that counting them finds the end. */
function readBody(tokens: YaraToken[], from: number): { last: number; end: number; condition: YaraToken[] } | null {
  let depth = 0;
  let conditionAt = -1;
  for (let at = from; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) return null;
    if (token.text === "{") depth += 1;
    else if (token.text === "condition" && depth === 1 && tokens[at + 1]?.text === ":") conditionAt = at + 2;
    else if (token.text === "}") {
      depth -= 1;
      if (depth > 0) continue;
      if (conditionAt < 0 || conditionAt >= at) return null;
      return { last: at, end: token.end, condition: tokens.slice(conditionAt, at) };
    }
  }
  return null;
}
