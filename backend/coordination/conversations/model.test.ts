// What leaves on which way, what is internal, and whose reference a subject holds: decided for every label and reach, and for texts that nobody foresaw.
import fc from "fast-check";
import { expect, test } from "vitest";
import { markings } from "../../intake/model.ts";
import { readAuthentication } from "../read-authentication.ts";
import { fillTemplate, templateFields, type TemplateValues, unknownFields } from "../templates/model.ts";
import { composeText, judgeStatus } from "../sms/model.ts";
import { wordsIn } from "../../platform/words/index.ts";
import { decideProtection, holdsInternal, isSameHouse, numberInSubject, tagOf, theirReferenceIn } from "./model.ts";

test("nothing above TLP:GREEN ever goes in clear, and TLP:RED never by mail, whatever reach a party has", () => {
  const said: string[] = [];
  for (const marking of markings)
    for (const hasEmail of [false, true])
      for (const hasKey of hasEmail ? [false, true] : [false])
        for (const hasRoom of [false, true]) {
          const way = decideProtection(marking, { hasEmail, hasKey, hasRoom });
          const reach = [hasEmail && "mail", hasKey && "key", hasRoom && "room"].filter(Boolean).join("+");
          said.push(`${marking} ${reach}: ${typeof way === "string" ? way : way.refusal}`);
        }
  expect(said.filter((line) => line.startsWith("red"))).toEqual([
    "red : unreachable",
    "red room: red_needs_person",
    "red mail: link",
    "red mail+room: link",
    "red mail+key: link",
    "red mail+key+room: link",
  ]);
  expect(said.filter((line) => line.startsWith("amber") && / mail/.test(line))).toEqual(
    ["amber+strict", "amber"].flatMap((label) => [
      `${label} mail: link`,
      `${label} mail+room: link`,
      `${label} mail+key: encrypted`,
      `${label} mail+key+room: encrypted`,
    ]),
  );
  expect(said.filter((line) => line.endsWith("signed")).every((line) => /^(green|clear) /.test(line))).toBe(true);
});

test("a note is found in a text however case and spacing differ; a short one is no secret", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), fc.string(), (core, before, after) => {
      const note = `internal note: ${core} end of it`;
      expect(
        holdsInternal(`${before} ${note.toUpperCase().toLowerCase().replace(/ /g, " \n ")} ${after}`, [
          note.toLowerCase(),
        ]),
      ).toBe(true);
    }),
  );
  expect(holdsInternal("OK, we called.", ["OK", "called"])).toBe(false);
  expect(holdsInternal("anything", [""])).toBe(false);
});

test("a tag is read back from any subject around it; eight digits without our mark are none", () => {
  expect(numberInSubject(`Re: AW: ${tagOf("12345678")} x`)).toBe("12345678");
  expect(numberInSubject("[12345678] [TG#1234567]")).toBeUndefined();
});

test.each([
  ["Re: [TG#12345678] Your server [ISP-2026-7741]", "ISP-2026-7741"],
  ["[CERT-FR #2931] Re: [TG#12345678] x", "CERT-FR #2931"],
  ["Ticket#2026110310000123 — Re: [TG#12345678]", "2026110310000123"],
  ["RE: [TG#12345678] Case ID: ABC-42", "ABC-42"],
  ["Re: [TG#12345678] your host 192.0.2.7", undefined],
  ["Re: [TG-2026-0431] report", undefined],
  ["Re: [TG#12345678] [EXTERNAL] hello", undefined],
])("the other party's reference in %j is %j", (subject, expected) => {
  expect(theirReferenceIn(subject, "TG")).toBe(expected);
});

test("a colleague of the party is of its house; a mailbox of everybody's provider is not", () => {
  expect(isSameHouse("a@isp.example", "b@ISP.example")).toBe(true);
  expect(isSameHouse("a@isp.example", "b@evil-isp.example")).toBe(false);
  expect(isSameHouse("a@gmail.com", "b@gmail.com")).toBe(false);
});

test("a template fills its fields once, whatever the values hold, and names those that are no fields", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...templateFields.map((name) => `{${name}}`), "text ")),
      fc.string(),
      (parts, value) => {
        const values = Object.fromEntries(templateFields.map((name) => [name, value])) as TemplateValues;
        expect(fillTemplate(parts.join(""), values)).toBe(
          parts.map((part) => (part === "text " ? part : value)).join(""),
        );
      },
    ),
  );
  expect(unknownFields("{party} {note} {}")).toEqual(["note", ""]);
});

test("only what the own mail server says of a mail is believed, and of that the topmost", () => {
  const headers = (...values: string[]) => new Map([["authentication-results", values]]);
  const forged = "mx.example.org; spf=pass; dkim=pass; dmarc=pass";
  expect(
    readAuthentication(
      headers(
        "mx.example.org (x; y=z) 1; spf=softfail (a(b)c) smtp.mailfrom=a; dkim=fail; dkim=pass header.d=b; dmarc=none",
        forged,
      ),
      "mx.example.org",
    ),
  ).toEqual({
    spf: "softfail",
    dkim: "pass",
    dmarc: "none",
  });
  expect(readAuthentication(headers("mx.evil.example; spf=pass"), "mx.example.org")).toBeUndefined();
  expect(readAuthentication(headers(forged), undefined)).toBeUndefined();
  expect(readAuthentication(headers('mx.example.org; spf="; dkim=pass"; dkim=<b>'), "MX.example.org")).toEqual({
    spf: null,
    dkim: null,
    dmarc: null,
  });
  fc.assert(fc.property(fc.string(), (text) => void readAuthentication(headers(text, `a.b; ${text}`), "a.b")));
});

test("a text to a telephone holds a code and no more, and fits one message", () => {
  for (const language of ["fr", "en", "mn"] as const) {
    const text = composeText(wordsIn(language), "code", "12345678");
    expect(text).toContain("12345678");
    expect(text.length).toBeLessThanOrEqual(/[^\x20-\x7eéèàçùêô’]/.test(text) ? 134 : 160);
  }
  expect([200, 204, 400, 408, 429, 500].map(judgeStatus)).toEqual([
    "sent",
    "sent",
    "refused",
    "again",
    "again",
    "again",
  ]);
});
