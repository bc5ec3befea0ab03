// Decisions of intake: admission, ways of answering, clean names and texts.
import fc from "fast-check";
import { expect, test } from "vitest";
import { SubmitReport } from "./model.ts";
import {
  admission,
  checkFiles,
  cleanFileName,
  cleanMediaType,
  cleanTexts,
  decideAdmission,
  decideReport,
} from "./rules.ts";

const now = new Date("2026-11-22T10:00:00Z");
const decide = (fields: Record<string, unknown>) =>
  decideReport(SubmitReport.parse({ description: "x", ...fields }), now);

test("at least ten an hour pass without proof of work, more with it, and trusted ones always", () => {
  const ask = (used: number, hasProof: boolean, isTrusted = false, bytes = 0) =>
    decideAdmission({ used, hasProof, isTrusted, bytes });
  expect(admission.freeWithoutProof).toBeGreaterThanOrEqual(10);
  expect(ask(10, false)).toBe("accept");
  expect(ask(admission.freeWithoutProof + 1, false)).toBe("hold");
  expect(ask(admission.freeWithoutProof + 1, true)).toBe("accept");
  expect(ask(admission.freeWithProof + 1, true)).toBe("hold");
  expect(ask(admission.ceilingWithoutProof + 1, false)).toBe("refuse");
  expect(ask(1, true, false, admission.ceilingBytes + 1)).toBe("refuse");
  expect(ask(1e9, false, true, 1e12)).toBe("accept");
});

test("more of a source is never treated better than less", () => {
  const rank = { accept: 0, hold: 1, refuse: 2 };
  fc.assert(
    fc.property(fc.nat(10_000), fc.nat(10_000), fc.boolean(), (one, other, hasProof) => {
      const [less, more] = one < other ? [one, other] : [other, one];
      const at = (used: number) => rank[decideAdmission({ used, hasProof, isTrusted: false, bytes: 0 })];
      expect(at(less)).toBeLessThanOrEqual(at(more));
    }),
  );
});

test("whoever names nothing of themselves is anonymous and has the receipt", () => {
  expect(decide({})).toMatchObject({ isAnonymous: true, identity: undefined, answerChannel: "receipt" });
  expect(decide({ contact: {} })).toMatchObject({ isAnonymous: true, identity: undefined });
  expect(decide({ answerBy: "none" })).toMatchObject({ isAnonymous: true, answerChannel: "none" });
  expect(decide({ onBehalfOf: { consent: "agreed", name: "Bintou" } })).toMatchObject({
    isAnonymous: true,
    identity: { onBehalfName: "Bintou", name: null, email: null },
  });
});

test("the way of answering follows the wish, else mail, else telephone; in confidence it is the receipt", () => {
  const email = { contact: { email: "a@b.example" } };
  const phone = { contact: { phone: "+999 70 00 00 00" } };
  expect(decide(email).answerChannel).toBe("mail");
  expect(decide(phone).answerChannel).toBe("phone");
  expect(decide({ contact: { name: "Awa" } }).answerChannel).toBe("receipt");
  expect(decide({ ...email, answerBy: "receipt" }).answerChannel).toBe("receipt");
  expect(decide({ ...email, isConfidential: true }).answerChannel).toBe("receipt");
  expect(decide({ ...email, isConfidential: true, answerBy: "mail" }).answerChannel).toBe("receipt");
  expect(decide({ safeChannel: "safe@b.example" }).answerChannel).toBe("mail");
});

test("a file's name is a label: no folder, no control or direction character, never empty, never long", () => {
  expect(cleanFileName("C:\\Users\\a\\..\\facture.pdf")).toBe("facture.pdf");
  expect(cleanFileName("../../etc/passwd")).toBe("passwd");
  expect(cleanFileName("invoice\u202efdp.exe\0")).toBe("invoicefdp.exe");
  for (const nothing of ["", "..", "/", "\0", "\u200f"]) expect(cleanFileName(nothing)).toBe("file");
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (name) => {
      const clean = cleanFileName(name);
      expect(clean.length).toBeGreaterThan(0);
      expect(clean.length).toBeLessThanOrEqual(200);
      expect(clean).not.toMatch(/[/\\\p{Cc}\p{Cf}]/u);
      expect(clean.isWellFormed()).toBe(true);
      expect(cleanFileName(clean)).toBe(clean);
    }),
  );
});

test("a media type is one or is unknown", () => {
  expect(cleanMediaType("Text/HTML; charset=x")).toBe("text/html");
  for (const wrong of ["", "text", "text/html\r\nx: y", "<b>/x"])
    expect(cleanMediaType(wrong)).toBe("application/octet-stream");
});

test("cleaned texts hold no NUL and no half surrogate, at any depth, and clean values stay as they are", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(cleanTexts(value));
      expect(text).not.toContain("\\u0000");
      expect(cleanTexts(cleanTexts(value))).toEqual(cleanTexts(value));
    }),
  );
  expect(cleanTexts({ a: ["x\0y", 1, null, { "k\0": "\ud800" }] })).toEqual({ a: ["xy", 1, null, { k: "\ufffd" }] });
});

test("files count together with those that are there", () => {
  const file = (name: string, size: number) => ({ name, size });
  expect(() => checkFiles([file("a", 1)], { already: { count: 50, bytes: 0 } })).toThrow(/“a”/);
  expect(() => checkFiles([file("b", 10)], { already: { count: 1, bytes: 99_999_995 } })).toThrow(/100 MB/);
  expect(() => checkFiles([file("c", 25_000_001)])).toThrow(/25 MB/);
  checkFiles([file("d", 25_000_000)], { already: { count: 49, bytes: 75_000_000 } });
});
