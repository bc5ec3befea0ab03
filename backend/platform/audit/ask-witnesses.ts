// Shows the newest publication to every witness of the policy that has not signed it, keeps their signatures and what became of each try.
import { sql } from "drizzle-orm";
import type { Context } from "../context/index.ts";
import { readOnly, type Tx, withTransaction } from "../db/index.ts";
import { loadPolicy } from "./load-policy.ts";
import { openNote } from "./proof/note.ts";
import { isQuorum, type Policy, type Witness } from "./proof/policy.ts";
import { readNewest } from "./publish-log.ts";
import { raiseAlarm } from "./raise-alarm.ts";
import { readConsistencyPath } from "./read-tree.ts";
import { askWitness, type WitnessAnswer } from "./witness/ask-witness.ts";

/** Returns how many signed now. A witness that refuses, or has seen a larger tree, raises an alarm. */
export async function askWitnesses(ctx: Context): Promise<number> {
  const policy = loadPolicy(ctx.config);
  const newest = await readOnly(ctx, async (tx) => await readNewest(tx, false), "system");
  if (!newest) return 0;
  const missing = policy.witnesses.filter(
    (one): one is Witness & { url: string } => one.url !== undefined && !hasSigned(newest.note, one),
  );
  const known = await readOnly(
    ctx,
    async (tx) => await tx.execute<{ name: string; size: string }>(sql`select name, size from log_witnesses`),
    "system",
  );
  const answers = await Promise.all(
    missing.map(async (witness) => ({
      witness,
      answer: await askWitness(
        witness,
        newest.note,
        newest.size,
        Number(known.find(({ name }) => name === witness.name)?.size ?? 0),
        async (older) => await readOnly(ctx, async (tx) => await readConsistencyPath(tx, older, newest.size), "system"),
      ),
    })),
  );
  if (answers.length === 0) return 0;
  return await withTransaction(
    ctx,
    async (tx) => {
      let added = "";
      for (const { witness, answer } of answers) {
        await recordAnswer(tx, ctx, witness.name, newest.size, answer);
        if (answer.state === "good") added += answer.lines;
      }
      if (added !== "") await addLines(tx, policy, newest.size, added);
      return answers.filter(({ answer }) => answer.state === "good").length;
    },
    "system",
  );
}

function hasSigned(note: string, { key }: Witness): boolean {
  try {
    return openNote(note, [key]).signatures.length > 0;
  } catch {
    return false;
  }
}

async function addLines(tx: Tx, policy: Policy, size: number, lines: string): Promise<void> {
  const [row] = await tx.execute<{ note: string }>(
    sql`select note from log_publications where size = ${size} for update`,
  );
  const note = `${row?.note ?? ""}${lines}`;
  const cosigned = new Set(policy.witnesses.filter((one) => hasSigned(note, one)).map(({ name }) => name));
  // The stamp was over the note without these lines: it is asked for again.
  await tx.execute(sql`update log_publications set note = ${note}, has_quorum = ${isQuorum(policy, cosigned)},
    timestamp_answer = null, stamped_at = null where size = ${size}`);
}

async function recordAnswer(tx: Tx, ctx: Context, name: string, size: number, answer: WitnessAnswer): Promise<void> {
  const now = ctx.now().toISOString();
  const isGood = answer.state === "good";
  const says = answer.state === "good" ? null : answer.says;
  await tx.execute(sql`insert into log_witnesses (name, size, cosigned_at, tried_at, state, says)
    values (${name}, ${isGood ? size : 0}, ${isGood ? now : null}::timestamptz, ${now}::timestamptz, ${answer.state}, ${says})
    on conflict (name) do update set size = case when ${isGood} then ${size} else log_witnesses.size end,
      cosigned_at = coalesce(excluded.cosigned_at, log_witnesses.cosigned_at), tried_at = excluded.tried_at, state = excluded.state, says = excluded.says`);
  if (answer.state === "refused" || answer.state === "ahead")
    await raiseAlarm(tx, ctx, {
      kind: "witness",
      key: `witness:${name}:${answer.state}:${size}`,
      detail: { witness: name, state: answer.state, says: answer.says, size },
    });
}
