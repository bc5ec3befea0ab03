// Trust policies of C2SP (tlog-policy): which logs, which witnesses, and how many of them make a checkpoint count.
import { readVerifierKey, type VerifierKey } from "./keys.ts";
import { toHex } from "./bytes.ts";

export interface Witness {
  name: string;
  key: VerifierKey;
  /** Where it takes checkpoints (tlog-witness, submission prefix). */
  url?: string;
}

export interface Policy {
  logs: VerifierKey[];
  witnesses: Witness[];
  groups: { name: string; threshold: number; members: string[] }[];
  /** A witness, a group, or "none". */
  quorum: string;
}

/** The policy that asks for nobody. */
export const nobodysPolicy: Policy = { logs: [], witnesses: [], groups: [], quorum: "none" };

/** @throws with the line's number when a line is not one of the format's. */
export function readPolicy(text: string): Policy {
  const policy: Policy = { ...nobodysPolicy, logs: [], witnesses: [], groups: [] };
  let quorum: string | undefined;
  const isMember = new Set<string>();
  const isNamed = (name: string): boolean =>
    policy.witnesses.some((one) => one.name === name) || policy.groups.some((one) => one.name === name);
  for (const [index, line] of text.split("\n").entries()) {
    const [word, ...rest] = line.split(/[ \t]+/).filter((part) => part !== "");
    if (word === undefined || word.startsWith("#")) continue;
    try {
      if (/[^\t\u0020-\uffff]/u.test(line)) throw new Error("it holds a control character");
      if (word === "log") policy.logs.push(readLog(rest, policy));
      else if (word === "witness") policy.witnesses.push(readWitness(rest, policy, isNamed));
      else if (word === "group") policy.groups.push(readGroup(rest, isNamed, isMember));
      else if (word === "quorum") {
        const [name] = rest;
        if (quorum !== undefined) throw new Error("there is a quorum already");
        if (name === undefined || rest.length > 1 || (name !== "none" && !isNamed(name)))
          throw new Error("expected: quorum NAME, a witness or group of an earlier line, or none");
        quorum = name;
      } else throw new Error(`"${word}" is not log, witness, group or quorum`);
    } catch (error) {
      throw new Error(`line ${index + 1} of the policy: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }
  if (quorum === undefined) throw new Error("the policy has no quorum line");
  return { ...policy, quorum };
}

function readLog(rest: string[], { logs }: Policy): VerifierKey {
  const [encoded] = rest;
  if (encoded === undefined || rest.length > 2) throw new Error("expected: log VKEY [URL]");
  const key = readVerifierKey(encoded);
  if (key.type !== "log") throw new Error("this key is a witness's");
  refuseDouble(key, logs);
  return key;
}

function readWitness(rest: string[], { witnesses }: Policy, isNamed: (name: string) => boolean): Witness {
  const [name, encoded, url] = rest;
  if (name === undefined || encoded === undefined || rest.length > 3)
    throw new Error("expected: witness NAME VKEY [URL]");
  if (name === "none" || isNamed(name)) throw new Error(`the name ${name} is taken`);
  const key = readVerifierKey(encoded);
  if (key.type !== "witness") throw new Error("this key is a log's");
  refuseDouble(
    key,
    witnesses.map((one) => one.key),
  );
  if (url !== undefined && !/^https?:\/\/[^\s]+$/.test(url)) throw new Error("the address is no web address");
  return { name, key, ...(url === undefined ? {} : { url: url.replace(/\/+$/, "") }) };
}

function readGroup(
  rest: string[],
  isNamed: (name: string) => boolean,
  isMember: Set<string>,
): Policy["groups"][number] {
  const [name, count, ...members] = rest;
  if (name === undefined || count === undefined || members.length === 0)
    throw new Error("expected: group NAME all|any|K MEMBER…");
  if (name === "none" || isNamed(name)) throw new Error(`the name ${name} is taken`);
  for (const member of members) {
    if (!isNamed(member)) throw new Error(`${member} is not a witness or group of an earlier line`);
    if (isMember.has(member)) throw new Error(`${member} is a member already`);
    isMember.add(member);
  }
  const threshold =
    count === "all" ? members.length : count === "any" ? 1 : /^[1-9]\d*$/.test(count) ? Number(count) : 0;
  if (threshold < 1 || threshold > members.length)
    throw new Error(`${count} is not all, any or a number of its members`);
  return { name, threshold, members };
}

function refuseDouble(key: VerifierKey, known: readonly VerifierKey[]): void {
  if (known.some((one) => toHex(one.publicKey) === toHex(key.publicKey))) throw new Error("this key is there twice");
}

/** Whether these witnesses, by their names in the policy, are enough. */
export function isQuorum(policy: Policy, cosigned: ReadonlySet<string>): boolean {
  const counts = (name: string): boolean => {
    const group = policy.groups.find((one) => one.name === name);
    return group ? group.members.filter(counts).length >= group.threshold : cosigned.has(name);
  };
  return policy.quorum === "none" || counts(policy.quorum);
}
