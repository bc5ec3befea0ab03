// Links with a code: how long they and their codes last, and what whoever holds one is shown. Pure.

export const linkDays = 14;
export const codeMinutes = 10;
/** So many wrong codes, and another one must be asked for. */
export const mostTries = 5;
/** So many codes a link gets by itself; after that the team reads one out on the telephone. */
export const mostCodes = 5;
export const sessionMinutes = 30;

/** What stands behind a link before its code was typed: nothing of the message. */
export interface ClosedLink {
  state: "closed";
  number: string;
  language: "fr" | "en" | "mn";
  /** The last two digits of the telephone that codes go to; null where there is none, or texts cannot be sent. */
  phoneEnd: string | null;
  hasCode: boolean;
  canAskCode: boolean;
  /** People of the party read it in their own room too, after signing in with a passkey. */
  room: "console" | "office" | null;
}

export interface OpenLink {
  state: "open";
  number: string;
  language: "fr" | "en" | "mn";
  subject: string;
  marking: string;
  body: string;
  sentAt: string;
  canReply: boolean;
  files: { id: string; name: string; size: number }[];
}

export type SecureLinkView = ClosedLink | OpenLink;
export type CodeAnswer = { session: string } | "wrong" | "over" | "gone";
