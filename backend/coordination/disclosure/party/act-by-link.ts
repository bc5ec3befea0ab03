// What a vendor does behind its link: asks for a code, types it, reads its part of the case, and answers. Looking at a closed link does nothing.
import { requirePermission } from "../../../identity/index.ts";
import { writeAudit } from "../../../platform/audit/index.ts";
import { type Context, makeContext } from "../../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../../platform/db/index.ts";
import { AppError, notFound } from "../../../platform/errors/index.ts";
import { type CaseLink, findLinkOf, isOpenWith, linkPhoneEnd, sendCode, useCode } from "../../links/codes.ts";
import type { CodeAnswer } from "../../links/model.ts";
import { keepConsent } from "../keep-embargo.ts";
import { keepPartyPost } from "../keep-posts.ts";
import { SayConsent, SayPost, SayStatement } from "../model.ts";
import { keepStatement } from "../say-statement.ts";
import type { PartyLinkView } from "../views/model.ts";
import { partyOfLink } from "./party-link.ts";
import { markRead, readParty } from "./read-party.ts";

/** Behind a link one is nobody of the house: the link alone, for this one party, is what they may. */
const byLink = (ctx: Context): Context => makeContext(ctx, { kind: "system", job: "party_link.open" }, ctx.requestId);

/** Undefined where the link is not ours or its time is over. */
export async function readPartyLink(
  ctx: Context,
  token: string,
  session: string | undefined,
): Promise<PartyLinkView | undefined> {
  const asking = byLink(ctx);
  requirePermission(asking, "report.answer");
  const seen = await readOnly(asking, async (tx) => {
    const link = await find(tx, asking, token);
    if (!link || !isOpenWith(link, session)) return { link, party: undefined };
    return { link, party: await readParty(tx, link.thingId) };
  });
  const { link, party } = seen;
  if (!link) return undefined;
  if (party) {
    await withTransaction(asking, async (tx) => {
      await markRead(tx, link.thingId, asking.now());
      await writeAudit(tx, asking, {
        action: "disclosure.read_by_party",
        objectType: "case",
        objectId: link.caseId,
        detail: { partyId: link.thingId },
      });
    });
    return { state: "open", language: link.language, party };
  }
  return {
    state: "closed",
    language: link.language,
    ...linkPhoneEnd(ctx, link),
    isRegistered: link.organisationKind !== null,
  };
}

/** @throws AppError not_found; refused without a telephone, or after many codes. */
export async function askPartyCode(ctx: Context, token: string): Promise<void> {
  const asking = byLink(ctx);
  requirePermission(asking, "report.answer");
  await withTransaction(asking, async (tx) => {
    const link = await find(tx, asking, token, true);
    if (!link) throw notFound("link");
    await sendCode(tx, asking, link);
    await writeAudit(tx, asking, {
      action: "case.link_code",
      objectType: "case",
      objectId: link.caseId,
      detail: { linkId: link.id, channel: "text" },
    });
  });
}

export async function tryPartyCode(ctx: Context, token: string, typed: string): Promise<CodeAnswer> {
  const asking = byLink(ctx);
  requirePermission(asking, "report.answer");
  return await withTransaction(asking, async (tx): Promise<CodeAnswer> => {
    const link = await find(tx, asking, token, true);
    if (!link) return "gone";
    const answer = await useCode(tx, asking, link, typed);
    if (answer !== "over" || link.hasCode)
      await writeAudit(tx, asking, {
        action: typeof answer === "object" ? "case.link_opened" : "case.link_wrong_code",
        objectType: "case",
        objectId: link.caseId,
        detail: { linkId: link.id },
      });
    return answer;
  });
}

/** @throws AppError unauthenticated when the half hour is over; not_found for a flaw that it was not asked about; invalid_input by field. */
export async function sayByLink(
  ctx: Context,
  token: string,
  session: string | undefined,
  said: { statement: SayStatement } | { post: SayPost } | { consent: SayConsent },
): Promise<void> {
  const asking = byLink(ctx);
  requirePermission(asking, "report.answer");
  await withTransaction(asking, async (tx) => {
    const link = await find(tx, asking, token, true);
    if (!link) throw notFound("link");
    if (!isOpenWith(link, session))
      throw new AppError("unauthenticated", "The half hour is over. Ask for another code.");
    const party = { caseId: link.caseId, partyId: link.thingId, way: "link" as const };
    const what = Object.keys(said)[0] ?? "";
    if ("statement" in said)
      await keepStatement(tx, asking, { ...party, statement: SayStatement.parse(said.statement) });
    else if ("post" in said) await keepPartyPost(tx, asking, { ...party, body: SayPost.parse(said.post).body });
    else await keepConsent(tx, asking, { ...party, consent: SayConsent.parse(said.consent) });
    await writeAudit(tx, asking, {
      action: `disclosure.party_${what}`,
      objectType: "case",
      objectId: link.caseId,
      detail: { partyId: link.thingId, way: "link" },
    });
  });
}

async function find(tx: Tx, ctx: Context, token: string, isLocked = false): Promise<CaseLink | undefined> {
  const partyId = partyOfLink(ctx, token);
  return partyId === undefined ? undefined : await findLinkOf(tx, ctx, partyId, isLocked);
}
