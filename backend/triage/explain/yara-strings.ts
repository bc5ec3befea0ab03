// Reads the strings of one YARA rule: name, kind, value as written, modifiers. Pure.
import { readTokens } from "../yara/read-rules.ts";

export interface YaraString {
  /** "$a"; "$" for one without a name. */
  name: string;
  kind: "text" | "hex" | "regex";
  /** Text between the quotes, bytes between the braces, expression between the slashes. */
  value: string;
  modifiers: string[];
}

/** @param rule the text of one rule, from "rule" to its closing brace */
export function readStrings(rule: string): YaraString[] {
  const tokens = readTokens(rule);
  const strings: YaraString[] = [];
  const from = tokens.findIndex((token, at) => token.text === "strings" && tokens[at + 1]?.text === ":");
  if (from < 0) return strings;
  for (let at = from + 2; at < tokens.length; at++) {
    const name = tokens[at]?.text ?? "";
    if (name === "condition" && tokens[at + 1]?.text === ":") break;
    const value = tokens[at + 2];
    if (!name.startsWith("$") || tokens[at + 1]?.text !== "=" || value === undefined) {
      strings.at(-1)?.modifiers.push(name);
      continue;
    }
    at += 2;
    if (value.text === "{") {
      const end = tokens.findIndex((token, index) => index > at && token.text === "}");
      if (end < 0) break;
      const inner = rule.slice(value.end, tokens[end]?.start).replace(/\s+/g, " ").trim();
      strings.push({ name, kind: "hex", value: inner, modifiers: [] });
      at = end;
    } else if (value.text.startsWith("/")) {
      const close = value.text.lastIndexOf("/");
      const flags = Array.from(value.text.slice(close + 1), (flag) => (flag === "i" ? "nocase" : "dotall"));
      strings.push({ name, kind: "regex", value: value.text.slice(1, close), modifiers: flags });
    } else strings.push({ name, kind: "text", value: value.text.slice(1, -1), modifiers: [] });
  }
  return strings;
}
