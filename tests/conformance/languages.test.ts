// Languages: one that is begun is one file whose words all have a source; Mongolian terms without a source are marked; what the rules of numbers say.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadFileLanguages } from "../../backend/platform/words/language-files.ts";
import { mongolianOrdinal } from "../../backend/platform/words/mongolian-ordinal.ts";
import {
  listFileLanguages,
  readCatalogue,
  readTerms,
  sentencesToReview,
  wordsIn,
} from "../../backend/platform/words/index.ts";
import { markLanguage, ownWords, sayMarked } from "../../frontend/portal/request/mark-language.ts";

const folder = fileURLToPath(new URL("../../backend/platform/words/catalogue/", import.meta.url));

describe("a language that is begun", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

  test("Bambara is one, and falls back to French", () => {
    expect(listFileLanguages().map(({ tag, name, fallsBackTo }) => ({ tag, name, fallsBackTo }))).toContainEqual({
      tag: "bm",
      name: "Bamanankan",
      fallsBackTo: "fr",
    });
  });

  test.each(files)(
    "%s: each word is of a key that there is, in one form of Unicode, and says where it is from",
    (name) => {
      const file = JSON.parse(readFileSync(folder + name, "utf8")) as {
        language: { fallsBackTo: "fr" | "en" | "mn" };
        sources: Record<string, string>;
        messages: Record<string, { text: string; source: string }>;
      };
      const whole = readCatalogue(file.language.fallsBackTo);
      const namesIn = (text: string): string[] => [...text.matchAll(/\{(\w+)/g)].map(([, one]) => one ?? "").sort();
      for (const [key, { text, source }] of Object.entries(file.messages)) {
        expect(whole, key).toHaveProperty([key]);
        expect(namesIn(text), key).toEqual(namesIn(whole[key] ?? ""));
        expect(text.normalize("NFC"), key).toBe(text);
        expect(Object.keys(file.sources), key).toContain(source.split(" ")[0]);
      }
    },
  );

  test("a file more is a language more, also one that is written from right to left", () => {
    const other = mkdtempSync(join(tmpdir(), "toguna-words-"));
    const language = { name: "ߒߞߏ", locale: "nqo", direction: "rtl", fallsBackTo: "fr", state: "begun" };
    const messages = { "portal.back": { text: "ߞߐߛߊߦߌ", source: "A test" } };
    writeFileSync(join(other, "nqo.json"), JSON.stringify({ language, sources: { A: "A test" }, messages }));
    const [nko] = loadFileLanguages(wordsIn, other);
    rmSync(other, { recursive: true });
    if (!nko) throw new Error("no language was read");
    const say = sayMarked(nko, wordsIn("fr"));
    const page = markLanguage(
      `<title>${say("portal.back")}</title><p title="${say("portal.back")}">${say("portal.back")}, ${say("portal.continue")}</p>`,
      nko.tag,
      nko.direction,
    );
    expect(page).toBe(`<title>ߞߐߛߊߦߌ</title><p title="ߞߐߛߊߦߌ"><span lang="nqo" dir="rtl">ߞߐߛߊߦߌ</span>, Continuer</p>`);
  });

  test("signs that a stranger wrote mark nothing", () => {
    expect(markLanguage("<p>\u{E100}a</p><p>b\u{E101}</p>", "bm", "ltr")).toBe("<p>a</p><p>b</p>");
    expect(markLanguage(`<p>${ownWords("Bi")}</p>`, "bm", "ltr")).toContain('<span lang="bm" dir="ltr">Bi</span>');
  });
});

describe("Mongolian terms", () => {
  test("each has a source in law or public notices, or is marked to be reviewed", () => {
    const { terms } = readTerms();
    expect(terms.length).toBeGreaterThan(80);
    expect(terms.filter(({ state }) => !["sourced", "to_be_reviewed"].includes(state))).toEqual([]);
    const sourced = terms.filter(({ state }) => state === "sourced");
    for (const { mn, source } of sourced)
      expect(source ?? "", mn).toMatch(/legalinfo\.mn|police|gogo\.mn|e-khutuch\.mn/);
    expect(terms.filter(({ state }) => state === "to_be_reviewed").length).toBeGreaterThan(0);
  });

  test("a reviewer gets each sentence that holds one, also with an ending", () => {
    const found = sentencesToReview();
    const phishing = found.find(({ text }) => /фишинг/i.test(text));
    expect(phishing?.found).toContain("фишинг");
    const mongolian = readCatalogue("mn");
    expect(found.every(({ key, text }) => mongolian[key] === text)).toBe(true);
  });
});

describe("numbers in sentences", () => {
  test("zero is singular in French; a Mongolian noun stays singular after a number", () => {
    expect(wordsIn("fr")("flowtimes.page.weeks", { weeks: 0 })).toBe("0 semaine");
    expect(wordsIn("fr")("flowtimes.page.weeks", { weeks: 2 })).toBe("2 semaines");
    expect(wordsIn("mn")("flowtimes.page.weeks", { weeks: 72 })).toBe("72 долоо хоног");
  });

  test("the word of a Mongolian ordinal follows the vowels of its number, in articles, months and rows", () => {
    const front = [1, 4, 9, 11, 14, 29, 40, 90, 140, 1004];
    const back = [2, 3, 5, 6, 7, 8, 10, 20, 30, 50, 80, 100, 112, 400, 1000];
    expect(front.map(mongolianOrdinal)).toEqual(front.map(() => "дүгээр"));
    expect(back.map(mongolianOrdinal)).toEqual(back.map(() => "дугаар"));
    const say = wordsIn("mn");
    expect(say("duties.article", { article: "19", instrument: "Хууль" })).toBe("Хууль, 19 дүгээр зүйл");
    expect(say("inspections.article", { articles: "4, 12" })).toBe("4, 12 дугаар зүйл");
    expect(say("law.why_fixed_date", { month: 9, day: 1 })).toMatch(/^Жил бүр 9 дүгээр сарын 1 /);
  });

  test("no sentence of the three guesses an ordinal beside a value: only the function knows", () => {
    const guessed = Object.entries(readCatalogue("mn")).filter(([, text]) =>
      /\{(?:number|articles?|month|revision|position|index|line|column)(?:, number)?\} (?:дугаар|дүгээр) /.test(text),
    );
    expect(guessed.map(([key]) => key)).toEqual([]);
    for (const language of ["fr", "en"] as const)
      expect(Object.values(readCatalogue(language)).filter((text) => text.includes("_ordinal}"))).toEqual([]);
  });
});
