// Signs a person in with a passkey: one session, one log row; every refusal is logged with its cause and told in the same words.
import { writeAudit } from "../platform/audit/index.ts";
import type { Actor, Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { requirePermission } from "./access.ts";
import { takeChallenge } from "./ceremony/challenge-store.ts";
import { judgeAssertion, type JudgedAssertion } from "./ceremony/judge-assertion.ts";
import { AnswerAssertion } from "./requests.ts";
import { actingRoles, insertSession, type OpenedSession, readPolicy } from "./store.ts";

/** What a caller is told whatever went wrong: unknown, blocked, cloned, too late, wrong place. Inside a session (`forbidden`) that session goes on. */
export function notAccepted(code: "unauthenticated" | "forbidden" = "unauthenticated"): AppError {
  return new AppError(code, "This passkey was not accepted. Try again, or ask an administrator.", {
    words: "identity.refusal.passkey",
  });
}

/** @throws AppError unauthenticated. The returned token goes into the session cookie and nowhere else. */
export async function signIn(ctx: Context, input: unknown): Promise<OpenedSession> {
  requirePermission(ctx, "session.open");
  const { ceremonyId, response } = AnswerAssertion.parse(input);
  const opened = await withTransaction(
    ctx,
    async (tx) => {
      const ceremony = await takeChallenge(tx, ceremonyId, "sign_in", ctx.now());
      const judged = await judgeAssertion(tx, ctx, ceremony, response);
      if (!judged.isAccepted) {
        await writeAudit(tx, ctx, refusalEntry("session.refuse", judged));
        return undefined;
      }
      const { person, passkeyId, notices } = judged;
      const session = await insertSession(tx, person.id, passkeyId, await readPolicy(tx), ctx.now());
      const actor = personActor(person.id, actingRoles(person.grants), session.id);
      await writeAudit(
        tx,
        { ...ctx, actor },
        { action: "session.open", objectType: "session", objectId: session.id, detail: { passkeyId, notices } },
      );
      return session;
    },
    "identity",
  );
  if (!opened) throw notAccepted();
  return opened;
}

/** The log row of a refused assertion. It names the passkey only when it is one of ours. */
export function refusalEntry(action: string, judged: Extract<JudgedAssertion, { isAccepted: false }>) {
  const detail = { why: judged.why, ...(judged.passkeyId ? { passkeyId: judged.passkeyId } : {}) };
  return { action, objectType: "person", objectId: judged.personId ?? "unknown", detail };
}

/** The actor of a person in the organisation that the session acts for. */
export function personActor(
  personId: string,
  acting: ReturnType<typeof actingRoles>,
  sessionId: string,
): Extract<Actor, { kind: "person" }> {
  return {
    kind: "person",
    personId,
    organisationId: acting?.organisationId ?? "",
    roles: acting?.roles ?? [],
    sessionId,
  };
}
