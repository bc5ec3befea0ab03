// The Reference Security Incident Taxonomy, machine-readable version 1003 (ENISA and TF-CSIRT): classes and their types. Pure data.

/** Class to types, in the taxonomy's own order and spelling. Screens name them in three languages. */
export const rsit = {
  "abusive-content": ["spam", "harmful-speech", "violence"],
  "malicious-code": ["infected-system", "c2-server", "malware-distribution", "malware-configuration"],
  "information-gathering": ["scanner", "sniffing", "social-engineering"],
  "intrusion-attempts": ["ids-alert", "brute-force", "exploit"],
  intrusions: [
    "privileged-account-compromise",
    "unprivileged-account-compromise",
    "application-compromise",
    "system-compromise",
    "burglary",
  ],
  availability: ["dos", "ddos", "misconfiguration", "sabotage", "outage"],
  "information-content-security": [
    "unauthorised-information-access",
    "unauthorised-information-modification",
    "data-loss",
    "data-leak",
  ],
  fraud: ["unauthorised-use-of-resources", "copyright", "masquerade", "phishing"],
  vulnerable: [
    "weak-crypto",
    "ddos-amplifier",
    "potentially-unwanted-accessible",
    "information-disclosure",
    "vulnerable-system",
  ],
  other: ["other", "undetermined"],
  test: ["test"],
} as const satisfies Record<string, readonly string[]>;

export type RsitClass = keyof typeof rsit;
export type RsitType = (typeof rsit)[RsitClass][number];
export const rsitClasses = Object.keys(rsit) as RsitClass[];

/** Whether a type stands under a class in the taxonomy. */
export function isRsitPair(className: string, type: string): boolean {
  const types: readonly string[] | undefined = Object.hasOwn(rsit, className)
    ? rsit[className as RsitClass]
    : undefined;
  return types?.includes(type) ?? false;
}

const classOf = new Map<string, RsitClass>(
  rsitClasses.flatMap((name) => rsit[name].map((type) => [type, name] as const)),
);

/** The class of a type; every type belongs to one. */
export function classOfType(type: RsitType): RsitClass {
  const found = classOf.get(type);
  if (!found) throw new Error(`no RSIT class for ${type}`);
  return found;
}
