// Decisions on mails: automatic or not, forwarded or not, language, own words; and any mail at all makes a report that passes.
import fc from "fast-check";
import { expect, test } from "vitest";
import { SubmitReport } from "../model.ts";
import { guessLanguage, isAutomatic, isDeliveryReport, isForwarded, ownWords, reportFromMail } from "./rules.ts";

const headers = (fields: Record<string, string>) =>
  new Map(Object.entries(fields).map(([name, value]) => [name, [value]]));

test("what machines, lists and out-of-office programs send is automatic; a person's mail is not", () => {
  for (const fields of [
    { "auto-submitted": "auto-replied" },
    { "auto-submitted": "auto-generated; x=y" },
    { precedence: "bulk" },
    { "list-id": "<a.example>" },
    { "x-autoreply": "yes" },
  ])
    expect(isAutomatic(headers(fields as Record<string, string>), "a@b.example"), JSON.stringify(fields)).toBe(true);
  expect(isAutomatic(headers({}), "")).toBe(true);
  expect(isAutomatic(headers({}), "MAILER-DAEMON@b.example")).toBe(true);
  expect(isAutomatic(headers({}), "no-reply@b.example")).toBe(true);
  expect(isAutomatic(headers({ "auto-submitted": "no" }), "awa@b.example")).toBe(false);
  expect(isAutomatic(headers({}), "postmaster.awa@b.example")).toBe(false);
});

test("a delivery report is told from an abuse report, which has the same outer form", () => {
  expect(
    isDeliveryReport(headers({ "content-type": 'multipart/report; boundary=x; report-type="delivery-status"' })),
  ).toBe(true);
  expect(isDeliveryReport(headers({ "content-type": "multipart/report; report-type=feedback-report" }))).toBe(false);
});

test("forwarding is seen in the subject, in the text of the usual programs, and in a mail inside", () => {
  const mail = { subject: "x", text: "y", hasMailInside: false };
  expect(isForwarded(mail)).toBe(false);
  expect(isForwarded({ ...mail, hasMailInside: true })).toBe(true);
  for (const subject of ["Fwd: x", "TR : x", "Fw: x", "Дамжуулсан: x"])
    expect(isForwarded({ ...mail, subject }), subject).toBe(true);
  for (const text of [
    "see\n---------- Forwarded message ---------\nFrom: a",
    "-----Original Message-----",
    "Début du message réexpédié :",
    "-----Message d’origine-----",
    "Begin forwarded message:",
  ])
    expect(isForwarded({ ...mail, text }), text).toBe(true);
  expect(isForwarded({ ...mail, subject: "Transfer of money", text: "I was told to forward message 12." })).toBe(false);
});

test("language is told by script and by common words", () => {
  expect(guessLanguage("Bonjour, mon compte est bloqué et je ne peux pas entrer", "en")).toBe("fr");
  expect(guessLanguage("Hello, my account is locked and I have lost the money", "fr")).toBe("en");
  expect(guessLanguage("Сайн байна уу, миний данснаас мөнгө алдагдлаа", "fr")).toBe("mn");
  expect(guessLanguage("12345", "mn")).toBe("mn");
});

test("the own words stand above what is quoted; a mail that is all quotation is kept whole", () => {
  expect(ownWords("Yes.\n\nOn Mon, 1 Jan 2026, CERT wrote:\n> Did you?")).toBe("Yes.");
  expect(ownWords("Тийм.\n\n2026-11-22, CERT бичсэн:\n> асуулт")).toBe("Тийм.");
  expect(ownWords("Done\n> old\n> older\n")).toBe("Done");
  expect(ownWords("> only this\n")).toBe("> only this");
});

test("any mail at all becomes a report that the schema takes", () => {
  fc.assert(
    fc.property(
      fc.record({
        subject: fc.string({ unit: "grapheme-composite", maxLength: 500 }),
        text: fc.oneof(
          fc.string({ unit: "grapheme" }),
          fc.constant("x".repeat(60_000)),
          fc.constant("😀".repeat(30_000)),
        ),
        hasMailInside: fc.boolean(),
        from: fc.option(
          fc.record({
            address: fc.oneof(fc.emailAddress(), fc.string()),
            name: fc.string({ unit: "grapheme", maxLength: 300 }),
          }),
          { nil: undefined },
        ),
      }),
      fc.boolean(),
      (mail, isAnswered) => {
        const report = reportFromMail(mail, { isAnswered, fallbackLanguage: "fr", noText: () => "(nothing)" });
        const parsed = SubmitReport.parse(report);
        expect(parsed.answerBy === "mail").toBe(isAnswered && parsed.contact?.email !== undefined);
      },
    ),
    { numRuns: 300 },
  );
});
