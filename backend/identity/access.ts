// Who may do what: deny by default; the actor's roles or key decide.
import { AppError } from "../platform/errors/index.ts";
import { type Act, actsOfRole, type Role, roles } from "./model.ts";

/** The part of a context that decides; kept structural so that this file does no input or output. */
interface Asking {
  actor:
    | { kind: "anonymous" }
    | { kind: "reporter"; reportId: string }
    | { kind: "person"; roles: readonly string[] }
    | { kind: "api_key"; acts: readonly string[] }
    | { kind: "system"; job: string };
}

/** Open to everybody: handing in a report, claiming an entry of the register, and knocking at the door (sign-in and enrolment prove themselves by their ceremony). */
const openActs: readonly Act[] = ["report.submit", "session.open", "entry.claim"];

/** Whether the actor may do the act. A reporter reads and adds to the own report only; a person always keeps the own passkeys and sessions. */
export function may(ctx: Asking, act: Act): boolean {
  const { actor } = ctx;
  switch (actor.kind) {
    case "system":
      return true;
    case "person":
      return (
        openActs.includes(act) ||
        act === "own.change" ||
        actor.roles.some((role) => isRole(role) && actsOfRole[role].includes(act))
      );
    case "api_key":
      return actor.acts.includes(act);
    case "reporter":
    case "anonymous":
      return openActs.includes(act);
  }
}

/** @throws AppError unauthenticated for a stranger, forbidden for a person without the right. */
export function requirePermission(ctx: Asking, act: Act): void {
  if (may(ctx, act)) return;
  if (ctx.actor.kind === "anonymous" || ctx.actor.kind === "reporter")
    throw new AppError("unauthenticated", "Sign in to do this.");
  throw new AppError("forbidden", "Your role does not allow this.");
}

/** Whether a text names a role. */
export function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text);
}
