// What may leave the house on which way, by TLP 2.0 and PAP: one decision that mail, exports, feeds, look-ups and shares all ask. Pure.
import type { Marking } from "../model.ts";

export const paps = ["red", "amber", "green", "clear"] as const;
export type Pap = (typeof paps)[number];

export const channels = [
  "mail",
  "export",
  "feed",
  "enrichment",
  "share_constituent",
  "share_peer",
  "share_partner",
  "file_authority",
] as const;
export type Channel = (typeof channels)[number];

/** `text`: the thing itself may go. `word`: only the word that something waits inside. `no`: nothing. `why` is a key of the room `access`. */
export interface Leaving {
  may: "text" | "word" | "no";
  why: string;
}

const strictness: Record<Marking, number> = { clear: 0, green: 1, amber: 2, "amber+strict": 3, red: 4 };
const papStrictness: Record<Pap, number> = { clear: 0, green: 1, amber: 2, red: 3 };

/** The strictest TLP label that still goes whole on a channel. */
const widest: Record<Channel, Marking> = {
  // A mail is a postcard: nothing above green goes in clear, and the desk cannot encrypt it for a reporter.
  mail: "green",
  export: "amber+strict",
  // A feed's readers are a community.
  feed: "green",
  // Who is asked learns what is asked for.
  enrichment: "amber",
  share_constituent: "amber+strict",
  // A peer is neither the recipient's organisation nor its client (TLP 2.0: AMBER).
  share_peer: "green",
  // A bank or operator that is asked to stop money, where the source consented: never what was for the team alone.
  share_partner: "amber",
  file_authority: "amber+strict",
};

/** The stricter of two TLP labels. */
export function stricter(one: Marking, other: Marking): Marking {
  return strictness[one] >= strictness[other] ? one : other;
}

/** The stricter of two PAP labels. */
export function stricterPap(one: Pap, other: Pap): Pap {
  return papStrictness[one] >= papStrictness[other] ? one : other;
}

/** Whether `after` lets go further than `before` did, by TLP or by PAP. */
export function isLoosened(before: { marking: Marking; pap: Pap }, after: { marking: Marking; pap: Pap }): boolean {
  return strictness[after.marking] < strictness[before.marking] || papStrictness[after.pap] < papStrictness[before.pap];
}

/** Whether loosening it lets something leave that could not: such a change takes two persons. TLP:RED and AMBER+STRICT were somebody's word. */
export function needsTwoPersons(
  before: { marking: Marking; pap: Pap },
  after: { marking: Marking; pap: Pap },
): boolean {
  return (
    (strictness[before.marking] >= strictness["amber+strict"] &&
      strictness[after.marking] < strictness[before.marking]) ||
    (before.pap === "red" && after.pap !== "red")
  );
}

/**
 * May a thing with these labels leave on this channel? TLP says who may hear of it (FIRST, TLP 2.0), PAP what may be done with it:
 * under PAP:RED nothing that anybody outside could notice (MISP taxonomy PAP).
 */
export function canLeave(mark: { marking: Marking; pap: Pap }, channel: Channel): Leaving {
  if (channel === "enrichment" && mark.pap === "red") return { may: "no", why: "access.leave.pap_red" };
  if (strictness[mark.marking] <= strictness[widest[channel]]) return { may: "text", why: "access.leave.allowed" };
  const name = mark.marking.replace("+", "_");
  return channel === "mail"
    ? { may: "word", why: `access.leave.mail_${name}` }
    : { may: "no", why: `access.leave.${name}` };
}
