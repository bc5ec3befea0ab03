// What is asked of the register for the values of a report: which addresses and hosts. Pure.

/** Victims' own values are not asked: the report is about whom they concern, and their provider is not touched by it. */
export function holderQuestions(observables: readonly { kind: string; value: string; role: string }[]): {
  addresses: string[];
  hosts: string[];
} {
  const values = observables.filter(({ role }) => role !== "victim");
  const of = (...kinds: string[]): string[] =>
    [...new Set(values.filter(({ kind }) => kinds.includes(kind)).map(({ value }) => value))].slice(0, 500);
  const hostsOfUrls = of("url").flatMap((url) => (URL.canParse(url) ? [new URL(url).hostname] : []));
  const hostsOfMails = of("email").map((address) => address.slice(address.lastIndexOf("@") + 1));
  const literal = hostsOfUrls.filter((host) => /^\d+(\.\d+){3}$/.test(host));
  const hosts = [...new Set([...of("domain"), ...hostsOfUrls, ...hostsOfMails])];
  return {
    addresses: [...of("ipv4", "ipv6"), ...literal],
    hosts: hosts.filter((host) => !/^[\d.:[\]]+$/.test(host)),
  };
}
