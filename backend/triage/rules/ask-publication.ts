// The first half of a publication: somebody asks for a version that passed every gate; somebody else has to approve it.
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { AskPublication } from "./requests/model.ts";
import { decideReady, gatesOf } from "./rules.ts";
import {
  checksOf,
  endPublication,
  holdPublicationOf,
  holdRule,
  readStoredVersion,
  type RuleHead,
  type StoredVersion,
  trialsOf,
} from "./store.ts";

/** @throws refused naming the gate that is not passed; conflict when there is a newer version. */
export async function askPublication(
  ctx: Context,
  ruleId: string,
  input: { version: number; reason: string },
): Promise<{ publicationId: string }> {
  requirePermission(ctx, "rule.write");
  const { personId } = requirePerson(ctx);
  const { version, reason } = AskPublication.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const rule = await holdRule(tx, ruleId);
    const stored = await requireReady(tx, rule, version);
    const publicationId = await insertPublication(tx, {
      rule,
      version,
      stored,
      way: "two_persons",
      askedBy: personId,
      reason,
      at: ctx.now(),
    });
    const detail = { publicationId, version, reason };
    await writeAudit(tx, ctx, { action: "rule.ask_publication", objectType: "rule", objectId: ruleId, detail });
    return { publicationId };
  });
}

/** The version, when it may be published now. @throws as `decideReady`. */
export async function requireReady(tx: Tx, rule: RuleHead, version: number): Promise<StoredVersion> {
  const stored = await readStoredVersion(tx, rule.id, version);
  const gates = gatesOf(stored, await checksOf(tx, rule.id, version), await trialsOf(tx, rule.id, version));
  const hasWaiting = (await holdPublicationOf(tx, rule.id, "waiting")) !== null;
  decideReady({ ...rule, version, gates, hasWaiting });
  return stored;
}

export interface NewPublication {
  rule: RuleHead;
  version: number;
  stored: StoredVersion;
  way: "two_persons" | "alone";
  askedBy: string;
  reason: string;
  at: Date;
  expiresAt?: Date;
}

export async function insertPublication(tx: Tx, one: NewPublication): Promise<string> {
  const id = newId(one.at);
  const live = await holdPublicationOf(tx, one.rule.id, "live");
  // Back, if ever, goes to the last version that two persons stood for.
  const isAlone = live?.way === "alone" && !live.isApproved;
  const previousVersion = live && isAlone ? live.previousVersion : one.rule.activeVersion;
  // Alone it comes into force at once, in the place of what was live.
  if (one.way === "alone") await endLive(tx, one.rule.id, one.askedBy, one.at);
  await tx.execute(sql`insert into rule_publications (id, rule_id, version, written_by, way, state, asked_by, asked_at, reason, expires_at, previous_version)
    values (${id}, ${one.rule.id}, ${one.version}, ${sql.param(one.stored.writtenBy)}::uuid[], ${one.way}, ${one.way === "alone" ? "live" : "waiting"},
      ${one.askedBy}, ${one.at.toISOString()}::timestamptz, ${one.reason}, ${one.expiresAt?.toISOString() ?? null}::timestamptz, ${previousVersion})`);
  return id;
}

/** The publication that was live is history; its version leaves the place to another, or to none. */
export async function endLive(tx: Tx, ruleId: string, by: string | null, at: Date, reason = ""): Promise<void> {
  const live = await holdPublicationOf(tx, ruleId, "live");
  if (live) await endPublication(tx, live.id, { state: "ended", by, reason, at });
}
