// Looks up the TXT records of one name: over DNS alone, within a time, and without following an alias to somebody else's zone.
import { Resolver } from "node:dns/promises";
import type { Config } from "../config/index.ts";

const tryTimeMs = 2_000;
const wholeTimeMs = 8_000;
const maxRecords = 50;
const maxCharacters = 16_384;

/**
 * What a name server said. Everything else than `found` has a sentence for the person who waits for the record, in English, and a
 * `problem` by which screens say it in the reader's language.
 */
export type TxtLookup =
  | { kind: "found"; texts: string[] }
  | {
      kind: "missing";
      problem: "no_record" | "no_name" | "alias" | "no_answer" | "server_failed" | "too_much" | "bad_name";
      detail: string;
    };

/**
 * Asks for the TXT records of `name` (A-labels, no dot at the end; underscores and the slash of RFC 2317 are allowed).
 * A record's strings are joined (RFC 7208, section 3.3). An alias (CNAME) is told and not followed: with a wildcard alias the owner of
 * the place it points to would otherwise prove what is not theirs. Never throws for what a name server can answer.
 */
export async function lookUpTxt(config: Pick<Config, "dnsServers">, name: string): Promise<TxtLookup> {
  if (!isName(name)) return missing("bad_name", `"${name.slice(0, 260)}" is not a name that DNS can hold.`);
  const resolver = new Resolver({ timeout: tryTimeMs, tries: 2 });
  if (config.dnsServers.length > 0) resolver.setServers(config.dnsServers);
  // A list of servers that are all silent would otherwise be asked one after the other.
  const limit = setTimeout(() => resolver.cancel(), wholeTimeMs);
  try {
    const alias = await resolver.resolveCname(name).catch((error: unknown) => codeOf(error));
    if (Array.isArray(alias))
      return missing(
        "alias",
        `${name} is an alias (CNAME) of ${alias[0] ?? "another name"}. The TXT record must stand at the name itself.`,
      );
    if (alias !== "ENODATA") return say(alias, name);
    const records = await resolver.resolveTxt(name).catch((error: unknown) => codeOf(error));
    if (typeof records === "string") return say(records, name);
    const texts = records.map((parts) => parts.join(""));
    if (texts.length > maxRecords || texts.reduce((sum, text) => sum + text.length, 0) > maxCharacters)
      return missing("too_much", `There are more TXT records at ${name} than can be looked through.`);
    return { kind: "found", texts };
  } finally {
    clearTimeout(limit);
  }
}

function say(code: string, name: string): TxtLookup {
  switch (code) {
    case "ENODATA":
      return missing("no_record", `There is no TXT record at ${name} yet.`);
    case "ENOTFOUND":
      return missing("no_name", `The name ${name} does not exist yet.`);
    case "ETIMEOUT":
    case "ECANCELLED":
    case "ECONNREFUSED":
      return missing("no_answer", `The name server did not answer for ${name}. Try again later.`);
    case "EBADNAME":
      return missing("bad_name", `"${name}" is not a name that DNS can hold.`);
    default:
      return missing("server_failed", `The name server could not answer for ${name} (${code}). Try again later.`);
  }
}

function missing(problem: Extract<TxtLookup, { kind: "missing" }>["problem"], detail: string): TxtLookup {
  return { kind: "missing", problem, detail };
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "UNKNOWN";
}

/** At most 253 characters in labels of 1 to 63 (RFC 1035, section 2.3.4). */
function isName(name: string): boolean {
  return (
    name.length <= 253 && name.includes(".") && name.split(".").every((label) => /^[a-z0-9_/-]{1,63}$/i.test(label))
  );
}
