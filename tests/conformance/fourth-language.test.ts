// A fourth language is one file: an invented one, made of the English by a program and written from right to left, is put beside the others in a copy.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { extractText, getMeta } from "unpdf";
import { afterAll, beforeAll, expect, test } from "vitest";
import { composeIdentityNotice } from "../../backend/coordination/compose-mail.ts";
import { writePdf } from "../../backend/platform/pdf/index.ts";
import { type HandedFile, handOut, takeBack } from "../../backend/platform/words/hand-over.ts";
import { knownLanguage, readCatalogue, wordsFor, wordsIn } from "../../backend/platform/words/index.ts";
import { loadFileLanguages, wrongCatalogue } from "../../backend/platform/words/language-files.ts";
import { makeTranslator } from "../../backend/platform/words/translate.ts";
import { html } from "../../frontend/parts/page/html.ts";
import { page, type View } from "../../frontend/portal/view.ts";

const catalogue = fileURLToPath(new URL("../../backend/platform/words/catalogue/", import.meta.url));
let folder = "";

/** The English between two signs, as a translator would hand it in. */
function invented(): HandedFile {
  const handed = handOut("qps", folder);
  const language = { name: "Pseudo", locale: "en", direction: "rtl", fallsBackTo: "en", state: "complete" } as const;
  const messages = Object.fromEntries(
    Object.entries(handed.messages).map(([key, { english }]) => [
      key,
      { english, text: english === "" ? "" : `«${english}»` },
    ]),
  );
  return { language, messages };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "toguna-catalogue-"));
  cpSync(catalogue, folder, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

test("as the file is handed in, a page, a mail and a printed file are said in it", async () => {
  expect(takeBack("qps", invented(), folder)).toEqual([]);
  const own = loadFileLanguages(wordsIn, folder).find(({ tag }) => tag === "qps");
  if (!own) throw new Error("the file is no language");
  const subject = readCatalogue("en")["mail.identity.subject"] ?? "";
  expect(composeIdentityNotice(own.words, "passkey_added").subject).toBe(`«${subject}»`);

  const country = {
    languages: ["fr", "en", "mn"],
    begun: [],
    isFictional: false,
    cert: { name: "CERT" },
  } as unknown as View["country"];
  const view: View = {
    language: "en",
    say: own.words,
    tell: wordsIn("en"),
    begun: own,
    offered: [own],
    country,
    path: "/",
    publicUrl: "https://toguna.example",
    now: new Date(0),
    hasScript: true,
    canSeal: false,
    statics: { stylesheet: "/s.css", script: "/s.js", icon: "/i.svg" } as View["statics"],
  };
  const shown = String(await page(view, { title: own.words("portal.footer.help"), main: html`` }));
  expect(shown).toContain('<html lang="qps" dir="rtl" data-base="en" data-locale="en">');
  expect(shown).toContain(`«${readCatalogue("en")["portal.footer.help"]}»`);
  expect(shown).toMatch(/lang="qps" hreflang="qps" data-language aria-current="true">Pseudo</);

  const text = own.words("portal.footer.help");
  const bytes = await writePdf({
    language: own.words.tag,
    title: text,
    issuer: "CERT",
    reference: "F-1",
    createdAt: new Date(0),
    blocks: [{ kind: "paragraph", text }],
  });
  expect((await extractText(new Uint8Array(bytes), { mergePages: true })).text).toContain(text);
  expect((await getMeta(new Uint8Array(bytes))).info).toMatchObject({ Language: "qps" });
});

test("a complete language that lacks a sentence, or a value of one, is not built: the key is named", () => {
  expect(wrongCatalogue(folder)).toEqual([]);
  const path = join(folder, "qps.json");
  const whole = readFileSync(path, "utf8");
  const file = JSON.parse(whole) as { messages: Record<string, string> };
  delete file.messages["portal.back"];
  file.messages["portal.files.remove"] = "Away";
  writeFileSync(path, JSON.stringify(file));
  expect(wrongCatalogue(folder)).toEqual([
    "qps portal.files.remove: lacks the value {name}",
    "qps portal.back: has no words",
  ]);
  writeFileSync(path, whole);
});

test("what a browser knows of a file's language, its name too, makes a translator", () => {
  const head = { name: "Pseudo", tag: "qps", locale: "ar-EG", direction: "rtl" } as const;
  const say = makeTranslator("en", { "a.b": "{n, number} of {at, date, short}" }, head);
  expect(say("a.b", { n: 3, at: new Date(0) })).toMatch(/^\u0663 of /);
  expect([say.language, say.tag, say.locale]).toEqual(["en", "qps", "ar-EG"]);
});

test("one of the three goes out as one file and comes back as it was; nothing is written of one that is wrong", () => {
  const before = readCatalogue("mn", folder);
  const handed = handOut("mn", folder);
  expect(takeBack("mn", handed, folder)).toEqual([]);
  expect(readCatalogue("mn", folder)).toEqual(before);
  const changed = structuredClone(handed);
  changed.messages["portal.back"] = { text: "", english: "Back" };
  expect(takeBack("mn", changed, folder)).toEqual(["portal.back: has no words"]);
  expect(readCatalogue("mn", folder)).toEqual(before);
});

test("an account's language that is not spoken here is French; what somebody reads in changes no other language", () => {
  expect(["mn", "qps", "bm", "", null, undefined].map(knownLanguage)).toEqual(["mn", "fr", "fr", "fr", "fr", "fr"]);
  expect(wordsFor({ speaks: "bm" }, "fr").tag).toBe("fr");
  expect(wordsFor({ speaks: "../fr" }, "mn").tag).toBe("mn");
});
