// The proof by DNS: a TXT record under a domain that the entry holds. The look-up is done outside any transaction, since a name server may take seconds.
import { eq } from "drizzle-orm";
import { newToken, requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { lookUpTxt, type TxtLookup } from "../../platform/dns/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { normaliseClaim } from "../rules.ts";
import { advanceClaim } from "./advance-claim.ts";
import { challengeRecord } from "./model.ts";
import { requireClaim } from "./open-claim.ts";
import { findEntry, isDomainOf } from "./store.ts";
import { entryClaims } from "./tables.ts";

/** Chooses the proof by DNS under a domain. @throws AppError gone; invalid_input for a domain that is not the entry's. */
export async function chooseDns(ctx: Context, token: string, typed: string): Promise<void> {
  requirePermission(ctx, "entry.claim");
  await withTransaction(
    ctx,
    async (tx) => {
      const claim = await requireClaim(tx, ctx, token);
      const entry = await findEntry(tx, claim.constituentId);
      if (claim.state !== "confirmed" || !entry) return;
      const read = normaliseClaim("domain", typed);
      if ("expected" in read) throw wrongDomain("console.claim.no_domain");
      if (!(await isDomainOf(tx, ctx, entry.id, read.value))) throw wrongDomain("console.claim.other_domain");
      const challenge =
        claim.proof === "dns" && claim.domain === read.value ? claim.challenge : newToken().slice(0, 32);
      await advanceClaim(tx, ctx, claim, entry, { proof: "dns", domain: read.value, challenge });
      await writeAudit(tx, ctx, {
        action: "entry.choose_proof",
        objectType: "entry_claim",
        objectId: claim.id,
        detail: { proof: "dns", domain: read.value },
      });
    },
    "enrolment",
  );
}

/** Looks the record up. Says what the name server said when it is not there. @throws AppError gone. */
export async function checkDns(ctx: Context, token: string): Promise<"proven" | TxtLookup | "other_text"> {
  requirePermission(ctx, "entry.claim");
  const asked = await withTransaction(
    ctx,
    async (tx) => {
      const claim = await requireClaim(tx, ctx, token);
      await tx.update(entryClaims).set({ checkedAt: ctx.now() }).where(eq(entryClaims.id, claim.id));
      await writeAudit(tx, ctx, { action: "entry.check_proof", objectType: "entry_claim", objectId: claim.id });
      return claim;
    },
    "enrolment",
  );
  if (asked.provenAt !== null) return "proven";
  if (asked.domain === null || asked.challenge === null || asked.state !== "confirmed") return "other_text";
  const { name, text } = challengeRecord(asked.domain, asked.challenge);
  const found = await lookUpTxt(ctx.config, name);
  if (found.kind === "missing") return found;
  if (!found.texts.some((one) => one.trim() === text)) return "other_text";
  await withTransaction(
    ctx,
    async (tx) => {
      const claim = await requireClaim(tx, ctx, token);
      const entry = await findEntry(tx, claim.constituentId);
      // Chosen anew meanwhile, or the domain went to somebody else: what was looked up proves nothing any more.
      if (claim.challenge !== asked.challenge || claim.state !== "confirmed" || !entry) return;
      if (claim.domain === null || !(await isDomainOf(tx, ctx, entry.id, claim.domain))) return;
      const state = await advanceClaim(tx, ctx, claim, entry, { provenAt: ctx.now() });
      await writeAudit(tx, ctx, {
        action: "entry.prove",
        objectType: "entry_claim",
        objectId: claim.id,
        detail: { proof: "dns", domain: claim.domain, state },
      });
    },
    "enrolment",
  );
  return await readOnly(ctx, async (tx) => ((await findProven(tx, asked.id)) ? "proven" : "other_text"), "enrolment");
}

async function findProven(tx: Parameters<typeof findEntry>[0], id: string): Promise<boolean> {
  const [row] = await tx.select({ provenAt: entryClaims.provenAt }).from(entryClaims).where(eq(entryClaims.id, id));
  return row?.provenAt != null;
}

function wrongDomain(words: string) {
  return invalidInput([{ path: "domain", message: words }]);
}
