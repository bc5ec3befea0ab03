// Takes a file of many rules apart, so that each has a life of its own; what leans on another rule of the file stays together.
import { parseSigma } from "../../sigma/index.ts";
import { readRules } from "../../yara/read-rules.ts";
import type { RuleKind } from "../model.ts";

export interface RulePart {
  /** The file's path; where it was taken apart with "#name" behind it. */
  path: string;
  source: string;
  /** Names of its YARA rules; empty for the other kinds. */
  names: string[];
}

export function splitRules(kind: RuleKind, path: string, text: string): RulePart[] {
  if (kind === "yara") return splitYara(path, text);
  if (kind === "sigma") return splitSigma(path, text);
  return [{ path, source: text, names: [] }];
}

function splitYara(path: string, text: string): RulePart[] {
  const spans = readRules(text);
  const whole = [{ path, source: text, names: spans?.map(({ name }) => name) ?? [] }];
  if (spans === null || spans.length < 2) return whole;
  const names = new Set(spans.map(({ name }) => name));
  const leans = spans.some(
    (span) =>
      span.modifiers.length > 0 ||
      span.condition.some((word) => word.endsWith("*") || (names.has(word) && word !== span.name)),
  );
  if (leans) return whole;
  const outside = spans.reduce((left, span, index) => left + text.slice(spans[index - 1]?.end ?? 0, span.start), "");
  const imports = [...outside.matchAll(/^[ \t]*import[ \t]+"\w+"/gm)].map(([line]) => line.trim());
  const head = imports.length === 0 ? "" : `${[...new Set(imports)].join("\n")}\n\n`;
  return spans.map((span) => ({
    path: `${path}#${span.name}`,
    source: `${head}${text.slice(span.start, span.end)}\n`,
    names: [span.name],
  }));
}

/** Only plain rules: a correlation or filter belongs to what stands beside it, and so does `action: global`. */
function splitSigma(path: string, text: string): RulePart[] {
  const whole = [{ path, source: text, names: [] }];
  const parts = text.split(/^---[ \t]*(?:#.*)?\r?$/m).filter((part) => part.replace(/^\s*#.*$/gm, "").trim() !== "");
  if (parts.length < 2 || /^action\s*:/m.test(text)) return whole;
  const documents = parseSigma(text, path);
  if (documents.length !== parts.length || documents.some(({ kind }) => kind !== "rule")) return whole;
  return parts.map((part, index) => ({ path: `${path}#${index + 1}`, source: `${part.trim()}\n`, names: [] }));
}
