// Whom a reporter lets us tell about money, and in which words it was asked. Pure; the portal and the desk read it too.

/**
 * The version of the words that ask it (`portal.f.tell` and what stands with it). A test holds the words to it: who changes them gives a
 * new version, so that a stored consent always names what was read.
 */
export const tellWordsVersion = "2026-11";

/** Bodies that can stop money, of those that a reporter may let us tell. */
export const moneyBodies = ["bank", "operator"] as const;
export type MoneyBody = (typeof moneyBodies)[number];

/** Those among the ticked ones. */
export function moneyBodiesOf(mayTell: readonly string[] = []): MoneyBody[] {
  return moneyBodies.filter((body) => mayTell.includes(body));
}
