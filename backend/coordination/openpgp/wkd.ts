// Looks for somebody's OpenPGP key where their domain publishes it: Web Key Directory (draft-koch-openpgp-webkey-service §3.1). Over HTTPS, to public addresses only.
import { createHash } from "node:crypto";
import { lookup as lookUpAll } from "node:dns";
import { request } from "node:https";
import { BlockList, type LookupFunction } from "node:net";

const alphabet = "ybndrfg8ejkmcpqxot1uwisza345h769";
const mostBytes = 200_000;
const timeLimitMs = 10_000;

/** Own and special networks (RFC 6890 and its registries): nobody's published key lies there. */
const special = new BlockList();
for (const [network, length] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const)
  special.addSubnet(network, length, "ipv4");
// Of IPv6 only what is handed out as global unicast is asked.
const globalUnicast = new BlockList();
globalUnicast.addSubnet("2000::", 3, "ipv6");
const embedsIpv4 = new BlockList();
embedsIpv4.addSubnet("2002::", 16, "ipv6");
embedsIpv4.addSubnet("2001::", 32, "ipv6");

/** Whether an address is one of the open internet. */
export function isPublicAddress(address: string): boolean {
  return address.includes(":")
    ? globalUnicast.check(address, "ipv6") && !embedsIpv4.check(address, "ipv6")
    : !special.check(address, "ipv4");
}

/** The addresses to ask, the advanced one first. @returns none for what is no address. */
export function wkdAddresses(email: string): string[] {
  const [, local, domain] = /^([^\s@/?#%]+)@([a-z0-9.-]+\.[a-z0-9-]{2,})$/i.exec(email.trim()) ?? [];
  if (local === undefined || domain === undefined) return [];
  const host = domain.toLowerCase();
  const name = zBase32(createHash("sha1").update(local.toLowerCase(), "utf8").digest());
  const asked = `hu/${name}?l=${encodeURIComponent(local)}`;
  return [
    `https://openpgpkey.${host}/.well-known/openpgpkey/${host}/${asked}`,
    `https://${host}/.well-known/openpgpkey/${asked}`,
  ];
}

export interface WkdDoor {
  /** For tests: another port and certificate authority, and where names lead. */
  port?: number;
  ca?: string;
  lookup?: LookupFunction;
}

/** The key's bytes, as they are published; undefined where there is none. Never throws for what another server does. */
export async function fetchWkdKey(email: string, door: WkdDoor = {}): Promise<Buffer | undefined> {
  for (const address of wkdAddresses(email)) {
    const found = await ask(address, door).catch(() => undefined);
    if (found) return found;
  }
  return undefined;
}

async function ask(address: string, door: WkdDoor): Promise<Buffer | undefined> {
  return await new Promise((resolve, reject) => {
    const asking = request(
      address,
      {
        lookup: door.lookup ?? publicLookup,
        timeout: timeLimitMs,
        signal: AbortSignal.timeout(timeLimitMs),
        headers: { accept: "application/octet-stream" },
        ...(door.port === undefined ? {} : { port: door.port }),
        ...(door.ca === undefined ? {} : { ca: door.ca }),
      },
      (answer) => {
        // A redirect is not followed: it would lead wherever it likes.
        if (answer.statusCode !== 200) {
          answer.resume();
          resolve(undefined);
          return;
        }
        const chunks: Buffer[] = [];
        let size = 0;
        answer.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size > mostBytes) asking.destroy(new Error("a published key is too large"));
          else chunks.push(chunk);
        });
        answer.on("end", () => resolve(size === 0 ? undefined : Buffer.concat(chunks)));
        answer.on("error", reject);
      },
    );
    asking.on("timeout", () => asking.destroy(new Error("a key server did not answer")));
    asking.on("error", reject);
    asking.end();
  });
}

/** Names that lead into our own networks are not asked. */
const publicLookup: LookupFunction = (name, options, done) => {
  lookUpAll(name, { all: true, verbatim: true }, (error, found) => {
    const good = error ? [] : found.filter(({ address }) => isPublicAddress(address));
    const [first] = good;
    if (!first) done(error ?? new Error(`${name} leads to no public address`), "", 4);
    else if (options.all === true) done(null, good);
    else done(null, first.address, first.family);
  });
};

/** z-base-32 (draft-koch §3.1 names it; five bits a character). */
function zBase32(bytes: Uint8Array): string {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, "0"), 2)]).join("");
}
