// What is asked of the register for the values of a report: which addresses, hosts, web addresses, AS numbers and short codes. Pure.

const mostOfAKind = 500;

/** Victims' own values are not asked: the report is about whom they concern, and their provider is not touched by it. */
export function holderQuestions(observables: readonly { kind: string; value: string; role: string }[]): {
  addresses: string[];
  hosts: string[];
  urls: string[];
  words: { kind: "asn" | "short_code"; value: string }[];
} {
  const values = observables.filter(({ role }) => role !== "victim");
  const of = (...kinds: string[]): string[] =>
    [...new Set(values.filter(({ kind }) => kinds.includes(kind)).map(({ value }) => value))].slice(0, mostOfAKind);
  const hostsOfMails = of("email").map((address) => address.slice(address.lastIndexOf("@") + 1));
  const hosts = [...new Set([...of("domain"), ...hostsOfMails])];
  return {
    addresses: of("ipv4", "ipv6"),
    hosts: hosts.filter((host) => !/^[\d.:[\]]+$/.test(host)),
    urls: of("url"),
    words: (["asn", "short_code"] as const).flatMap((kind) => of(kind).map((value) => ({ kind, value }))),
  };
}
