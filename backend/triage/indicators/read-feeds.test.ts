// Feeds of others: MISP, CSV and plain lists are read, and what cannot be read is named.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FeedFrame, readCsvFeed, readMispFeed, readPlainFeed } from "./index.ts";

const frame: FeedFrame = { id: "feed", title: "A feed", marking: "TLP:GREEN", reason: "Given by a partner." };
const values = (read: ReturnType<typeof readCsvFeed>) =>
  Array.isArray(read) ? read : read.indicators.map((one) => `${one.kind} ${one.value}`);

describe("MISP", () => {
  const event = {
    Event: {
      info: "Phishing wave",
      date: "2026-03-01",
      Orgc: { name: "Partner CERT" },
      Tag: [{ name: "tlp:amber" }],
      Attribute: [
        { type: "domain", value: "evil.example", to_ids: true, comment: "kit", timestamp: "1773324311" },
        { type: "ip-dst|port", value: "203.0.113.9|443", to_ids: true },
        { type: "ip-src", value: "203.0.113.0/24", to_ids: true, Tag: [{ name: "tlp:red" }] },
        { type: "filename|md5", value: "a.exe|44d88612fea8a8f36de82e1278abb02f", to_ids: true },
        { type: "domain", value: "good.example", to_ids: false },
        { type: "domain", value: "gone.example", to_ids: true, deleted: true },
        { type: "text", value: "words", to_ids: true },
        { type: "sha1", value: "short", to_ids: true },
      ],
      Object: [
        {
          Attribute: [
            { type: "url", value: "http://evil.example/a", to_ids: true, first_seen: "2026-02-02T00:00:00Z" },
          ],
        },
      ],
    },
  };

  test("attributes meant for detection become indicators with the event's words, dates and marking", () => {
    const read = readMispFeed(JSON.stringify(event), "e.json", frame);
    if (Array.isArray(read)) throw new Error("refused");
    expect(values(read)).toEqual([
      "domain evil.example",
      "ipv4 203.0.113.9",
      "cidr 203.0.113.0/24",
      "md5 44d88612fea8a8f36de82e1278abb02f",
      "url http://evil.example/a",
    ]);
    expect(read.indicators[0]).toMatchObject({
      why: "Phishing wave: kit",
      marking: "TLP:AMBER",
      firstSeen: Date.parse("2026-03-01"),
      lastSeen: 1773324311000,
    });
    expect(read.indicators[2]?.marking).toBe("TLP:RED");
    expect(read.list.author).toBe("Partner CERT");
    expect(read.skipped).toEqual(new Map([["text", 1]]));
    expect(read.refused.map((refusal) => refusal.reason).join()).toContain("expected 40 hexadecimal digits");
  });

  test("an answer of a search and a bare list of events are read alike", () => {
    for (const form of [{ response: [event] }, [event], [event.Event]])
      expect(values(readMispFeed(JSON.stringify(form), "e.json", frame)).length).toBe(5);
  });

  test("what is no event is refused with what was expected, whatever it is", () => {
    for (const text of ["", "{", "[]", "null", "3", '{"Event":{}}']) {
      const read = readMispFeed(text, "e.json", frame);
      expect(Array.isArray(read) && read[0]?.reason).toMatch(/^expected/);
    }
    fc.assert(fc.property(fc.json(), (text) => typeof readMispFeed(text, "e.json", frame) === "object"));
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.jsonValue(),
        (attribute, type) =>
          typeof readMispFeed(
            JSON.stringify({
              Event: {
                Attribute: [attribute, { type, value: attribute }, { type: "domain", value: type, Tag: attribute }],
              },
            }),
            "e.json",
            frame,
          ) === "object",
      ),
    );
  });
});

describe("CSV", () => {
  test("columns are found by name, in any order, behind comments", () => {
    const text =
      '# a feed\n# "first_seen_utc","ioc_value","ioc_type","confidence_level","tlp"\n"2026-03-01 10:00:00","http://evil.example/x","url","75","amber"\n"2026-03-02","203.0.113.5","ip",,\n"","x","colour","",""\n';
    const read = readCsvFeed(text, "f.csv", frame);
    if (Array.isArray(read)) throw new Error("refused");
    expect(values(read)).toEqual(["url http://evil.example/x", "ipv4 203.0.113.5"]);
    expect(read.indicators[0]).toMatchObject({ confidence: 75, marking: "TLP:AMBER" });
    expect(read.skipped).toEqual(new Map([["colour", 1]]));
  });

  test("a semicolon file without kinds is read by the look of its values", () => {
    expect(values(readCsvFeed("value;comment\nevil[.]example;kit\n2001:db8::/32;range\n", "f.csv", frame))).toEqual([
      "domain evil.example",
      "cidr 2001:db8::/32",
    ]);
  });

  test("a file without a header is refused, and no text at all makes it throw", () => {
    expect(readCsvFeed("a,b\n1,2\n", "f.csv", frame)).toMatchObject([{ field: "header" }]);
    fc.assert(
      fc.property(fc.string(), (text) => typeof readCsvFeed(`value,type\n${text}`, "f.csv", frame) === "object"),
    );
  });
});

test("a plain list gives each line's kind by its look and names the line that is nothing", () => {
  const read = readPlainFeed(
    "\ufeff# comment\nevil.example # kit\n0.0.0.0 ads.example\n203.0.113.7\nhttps://evil.example/a\n\n???\n44d88612fea8a8f36de82e1278abb02f\nAS64500\n",
    "l.txt",
    frame,
  );
  expect(values(read)).toEqual([
    "domain evil.example",
    "domain ads.example",
    "ipv4 203.0.113.7",
    "url https://evil.example/a",
    "md5 44d88612fea8a8f36de82e1278abb02f",
    "asn AS64500",
  ]);
  expect(read.indicators[0]?.why).toBe("kit");
  expect(read.refused).toMatchObject([{ path: "l.txt", field: "line 7" }]);
});
