// Says whose value it is, suspect's or victim's, from the words around it in French, English and Mongolian.
import type { ObservableRole } from "../model.ts";
import type { Found } from "./sheet.ts";

export interface VictimHints {
  /** Values that are the reporter's or a constituent's own, in normal form (e-mail, E.164 phone, address, IBAN). */
  values?: readonly string[];
  /** Domains that are theirs; hosts and mail addresses under them are too. */
  domains?: readonly string[];
}

const edge = "(?<![\\p{L}\\p{N}])";
const stop = "(?![\\p{L}\\p{N}])";
const words = (list: string) => `${edge}(?:${list})${stop}`;

// Cues that stand before the value. The last one before it decides.
const victimBefore = new RegExp(
  [
    words("mon|ma|mes|notre|nos|le mien|la mienne|my|mine|our|ours|victim|victime|destinataires?|recipient|hoh[iи]rog"),
    words("миний|манай|бидний|өөрийн|хохирогч\\p{L}*|хүлээн авагч\\p{L}*"),
    "(?:^|\\n)(?:to|cc|bcc|à|delivered-to|envelope-to|x-original-to|хэнд)[ \\u00a0]?:",
  ].join("|"),
  "giu",
);
const suspectBefore = new RegExp(
  [
    words(
      "vers (?:le|la|l')|env[oi]\\p{L}* (?:\\S+ ){0,3}(?:au|à|sur|vers)|pay\\p{L}* (?:\\S+ ){0,4}(?:au|à|sur|vers)|transf\\p{L}* (?:\\S+ ){0,3}(?:au|à|sur|vers)|virement demandé",
    ),
    words(
      "escroc\\p{L}*|arnaque\\p{L}*|faux|fausse|attaquants?|attaques?|pirates?|expéditeur|bénéficiaire|ransomware|rançon|frauduleu\\p{L}*|usurpateur",
    ),
    words(
      "(?:un )?appel\\p{L}* (?:du|de)|sms (?:du|de)|reçu du|recu \\S+ \\S+ du|depuis|vient d[eu']|venait d[eu']|contacté par|répond depuis",
    ),
    words(
      "scam\\p{L}*|fraud\\p{L}*|attack\\p{L}*|fake|impostor|called (?:me )?from|calls? from|failed password for \\S+ from|brute force from|scanned by|reached from|malware|beacons? to",
    ),
    words(
      "(?:send|sent|pay|paid|transfer|transferred) (?:\\S+ ){0,5}to|i paid|beneficiary|sender|reply-to|return-path|from|voice mail from|contact us|contact|new bank details|ransom\\p{L}*|pretend\\p{L}*",
    ),
    words("луйвар\\p{L}*|хуурамч|илгээгч\\p{L}*|халдагч\\p{L}*|халдлага\\p{L}*"),
    "(?:^|\\n)(?:from|de|reply-to|return-path|sender|x-sender|илгээгч)[ \\u00a0]?:",
    words("demand\\p{L}* (?:\\S+ ){0,5}(?:au|à|sur|l['’])|hacked by|transaction (?:\\S+ ){0,6}(?:au|vers)|envoyé au"),
  ].join("|"),
  "giu",
);
// "Son numéro", "their site": somebody else's, and nobody knows whose side they are on.
const otherBefore = new RegExp(words("son|sa|ses|leurs?|his|her|their|түүний|тэдний"), "giu");
// Cues right after the value, in the same clause.
const suspectAfter = new RegExp(
  `^[^.!?\\n]{0,40}?(?:${[
    words(
      "m['’]a (?:appel|écrit|contact|demand|envoy|arnaqu)\\p{L}*|m['’]appelle|essaie des mots|promet|was the attacker|pretends?|claims?|answers in",
    ),
    words(
      "дугаараас|хаягаас|дугаар руу|дугаарт|луйвар\\p{L}*|хаяг руу төлөх\\p{L}*|гэсэн хаягаас|залга\\p{L}*|халдлага",
    ),
  ].join("|")})|^-?(?:аас|ээс|оос|өөс) |^-?(?:аас|ээс|оос|өөс),`,
  "iu",
);
const victimAfter = new RegExp(
  `^[^.!?\\n]{0,30}?(?:${words("is my (?:own )?(?:account|number|address|phone)|est (?:mon|ma|notre)|de notre|, (?:mon|ma|notre)|, c['’]est (?:mon|ma)|, our|is ours|c['’]est mon|a été usurpée|a été débité|нь миний")})`,
  "iu",
);
const clauseBreak = /[.!?](?=[\s"»]|$)|[\n;]/gu;
const joiner = /^[\s,"'»)>[(]*(?:et|ou|and|or|болон|ба|мөн|le|la|du|au|puis|unknown|\/|,|[\s([<«"'])*$/iu;
const lookBack = 100;

function lastCue(text: string, pattern: RegExp): number {
  let last = -1;
  for (const match of text.matchAll(pattern)) last = match.index + match[0].length;
  return last;
}

function isHinted(found: Found, hints: VictimHints | undefined): boolean {
  if (hints === undefined) return false;
  if (hints.values?.some((value) => value.toLowerCase() === found.value.toLowerCase()) === true) return true;
  const host =
    found.kind === "email"
      ? found.value.slice(found.value.lastIndexOf("@") + 1)
      : found.kind === "domain"
        ? found.value
        : (found.details?.["host"] ?? "");
  return host !== "" && hints.domains?.some((domain) => host === domain || host.endsWith(`.${domain}`)) === true;
}

/** Kinds whose owner the words around them can tell. Hashes, CVE and file names are nobody's. */
const owned = new Set([
  "ipv4",
  "ipv6",
  "cidr",
  "domain",
  "url",
  "email",
  "phone",
  "wallet",
  "iban",
  "handle",
  "payment_reference",
]);

/**
 * One role for each value, in order of their places. A hint wins; then the nearest cue in the clause; a value joined to
 * another by "and" shares its role; otherwise `unknown`.
 */
export function assignRoles(text: string, found: readonly Found[], hints?: VictimHints): ObservableRole[] {
  const roles: ObservableRole[] = [];
  for (const [index, item] of found.entries()) {
    if (isHinted(item, hints)) {
      roles.push("victim");
      continue;
    }
    roles.push(owned.has(item.kind) ? readRole(text, found, index, roles) : "unknown");
  }
  return roles;
}

function readRole(
  text: string,
  found: readonly Found[],
  index: number,
  roles: readonly ObservableRole[],
): ObservableRole {
  const item = found[index];
  if (item === undefined) return "unknown";
  const previous = found[index - 1];
  const from = Math.max(previous?.end ?? 0, item.start - lookBack, 0);
  let clause = text.slice(from, item.start);
  const broken = lastCue(clause, clauseBreak);
  // A header line ("From:") keeps its line break in front.
  if (broken >= 0) clause = `${clause.charAt(broken - 1) === "\n" ? "\n" : ""}${clause.slice(broken)}`;
  const suspect = lastCue(clause, suspectBefore);
  const victim = lastCue(clause, victimBefore);
  const other = lastCue(clause, otherBefore);
  if (other > Math.max(suspect, victim)) return "unknown";
  if (suspect >= 0 || victim >= 0) return victim > suspect ? "victim" : "suspect";

  const next = found[index + 1];
  const after = text.slice(item.end, Math.min(next?.start ?? text.length, item.end + 60));
  if (victimAfter.test(after)) return "victim";
  if (suspectAfter.test(after)) return "suspect";
  if (broken < 0 && previous !== undefined && from === previous.end && joiner.test(clause))
    return roles[index - 1] ?? "unknown";
  return "unknown";
}
