// The words of mails exist in every language, with every value filled in.
import { expect, test } from "vitest";
import { readCatalogue, wordsIn, wordsLanguages } from "../platform/words/index.ts";
import {
  composeAcknowledgement,
  composeAnswer,
  composeAnswerWaits,
  composeIdentityNotice,
  receiptPlace,
} from "./compose-mail.ts";

const identityChanges = [
  "passkey_added",
  "passkey_removed",
  "passkey_blocked",
  "roles_changed",
  "disabled",
  "recovery_asked",
  "recovery_approved",
] as const;

test("every mail has its words in every language, with reference and address and no place left open but the receipt's", () => {
  for (const language of wordsLanguages) {
    const words = wordsIn(language);
    const reference = "TG-2026-0431";
    const receiptUrl = "https://cert.example/";
    const acknowledgement = composeAcknowledgement(words, { reference, isHeld: true, hasReceipt: true, receiptUrl });
    expect(acknowledgement.body.split(receiptPlace)).toHaveLength(2);
    const texts = [
      composeAcknowledgement(words, { reference, isHeld: false, hasReceipt: false, receiptUrl }),
      composeAnswer(words, { reference, body: "the answer itself" }),
      composeAnswerWaits(words, { reference, receiptUrl, isQuestion: false }),
      composeAnswerWaits(words, { reference, receiptUrl, isQuestion: true }),
      ...identityChanges.map((change) => composeIdentityNotice(words, change)),
    ];
    for (const { subject, body } of texts) expect(`${subject}${body}`).not.toMatch(/[{}]/);
    expect(texts[1]?.body).toContain("the answer itself");
    expect(texts[2]?.body).toContain(receiptUrl);
    for (const { subject } of texts.slice(0, 3)) expect(subject).toContain(reference);
  }
});

test("the three languages have the same keys", () => {
  const keys = wordsLanguages.map((language) =>
    Object.keys(readCatalogue(language))
      .filter((key) => key.startsWith("mail."))
      .toSorted((a, b) => (a < b ? -1 : 1)),
  );
  expect(keys[1]).toEqual(keys[0]);
  expect(keys[2]).toEqual(keys[0]);
});
