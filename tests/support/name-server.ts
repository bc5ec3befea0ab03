// A small real name server on loopback, UDP and TCP, whose records a test changes while it runs.
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode, type Packet, streamDecode, streamEncode } from "dns-packet";

const nameError = 3;
const serverFailure = 2;
const truncated = 1 << 9;
const maxDatagram = 1200;

export interface NameServer {
  /** "127.0.0.1:40123", as DNS_SERVERS takes it. */
  address: string;
  /** TXT records by name; an empty list is a name that exists without any. */
  txt: Map<string, string[]>;
  /** Aliases by name. */
  cname: Map<string, string>;
  /** Names that are never answered. */
  silent: Set<string>;
  /** Names that the server fails for. */
  broken: Set<string>;
  /** Every question as "TXT name". */
  asked: string[];
  stop(): Promise<void>;
}

/** Names are compared in lower case. */
export async function startNameServer(): Promise<NameServer> {
  const zone = {
    txt: new Map<string, string[]>(),
    cname: new Map<string, string>(),
    silent: new Set<string>(),
    broken: new Set<string>(),
    asked: [] as string[],
  };
  const answer = (query: Packet): Packet | null => {
    const question = query.questions?.[0];
    const name = question?.name.toLowerCase() ?? "";
    zone.asked.push(`${question?.type ?? ""} ${name}`);
    if (zone.silent.has(name)) return null;
    const alias = zone.cname.get(name);
    const texts = zone.txt.get(name);
    const answers: Answer[] = [];
    if (alias !== undefined) answers.push({ type: "CNAME", name, ttl: 1, data: alias });
    else if (question?.type === "TXT")
      for (const text of texts ?? [])
        answers.push({ type: "TXT", name, ttl: 1, data: text.match(/.{1,255}/gs) ?? [""] });
    const isKnown = alias !== undefined || texts !== undefined || zone.broken.has(name);
    const code = zone.broken.has(name) ? serverFailure : isKnown ? 0 : nameError;
    return {
      type: "response",
      id: query.id ?? 0,
      flags: AUTHORITATIVE_ANSWER | code,
      questions: query.questions ?? [],
      answers,
    };
  };
  const udp = createSocket("udp4");
  const tcp = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", (data: Buffer) => {
      const packet = answer(streamDecode(data));
      if (packet) socket.write(streamEncode(packet));
    });
  });
  await once(tcp.listen(0, "127.0.0.1"), "listening");
  const { port } = tcp.address() as AddressInfo;
  udp.on("message", (data, from) => {
    const packet = answer(decode(data));
    if (!packet) return;
    const bytes = encode(packet);
    const sent =
      bytes.length <= maxDatagram ? bytes : encode({ ...packet, answers: [], flags: (packet.flags ?? 0) | truncated });
    udp.send(sent, from.port, from.address);
  });
  await once(udp.bind(port, "127.0.0.1"), "listening");
  return {
    address: `127.0.0.1:${port}`,
    ...zone,
    async stop() {
      udp.close();
      tcp.close();
      await once(tcp, "close");
    },
  };
}
