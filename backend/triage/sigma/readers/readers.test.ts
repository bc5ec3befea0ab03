// Logs in every text format, whole, gzipped, broken and hostile.
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultLimits, readEvents } from "./index.ts";
import type { ReadLimits } from "./index.ts";

async function read(name: string, content: string | Uint8Array, limits?: Partial<ReadLimits>) {
  const result = await readEvents(name, typeof content === "string" ? Buffer.from(content) : content, {
    ...defaultLimits,
    ...limits,
  });
  if (!result.isLog) return { format: "none", events: [], hints: [], problems: [result.reason] };
  const items = [...result.events];
  expect(items.map(({ ordinal }) => ordinal)).toEqual(items.map((_, index) => index));
  return {
    format: result.format,
    events: items.map(({ event }) => event),
    hints: items.map(({ logsource }) => logsource),
    problems: result.problems,
  };
}

describe("JSON", () => {
  const two = [{ a: 1, s: 'x "}{" y' }, { b: [1, { c: 2 }] }];

  test.each([
    ["an array", JSON.stringify(two)],
    ["an indented array", JSON.stringify(two, null, 2)],
    ["one document a line", two.map((one) => JSON.stringify(one)).join("\n")],
    ["documents one after another", two.map((one) => JSON.stringify(one, null, 1)).join("")],
    ["documents with commas and a mark", `\ufeff${two.map((one) => JSON.stringify(one)).join(",\r\n")}\n`],
    ["record separators", two.map((one) => `\u001e${JSON.stringify(one)}\n`).join("")],
    ["a wrapper", JSON.stringify({ Records: two })],
    ["search hits", JSON.stringify({ hits: two.map((one) => ({ _index: "i", _source: one })) })],
  ])("is read as %s", async (_name, content) => {
    expect(await read("x.json", content)).toMatchObject({ format: "JSON", events: two, problems: [] });
    expect(await read("x.json.gz", gzipSync(content))).toMatchObject({ events: two, problems: [] });
  });

  test("is read in UTF-16", async () => {
    expect(await read("x", Buffer.from(`\ufeff${JSON.stringify(two)}`, "utf16le"))).toMatchObject({ events: two });
  });

  test("of Windows events through XML names its data", async () => {
    const data = {
      Event: {
        EventData: { Data: [{ "#attributes": { Name: "User" }, "#text": "x" }, { "@Name": "Empty" }, "loose"] },
      },
    };
    expect((await read("x", JSON.stringify(data))).events).toEqual([
      { Event: { EventData: { User: "x", Empty: null, Data: "loose" } } },
    ]);
  });

  test("that breaks off gives what came before, and the place", async () => {
    const { events, problems } = await read("x.json", `${JSON.stringify(two[0])}\n{"b": [1, `);
    expect(events).toEqual([two[0]]);
    expect(problems[0]).toMatch(/^JSON that opens at character 25 does not end/);
    expect((await read("x.json", '{"a": nope}')).problems[0]).toMatch(/^not JSON at character 0/);
    expect((await read("x.json", '{"a": 1} and words')).problems[0]).toMatch(/^not JSON at character 9: expected/);
  });

  test("is held to limits on depth, events and length", async () => {
    expect((await read("x", `{"a": ${"[".repeat(200_000)}`)).problems[0]).toMatch(/nested deeper than 64/);
    expect((await read("x", `${'{"a":'.repeat(100)}1${"}".repeat(100)}`)).problems[0]).toMatch(/nested deeper than 64/);
    const many = await read("x", JSON.stringify(Array.from({ length: 1_000_000 }, () => ({}))), { events: 1_000 });
    expect(many.events).toHaveLength(1_000);
    expect(many.problems).toEqual(["more than 1000 events"]);
    expect((await read("x", `{"a": "${"x".repeat(2_000)}"}`, { eventLength: 1_000 })).problems[0]).toMatch(
      /longer than 1000/,
    );
    expect((await read("x", "{}", { bytes: 1 })).problems).toEqual(["larger than 1 bytes"]);
    expect((await read("x.gz", gzipSync(Buffer.alloc(5_000_000)), { bytes: 1_000_000 })).problems[0]).toMatch(
      /^gzip that cannot be unpacked/,
    );
    expect((await read("x.gz", gzipSync("{}").subarray(0, 12))).problems[0]).toMatch(/^gzip that cannot be unpacked/);
  });

  test("round-trips", async () => {
    const document = fc.dictionary(
      fc
        .string()
        .filter(
          (key) =>
            key !== "__proto__" &&
            ![
              "Event",
              "EventData",
              "_source",
              "Records",
              "records",
              "events",
              "Events",
              "value",
              "items",
              "hits",
            ].includes(key),
        ),
      fc.jsonValue({ maxDepth: 4 }),
      { minKeys: 1 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(document, { minLength: 1, maxLength: 5 }),
        fc.constantFrom("", "\n", " , "),
        async (documents, between) => {
          const content = documents.map((one, index) => JSON.stringify(one, null, index % 2)).join(between);
          expect(await read("x", content)).toMatchObject({
            events: JSON.parse(JSON.stringify(documents)),
            problems: [],
          });
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("syslog", () => {
  test("of RFC 3164 names program, process and services", async () => {
    const { format, events, hints } = await read(
      "auth.log",
      "<38>Nov 22 01:02:03 host sshd[42]: Failed password for root from 192.0.2.1 port 1 ssh2\nNov  2 01:02:03 host CRON[1]: (root) CMD (x)\n",
    );
    expect(format).toBe("syslog");
    expect(events[0]).toMatchObject({
      host: "host",
      program: "sshd",
      pid: "42",
      facility: 4,
      severity: 6,
      message: "Failed password for root from 192.0.2.1 port 1 ssh2",
      timestamp: expect.stringMatching(/^\d{4}-11-22T01:02:03Z$/),
    });
    expect(hints).toEqual([
      { product: "linux", services: ["syslog", "sshd", "auth"], categories: ["syslog"] },
      { product: "linux", services: ["syslog", "cron"], categories: ["syslog"] },
    ]);
  });

  test("of RFC 5424 reads structured data", async () => {
    const { events } = await read(
      "x",
      '<165>1 2026-11-22T01:02:03.000Z h su 9 ID47 [ex@32473 iut="3" app="a \\" b"] \ufeffdenied',
    );
    expect(events).toEqual([
      expect.objectContaining({
        timestamp: "2026-11-22T01:02:03.000Z",
        program: "su",
        pid: "9",
        message: "denied",
        structured_data: { iut: "3", app: 'a \\" b' },
      }),
    ]);
  });

  test("of rsyslog with ISO times, and of Cisco", async () => {
    const { events, hints } = await read(
      "x",
      "2026-11-22T01:02:03.1+02:00 h sudo: bob : command not allowed\n<189>Nov 22 01:02:03 sw %AAA-5-LOGIN: x dot1x y\n",
    );
    expect(events[0]).toMatchObject({ program: "sudo", message: "bob : command not allowed" });
    expect(hints[1]).toMatchObject({ product: "cisco" });
  });

  test("of Cisco is read with and without a collector's header", async () => {
    const lines = [
      "10.20.30.40 812: Mar  3 08:01:02.345: %PARSER-5-CFGLOG_LOGGEDCMD: User:ops  logged command:no dot1x system-auth-control",
      "000013: *Mar  3 2026 08:01:02.345 UTC: %SEC_LOGIN-SW1-4-LOGIN_FAILED: Login failed [user: x]",
      "%LINK-3-UPDOWN: Interface Gi0/1, changed state to up",
    ];
    const { format, events, hints, problems } = await read("switch.log", lines.join("\n"));
    expect([format, problems]).toEqual(["Cisco IOS", []]);
    expect(events[0]).toMatchObject({
      host: "10.20.30.40",
      sequence: 812,
      timestamp: expect.stringMatching(/-03-03T08:01:02Z$/) as string,
      facility: "PARSER",
      severity: 5,
      mnemonic: "CFGLOG_LOGGEDCMD",
      message: "%PARSER-5-CFGLOG_LOGGEDCMD: User:ops  logged command:no dot1x system-auth-control",
    });
    expect(events[1]).toMatchObject({ sequence: 13, timestamp: "2026-03-03T08:01:02Z", facility: "SEC_LOGIN-SW1" });
    expect(events[2]).toMatchObject({ facility: "LINK", mnemonic: "UPDOWN" });
    expect(hints.every((hint) => hint?.product === "cisco" && hint.services?.includes("aaa") === true)).toBe(true);
  });

  test("counts the lines that are not of it", async () => {
    expect((await read("x", "Nov 22 01:02:03 h p: a\nbroken\nalso broken")).problems).toEqual([
      "2 lines are not syslog",
    ]);
  });
});

describe("other line formats", () => {
  test("auditd decodes what the kernel encodes", async () => {
    const lines =
      'type=EXECVE msg=audit(1700000000.123:456): argc=2 a0="cat" a1=2F6574632F70617373776420\ntype=USER_CMD msg=audit(1700000001.0:457): pid=1 msg=\'cwd="/" cmd=6C73202D6C exe="/usr/bin/sudo" res=success\'\ntype=SYSCALL msg=audit(1700000000.1:1): arch=c000003e a0=7ffd exe="/bin/x" key="k"\u001dSYSCALL=execve\n';
    const { format, events, hints } = await read("audit.log", lines);
    expect(format).toBe("auditd");
    expect(events[0]).toMatchObject({
      type: "EXECVE",
      timestamp: 1700000000.123,
      serial: "456",
      a0: "cat",
      a1: "/etc/passwd ",
    });
    expect(events[1]).toMatchObject({ cmd: "ls -l", exe: "/usr/bin/sudo", res: "success" });
    expect(events[2]).toMatchObject({ SYSCALL: "execve", key: "k" });
    expect(hints[0]).toMatchObject({ product: "linux", services: ["auditd"] });
  });

  test("combined web logs have Sigma's names of fields", async () => {
    const { format, events, hints } = await read(
      "access.log",
      '192.0.2.1 - bob [22/Nov/2026:01:02:03 +0100] "GET /a.php?x=1 HTTP/1.1" 404 12 "-" "sqlmap/1.0"\n',
    );
    expect(format).toBe("combined web log");
    expect(events[0]).toMatchObject({
      "c-ip": "192.0.2.1",
      "cs-username": "bob",
      "cs-method": "GET",
      "cs-uri-stem": "/a.php",
      "cs-uri-query": "/a.php?x=1",
      "sc-status": "404",
      "cs-user-agent": "sqlmap/1.0",
      timestamp: "2026-11-22T01:02:03+01:00",
    });
    expect(hints).toEqual([{ categories: ["webserver"] }]);
  });

  test("W3C extended logs go by their Fields line", async () => {
    const { events } = await read(
      "u_ex.log",
      "#Software: IIS\n#Fields: date time cs-method cs-uri-stem cs(User-Agent) sc-status\n2026-11-22 01:02:03 GET /x Mozilla/5.0+(X) 200\n",
    );
    expect(events).toEqual([
      expect.objectContaining({
        "cs-method": "GET",
        "cs-uri-stem": "/x",
        "cs-user-agent": "Mozilla/5.0+(X)",
        "c-useragent": "Mozilla/5.0 (X)",
        timestamp: "2026-11-22T01:02:03Z",
      }),
    ]);
  });

  test("CEF, alone and in syslog", async () => {
    const cef =
      "CEF:0|Fortinet|Fortigate|7|00013|traffic \\| x|3|src=192.0.2.1 dst=198.51.100.2 dpt=445 act=blocked cs1Label=Policy cs1=p one msg=a\\=b c";
    for (const line of [cef, `<14>Nov 22 01:02:03 fw ${cef}`]) {
      const { events, hints } = await read("x", line);
      expect(events[0]).toMatchObject({
        name: "traffic | x",
        src_ip: "192.0.2.1",
        dst_ip: "198.51.100.2",
        dst_port: "445",
        action: "blocked",
        Policy: "p one",
        msg: "a=b c",
      });
      expect(hints[0]).toEqual({ product: "fortigate", categories: ["firewall", "appliance"] });
    }
  });

  test("LEEF 1.0 and 2.0 with its delimiter", async () => {
    expect((await read("x", "LEEF:1.0|V|P|1|e1|src=192.0.2.1\tdst=192.0.2.2")).events[0]).toMatchObject({
      src_ip: "192.0.2.1",
      dst_ip: "192.0.2.2",
      deviceEventClassId: "e1",
    });
    expect((await read("x", "LEEF:2.0|V|P|1|e1|^|src=192.0.2.1^usrName=bob x")).events[0]).toMatchObject({
      src_ip: "192.0.2.1",
      User: "bob x",
    });
    expect((await read("x", "LEEF:2.0|V|P|1|e1|x7C|src=192.0.2.1|a=b")).events[0]).toMatchObject({
      src_ip: "192.0.2.1",
      a: "b",
    });
  });

  test("CSV takes its first row as names, and leaves empty cells out", async () => {
    expect(await read("x.csv", 'EventID,Channel,CommandLine\n1,Sysmon,"a, ""b""\nc"\n2,,x\n')).toMatchObject({
      format: "CSV",
      events: [
        { EventID: "1", Channel: "Sysmon", CommandLine: 'a, "b"\nc' },
        { EventID: "2", CommandLine: "x" },
      ],
    });
    expect(await read("x.tsv", "a\tb\tc\n1\t2\t3\n")).toMatchObject({ events: [{ a: "1", b: "2", c: "3" }] });
    expect(await read("x.csv", "a;b;c\n1;2;3\n")).toMatchObject({ events: [{ a: "1", b: "2", c: "3" }] });
  });

  test("any other lines are a log only by their name", async () => {
    expect(await read("app.log", "one\n\ntwo\n")).toMatchObject({
      format: "lines",
      events: [{ message: "one" }, { message: "two" }],
    });
    expect((await read("letter.txt", "Dear sirs,\nI was robbed, help, please\n")).format).toBe("none");
    expect((await read("x", "")).problems).toEqual(["empty"]);
  });
});

test("no bytes make a reader fail", async () => {
  const piece = fc.constantFrom(
    "<13>1 ",
    "type=A msg=audit(1.0:1): ",
    "CEF:0|",
    "LEEF:2.0|",
    "{",
    "[",
    '"',
    "}",
    "]",
    ",",
    "\n",
    "a=b ",
    "|",
    "#Fields: ",
    "Nov 22 01:02:03 ",
    "\\",
    "\u0000",
    "x",
    '"GET / HTTP/1.1" 200 1',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("x", "x.csv", "x.log", "x.json", "x.evtx"),
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(piece, { maxLength: 30 }).map((pieces) => Buffer.from(pieces.join(""))),
      ),
      async (name, bytes) => {
        await expect(read(name, bytes)).resolves.toBeDefined();
      },
    ),
    { numRuns: 500 },
  );
});

test("long hostile lines do not hang", async () => {
  for (const line of [
    "a".repeat(200_000),
    `CEF:0|${"\\".repeat(100_000)}`,
    `${"a=".repeat(100_000)}`,
    `x [${"\\".repeat(100_000)}`,
    '"'.repeat(200_000),
  ])
    expect((await read("x.log", line)).problems.length).toBeGreaterThanOrEqual(0);
});
