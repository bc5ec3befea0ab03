// Form fields as a report: dotted names become objects, repeated ones lists, "true" and "false" booleans. What is unknown stays, to be refused by name.
import { invalidInput } from "../platform/errors/index.ts";

const objects = new Set(["contact", "onBehalfOf", "answers", "proofOfWork"]);
const lists = new Set(["mayTell"]);
const booleans = new Set(["isOngoing", "isConfidential"]);

/**
 * `contact.email=a@b.c` is `{contact: {email}}`; a field `report` may hold the whole as JSON instead, and single fields are laid over it.
 * An empty value counts as left out. @throws AppError invalid_input where `report` is not a JSON object.
 */
export function reportFromFields(fields: readonly (readonly [name: string, value: string])[]): Record<string, unknown> {
  const report = new Map<string, unknown>();
  for (const [name, value] of fields) {
    if (name === "report") for (const [key, part] of Object.entries(readReport(value))) report.set(key, part);
  }
  for (const [name, value] of fields) {
    if (name === "report" || value.trim() === "") continue;
    const dot = name.indexOf(".");
    const parent = dot < 0 ? "" : name.slice(0, dot);
    if (!objects.has(parent)) {
      report.set(name, single(name, value, report.get(name)));
      continue;
    }
    const known = report.get(parent);
    const part = new Map(Object.entries(known !== null && typeof known === "object" ? known : {}));
    const key = name.slice(dot + 1);
    const before = part.get(key);
    part.set(key, before === undefined ? value : [before, value].flat());
    report.set(parent, Object.fromEntries(part));
  }
  return Object.fromEntries(report);
}

function single(name: string, value: string, before: unknown): unknown {
  if (booleans.has(name) && (value === "true" || value === "false")) return value === "true";
  if (lists.has(name)) return [...(Array.isArray(before) ? (before as unknown[]) : []), value];
  return before === undefined ? value : [before, value].flat();
}

function readReport(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === "object" && !Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw invalidInput([{ path: "report", message: "Expected a JSON object." }]);
}
