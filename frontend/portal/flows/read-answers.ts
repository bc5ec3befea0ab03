// Reads one page's answers out of a form: trims, checks, and says what is missing in words that name the act. Pure.
import { Contact } from "../../../backend/intake/model.ts";
import type { Answers, Field, Question } from "./graph.ts";
import type { Say } from "./to-report.ts";
import { offsets } from "./zones.ts";

export interface Mistake {
  fieldId: string;
  text: string;
}

export interface Reading {
  /** What was typed, as it may be kept and shown again; also when it holds mistakes. */
  answers: Answers;
  mistakes: Mistake[];
}

export interface Judging {
  say: Say;
  now: Date;
  timeZone: string;
  areaIds: ReadonlySet<string>;
}

/** @param values the form's fields, name to values. Fields of kind "files" are read elsewhere. */
export function readAnswers(question: Question, values: Record<string, string[]>, judging: Judging): Reading {
  const answers: Answers = {};
  const mistakes: Mistake[] = [];
  for (const field of question.fields) {
    if (field.kind === "files") continue;
    const typed = (values[field.id] ?? []).map(tidy).filter(Boolean);
    const value = field.kind === "boxes" ? typed.filter((one) => isOption(field, one)) : normal(field, typed[0] ?? "");
    answers[field.id] = value;
    const text = judge(field, value, judging);
    if (text) mistakes.push({ fieldId: field.id, text });
  }
  return { answers, mistakes };
}

// Line ends as \n; no control characters but tab and line end.
function tidy(value: string): string {
  return value
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/(?![\t\n])\p{Cc}/gu, "")
    .trim();
}

function normal(field: Field, value: string): string {
  if (field.kind === "radio" && value && !isOption(field, value)) return "";
  if (field.kind === "date") return normalDate(value);
  if (field.kind === "time") return normalTime(value);
  if (field.kind === "email") return value.replaceAll(/\s/g, "");
  return field.kind === "line" ? value.replaceAll(/\s+/g, " ") : value;
}

function isOption(field: Field, value: string): boolean {
  return field.options?.includes(value) ?? false;
}

function judge(field: Field, value: string | string[], judging: Judging): string | undefined {
  const { say } = judging;
  if (value.length === 0) return field.isRequired ? say(`portal.e.${field.id}`) : undefined;
  if (typeof value !== "string") return undefined;
  if (field.max !== undefined && value.length > field.max)
    return say("portal.error.tooLong", { max: field.max, have: value.length });
  if (field.kind === "email" && !Contact.shape.email.safeParse(value).success) return say("portal.error.email");
  if (field.kind === "phone" && !Contact.shape.phone.safeParse(value).success) return say("portal.error.phone");
  if (field.kind === "date") return judgeDate(field, value, judging);
  if (field.kind === "time" && !/^([01]\d|2[0-3]):[0-5]\d$/.test(value)) return say("portal.error.time");
  if (field.kind === "zone" && value !== judging.timeZone && value !== "UTC" && !offsets.includes(value))
    return say("portal.error.zone");
  if (field.kind === "area" && judging.areaIds.size > 0 && !judging.areaIds.has(value)) return say("portal.error.area");
  return undefined;
}

function judgeDate(field: Field, value: string, judging: Judging): string | undefined {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  const isReal = !Number.isNaN(at) && new Date(at).toISOString().startsWith(value) && at > Date.UTC(1990, 0, 1);
  if (!isReal) return judging.say("portal.error.date");
  // A day's leeway: it may already be tomorrow where the person is. A planned publication lies ahead.
  const isAhead = at > judging.now.getTime() + 86_400_000;
  return isAhead && field.id !== "publication" ? judging.say("portal.error.future") : undefined;
}

// Old browsers show a plain text box for dates: people then write 22/11/2026, 22.11.2026 or 2026.11.22.
function normalDate(value: string): string {
  const dayFirst = /^(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4})$/.exec(value);
  const yearFirst = /^(\d{4})[./\- ](\d{1,2})[./\- ](\d{1,2})$/.exec(value);
  const [year, month, day] = dayFirst
    ? [dayFirst[3], dayFirst[2], dayFirst[1]]
    : yearFirst
      ? [yearFirst[1], yearFirst[2], yearFirst[3]]
      : [];
  if (!year || !month || !day) return value;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

function normalTime(value: string): string {
  const parts = /^(\d{1,2})\s*[:hH.]\s*(\d{2})?(?::\d{2})?$/.exec(value);
  return parts?.[1] ? `${parts[1].padStart(2, "0")}:${parts[2] ?? "00"}` : value;
}
