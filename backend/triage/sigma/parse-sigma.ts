// Reads the YAML of a Sigma file into documents; what cannot be read is a refused document with its reason, never an exception.

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { loadAll } from "js-yaml";
import { levels } from "../model.ts";
import type { Level } from "../model.ts";
import type { Logsource, SigmaDocument, SigmaRuleInfo } from "./model.ts";
import { readCorrelation } from "./parse-correlation.ts";
import { Refused } from "./refused.ts";
import { isRecord, textList, textOf } from "./yaml-values.ts";

const maxTextLength = 1_000_000;
const maxDocuments = 1_000;

/**
 * Documents of one Sigma file: rules, correlations and filters (Sigma specification 2.1), several in one file,
 * with `action: global`, `reset` and `repeat` of version 1 applied.
 * @param yamlText the file's text
 * @param path shown in refusals and findings
 * @returns in file order; a document that is not Sigma has `kind: "refused"` and a reason that names the field
 */
export function parseSigma(yamlText: string, path: string): SigmaDocument[] {
  const refused = (reason: string): SigmaDocument => ({ kind: "refused", path, ruleId: path, title: path, reason });
  if (yamlText.length > maxTextLength) return [refused(`file: longer than ${maxTextLength} characters`)];
  let parsed: unknown[];
  try {
    parsed = loadAll(yamlText).filter((document) => document !== null && document !== undefined);
  } catch (error) {
    return [
      refused(`file: not YAML (${error instanceof Error ? (error.message.split("\n")[0] ?? "") : "unreadable"})`),
    ];
  }
  if (parsed.length === 0) return [refused("file: holds no document")];
  if (parsed.length > maxDocuments) return [refused(`file: holds more than ${maxDocuments} documents`)];
  return applyActions(parsed).map((document, index) => readDocument(document, path, parsed.length > 1 ? index : null));
}

/** Merges `action: global` documents into the following ones (Sigma 1 rule collections). */
function applyActions(documents: unknown[]): unknown[] {
  const result: unknown[] = [];
  let global: Record<string, unknown> = {};
  let previous: Record<string, unknown> = {};
  for (const document of documents) {
    if (!isRecord(document)) {
      result.push(document);
      continue;
    }
    const { action, ...rest } = document;
    if (action === "global") global = mergeMaps(global, rest);
    else if (action === "reset") global = {};
    else {
      previous =
        action === "repeat" ? mergeMaps(previous, rest) : mergeMaps(global, action === undefined ? rest : document);
      result.push(previous);
    }
  }
  return result;
}

function mergeMaps(base: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    merged[key] = isRecord(before) && isRecord(value) ? mergeMaps(before, value) : value;
  }
  return merged;
}

function readDocument(document: unknown, path: string, index: number | null): SigmaDocument {
  const fallbackId = index === null ? path : `${path}#${index}`;
  const map = isRecord(document) ? document : {};
  const ruleId = textOf(map["id"]) ?? textOf(map["name"]) ?? fallbackId;
  const title = textOf(map["title"]) ?? fallbackId;
  try {
    if (!isRecord(document)) throw new Refused("document: expected a map of Sigma attributes");
    if (document["action"] !== undefined) throw new Refused("action: expected global, reset or repeat");
    const info = readInfo(document, ruleId, title, path);
    if (document["correlation"] !== undefined) return readCorrelation(document["correlation"], info);
    const logsource = readLogsource(document["logsource"]);
    if (document["filter"] !== undefined) return readFilter(document["filter"], info, logsource);
    return readRule(document["detection"], info, logsource);
  } catch (error) {
    if (error instanceof Refused) return { kind: "refused", path, ruleId, title, reason: error.message };
    throw error;
  }
}

function readInfo(document: Record<string, unknown>, id: string, title: string, path: string): SigmaRuleInfo {
  if (textOf(document["title"]) === undefined) throw new Refused("title: expected a text");
  const name = textOf(document["name"]);
  const license = textOf(document["license"]);
  const version = dateText(document["modified"]) ?? dateText(document["date"]);
  return {
    kind: document["correlation"] === undefined ? "rule" : "correlation",
    id,
    ...(name === undefined ? {} : { name }),
    title,
    level: readLevel(document["level"]),
    status: textOf(document["status"]) ?? "unspecified",
    version: version ?? bytesToHex(sha256(utf8ToBytes(JSON.stringify(document)))).slice(0, 16),
    author: textOf(document["author"]) ?? textList(document["author"]).join(", "),
    description: textOf(document["description"]) ?? "",
    references: textList(document["references"] ?? document["reference"]),
    tags: textList(document["tags"]),
    falsePositives: textList(document["falsepositives"]),
    ...(license === undefined ? {} : { license }),
    path,
  };
}

/** Level is optional in Sigma 2; a rule that names none counts as informational rather than as an alarm. */
function readLevel(value: unknown): Level {
  if (value === undefined || value === null) return "informational";
  const level = levels.find((known) => known === textOf(value)?.toLowerCase());
  if (level === undefined) throw new Refused(`level: expected one of ${levels.join(", ")}`);
  return level;
}

function dateText(value: unknown): string | undefined {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return textOf(value);
}

function readLogsource(value: unknown): Logsource {
  if (!isRecord(value)) throw new Refused("logsource: expected a map with product, category or service");
  const logsource: Logsource = {};
  for (const key of ["product", "category", "service"] as const) {
    if (value[key] === undefined || value[key] === null) continue;
    const text = textOf(value[key]);
    if (text === undefined) throw new Refused(`logsource.${key}: expected a text`);
    logsource[key] = text.toLowerCase();
  }
  return logsource;
}

function readRule(detection: unknown, info: SigmaRuleInfo, logsource: Logsource): SigmaDocument {
  if (!isRecord(detection)) throw new Refused("detection: expected a map with search identifiers and a condition");
  const { condition, timeframe: _timeframe, ...detections } = detection;
  const conditions = typeof condition === "string" ? [condition] : Array.isArray(condition) ? condition : [];
  if (conditions.length === 0 || !conditions.every((one) => typeof one === "string"))
    throw new Refused("detection.condition: expected a text or a list of texts");
  if (Object.keys(detections).length === 0) throw new Refused("detection: expected at least one search identifier");
  return { kind: "rule", info, logsource, detections, conditions };
}

function readFilter(filter: unknown, info: SigmaRuleInfo, logsource: Logsource): SigmaDocument {
  if (!isRecord(filter)) throw new Refused("filter: expected a map with rules, search identifiers and a condition");
  const { rules, condition, ...detections } = filter;
  if (typeof condition !== "string") throw new Refused("filter.condition: expected a text");
  if (typeof rules !== "string" && !Array.isArray(rules))
    throw new Refused("filter.rules: expected ids or names of rules, or any");
  const named = textList(rules);
  const isAny = named.length === 0 || (named.length === 1 && named[0]?.toLowerCase() === "any");
  return { kind: "filter", info, logsource, rules: isAny ? "any" : named, detections, condition };
}
