// The proof that a report was received: one text file for its reporter, first over an internal checkpoint, within about an hour over a published one.
import { asReporter } from "../intake/index.ts";
import { type ProofOrWhyNot, readFirstProof } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";

/** For the token of `openReceipt`; undefined when it is wrong or its half hour over. */
export async function readReceiptProof(ctx: Context, token: string): Promise<ProofOrWhyNot> {
  const reporter = asReporter(ctx, token);
  return reporter === undefined ? undefined : await readOwnProof(reporter);
}

/** The same for a context whose actor is the reporter already. */
export async function readOwnProof(ctx: Context): Promise<ProofOrWhyNot> {
  if (ctx.actor.kind !== "reporter") return undefined;
  const { reportId } = ctx.actor;
  return await readFirstProof(ctx, { action: "report.receive", objectType: "report", objectId: reportId });
}
