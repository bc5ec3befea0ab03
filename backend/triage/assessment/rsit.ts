// The Reference Security Incident Taxonomy of the RSIT working group (machine form, version 1003, CC0): classes and their types.

export const rsitTypes = {
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

export type RsitClass = keyof typeof rsitTypes;
export type RsitType = (typeof rsitTypes)[RsitClass][number];

const classOf = new Map<string, RsitClass>(
  Object.entries(rsitTypes).flatMap(([name, types]) => types.map((type) => [type, name as RsitClass] as const)),
);

/** The class of a type; every type belongs to one. */
export function classOfType(type: RsitType): RsitClass {
  const found = classOf.get(type);
  if (!found) throw new Error(`no RSIT class for ${type}`);
  return found;
}

/** Whether the pair is one of the taxonomy's. */
export function isRsitPair(className: string, type: string): boolean {
  return classOf.get(type) === className;
}
