// Who of a constituent is written to and when somebody is reminded: pure decisions, told apart from how they are kept.
import type { NotifyAnswer, NotifyLanguage, TargetState } from "./model.ts";

export interface KnownContact {
  id: string;
  constituentId: string;
  name: string;
  role: string;
  email: string | null;
  languages: readonly string[];
  /** A mail to them came back. */
  hasBounced: boolean;
}

/**
 * The steps of a constituent: contacts of the first role that has any, then of the next. An address stands once. Those whose mail came back
 * are a last step of their own: better than nobody.
 */
export function stepsOf(contacts: readonly KnownContact[], roles: readonly string[]): KnownContact[][] {
  const seen = new Set<string>();
  const usable = contacts.filter(({ email }) => email !== null);
  const take = (some: readonly KnownContact[]): KnownContact[] =>
    some.filter(({ email }) => {
      const key = (email ?? "").toLowerCase();
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  const steps = roles.map((role) => take(usable.filter((one) => one.role === role && !one.hasBounced)));
  steps.push(take(usable.filter((one) => one.hasBounced && roles.includes(one.role))));
  return steps.filter((step) => step.length > 0);
}

/** The first language of theirs in which there is a text; else the first that there is. */
export function languageFor(languages: readonly string[], written: readonly NotifyLanguage[]): NotifyLanguage {
  return (
    written.find((one) => one === languages.find((wish) => written.some((known) => known === wish))) ??
    written[0] ??
    "fr"
  );
}

export interface Schedule {
  reminderDays: readonly number[];
  escalateDays: number;
}

const dayMs = 86_400_000;
const after = (from: Date, days: number): Date => new Date(from.getTime() + days * dayMs);

/** Those who said that they work on it are asked again so often at most. */
export const mostFollowUps = 3;

/**
 * What comes next for a constituent and when. `since` is when its present step was written to, or when it last answered.
 * Null: nothing comes by itself.
 */
export function nextAct(
  target: { state: TargetState; reminders: number; since: Date; hasNextStep: boolean },
  schedule: Schedule,
): { act: "remind" | "escalate"; at: Date } | null {
  const { state, reminders, since } = target;
  if (state === "fixed" || state === "not_mine" || state === "unreachable" || state === "question") return null;
  if (state === "acknowledged" || state === "working")
    return reminders < mostFollowUps
      ? { act: "remind", at: after(since, schedule.escalateDays * (reminders + 1)) }
      : null;
  const reminder = schedule.reminderDays[reminders];
  if (reminder !== undefined) return { act: "remind", at: after(since, reminder) };
  return target.hasNextStep ? { act: "escalate", at: after(since, schedule.escalateDays) } : null;
}

/** How a constituent stands after an answer; a wrong contact says nothing of the finding. */
export function stateAfter(before: TargetState, answer: NotifyAnswer): TargetState {
  return answer === "wrong_contact" ? before : answer;
}

export const isClosed = (state: TargetState): boolean => state === "fixed" || state === "not_mine";
