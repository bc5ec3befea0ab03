// A fresh assertion of a person for one act, as their passkey would have given it, with the session that it belongs to.
import { createHash } from "node:crypto";
import type { StepUpBinding } from "../../backend/identity/model.ts";
import type { Context } from "../../backend/platform/context/index.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

/** @param isOver the five minutes are gone. */
export async function allowStepUp(
  world: TestWorld,
  { actor }: Context,
  binding: StepUpBinding,
  isOver = false,
): Promise<void> {
  if (actor.kind !== "person") throw new Error("only a person has a passkey");
  await world.owner`insert into sessions (id, token_hash, person_id, idle_expires_at, expires_at)
    values (${actor.sessionId}, ${createHash("sha256").update(actor.sessionId).digest()}, ${actor.personId}, now() + interval '1 day', now() + interval '1 day')
    on conflict (id) do nothing`;
  await world.owner`insert into step_ups (id, session_id, person_id, act, object, version, created_at, expires_at)
    values (${newId()}, ${actor.sessionId}, ${actor.personId}, ${binding.act}, ${binding.object}, ${binding.version}, now(),
      now() + ${isOver ? "-5 minutes" : "5 minutes"}::interval)`;
}
