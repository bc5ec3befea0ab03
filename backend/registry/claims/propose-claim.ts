// A constituent says that it holds a range, number, name or code; in force once it is proven.
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { sql } from "drizzle-orm";
import { normaliseClaim } from "../rules.ts";
import { networkClaims } from "../tables.ts";
import { makeChallenge } from "./make-challenge.ts";
import { ProposeClaim } from "./model.ts";
import { ownConstituent } from "./own-claim.ts";
import { zonesOf } from "./rules.ts";
import { lockValue, personOf } from "./store.ts";

const mostOpen = 200;

/** @throws forbidden; invalid_input by field; conflict when the entry claims the same already; too_many_requests. */
export async function proposeClaim(ctx: Context, input: ProposeClaim): Promise<{ id: string }> {
  requirePermission(ctx, "claim.change_own");
  const claim = ProposeClaim.parse(input);
  const normal = normaliseClaim(claim.kind, claim.value);
  if ("expected" in normal) throw invalidInput([{ path: "value", message: `Expected ${normal.expected}.` }]);
  const zones = zonesOf(claim.kind, normal.value);
  if (claim.proof === "dns_txt" && "impossible" in zones)
    throw invalidInput([
      {
        path: "proof",
        message:
          zones.impossible === "kind"
            ? "Expected a proof that is possible for this: DNS proves domains and address ranges only."
            : "Expected another proof: this range has too many reverse zones for one by DNS.",
      },
    ]);
  if (claim.proof === "rir" && claim.kind !== "prefix" && claim.kind !== "asn")
    throw invalidInput([
      {
        path: "proof",
        message: "Expected a proof that is possible for this: registries' files list ranges and AS numbers only.",
      },
    ]);
  const heldFrom = claim.heldFrom === undefined ? null : new Date(claim.heldFrom);
  if (heldFrom && heldFrom > ctx.now())
    throw invalidInput([{ path: "heldFrom", message: "Expected a time that is not in the future." }]);
  const constituentId = await ownConstituent(ctx, claim.constituentId);
  return await withTransaction(
    ctx,
    async (tx) => {
      await lockValue(tx, "constituent", constituentId);
      const [known] = await tx.execute<{ same: number; open: number }>(sql`
        select count(*) filter (where kind = ${claim.kind} and value = ${normal.value} and state not in ('refused', 'withdrawn')
            and (held_until is null or held_until > ${ctx.now().toISOString()}::timestamptz))::int as same,
          count(*) filter (where state in ('proposed', 'waiting'))::int as open
        from network_claims where constituent_id = ${constituentId}`);
      if ((known?.same ?? 0) > 0)
        throw new AppError("conflict", "Your entry claims this already.", { words: "claims.refusal.known" });
      if ((known?.open ?? 0) >= mostOpen)
        throw new AppError(
          "too_many_requests",
          "Very many of your claims wait for their proofs. Prove or withdraw some first.",
          {
            words: "claims.refusal.many",
          },
        );
      const id = newId(ctx.now());
      await tx.insert(networkClaims).values({
        id,
        constituentId,
        kind: claim.kind,
        value: normal.value,
        prefix: normal.isPrefix ? normal.value : null,
        heldFrom,
        source: "console",
        proof: claim.proof,
        state: "proposed",
        createdAt: ctx.now(),
        recordedAt: ctx.now(),
        recordedBy: personOf(ctx),
      });
      await writeAudit(tx, ctx, {
        action: "claim.propose",
        objectType: "constituent",
        objectId: constituentId,
        detail: { claimId: id, kind: claim.kind, value: normal.value, proof: claim.proof },
      });
      await publish(tx, { type: "registry.changed" });
      return { id };
    },
    "constituent",
  ).then(async ({ id }) => {
    if (claim.proof === "dns_txt") await makeChallenge(ctx, { claimId: id });
    return { id };
  });
}
