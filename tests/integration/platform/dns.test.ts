// TXT look-ups against a real name server on loopback: what is found, and what a person is told otherwise.
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseConfig } from "../../../backend/platform/config/index.ts";
import { lookUpTxt } from "../../../backend/platform/dns/index.ts";
import { type NameServer, startNameServer } from "../../support/name-server.ts";

let server: NameServer;
beforeAll(async () => {
  server = await startNameServer();
});
afterAll(async () => await server.stop());

const ask = async (name: string) => await lookUpTxt({ dnsServers: [server.address] }, name);

test("every TXT record of a name is found, and a record in several strings is one text", async () => {
  server.txt.set("_toguna-challenge.bank.example", ["toguna=abc", "x".repeat(300)]);
  expect(await ask("_toguna-challenge.bank.example")).toEqual({
    kind: "found",
    texts: expect.arrayContaining(["toguna=abc", "x".repeat(300)]) as string[],
  });
});

test("the slash of a classless reverse zone (RFC 2317) is asked for as it is", async () => {
  server.txt.set("_toguna-challenge.0/26.113.0.203.in-addr.arpa", ["toguna=abc"]);
  expect(await ask("_toguna-challenge.0/26.113.0.203.in-addr.arpa")).toEqual({ kind: "found", texts: ["toguna=abc"] });
});

test("a name without TXT records and a name that does not exist are told apart", async () => {
  server.txt.set("empty.bank.example", []);
  expect(await ask("empty.bank.example")).toMatchObject({
    problem: "no_record",
    detail: "There is no TXT record at empty.bank.example yet.",
  });
  expect(await ask("nothing.bank.example")).toMatchObject({
    problem: "no_name",
    detail: "The name nothing.bank.example does not exist yet.",
  });
});

test("an alias is told and not followed, so that the owner of its target proves nothing", async () => {
  server.txt.set("hosting.example", ["toguna=abc"]);
  server.cname.set("_toguna-challenge.shop.example", "hosting.example");
  expect(await ask("_toguna-challenge.shop.example")).toMatchObject({ kind: "missing", problem: "alias" });
});

test("a server that is silent, fails, or is not there ends the look-up with a sentence", async () => {
  server.silent.add("silent.example");
  server.broken.add("broken.example");
  expect(await ask("silent.example")).toMatchObject({ problem: "no_answer" });
  expect(await ask("broken.example")).toMatchObject({ problem: "server_failed" });
  expect(await lookUpTxt({ dnsServers: ["127.0.0.1:1"] }, "bank.example")).toMatchObject({ kind: "missing" });
}, 60_000);

test("more records than can be looked through are not read, and answers longer than a datagram are", async () => {
  server.txt.set(
    "long.example",
    Array.from({ length: 40 }, (_, index) => `${index} ${"y".repeat(100)}`),
  );
  server.txt.set(
    "many.example",
    Array.from({ length: 51 }, (_, index) => `record ${index}`),
  );
  expect(await ask("long.example")).toMatchObject({ kind: "found", texts: { length: 40 } });
  expect(await ask("many.example")).toMatchObject({ problem: "too_much" });
});

test.each([
  "",
  "one",
  "a..b",
  "two words.example",
  `${"a".repeat(64)}.example`,
  `${"a.".repeat(130)}example`,
  "http://x",
])("%j is no name and is not asked for", async (name) => {
  const before = server.asked.length;
  expect(await ask(name)).toMatchObject({ problem: "bad_name" });
  expect(server.asked.length).toBe(before);
});

test("name servers come from the configuration, and a wrong one stops the start", () => {
  expect(parseConfig({}).dnsServers).toEqual([]);
  expect(parseConfig({ DNS_SERVERS: "192.0.2.53, [2001:db8::53]:5353,192.0.2.54:53" }).dnsServers).toEqual([
    "192.0.2.53",
    "[2001:db8::53]:5353",
    "192.0.2.54:53",
  ]);
  for (const wrong of ["dns.example", "192.0.2.53:0", "192.0.2.53:70000", "[192.0.2.53"])
    expect(() => parseConfig({ DNS_SERVERS: wrong })).toThrow("DNS_SERVERS");
});
