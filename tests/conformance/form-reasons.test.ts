// Every form of the console and of the office says why it asks and who sees the answers, in three languages, before anything is typed.
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readCatalogue, wordsLanguages } from "../../backend/platform/words/index.ts";
import { formAudiences } from "../../frontend/shell/forms/form-reasons.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const screens = globSync("frontend/{console,office}/**/*.tsx", { cwd: root })
  .map((path) => path.replaceAll("\\", "/"))
  .map((path) => ({ path, text: readFileSync(`${root}/${path}`, "utf8") }));

/** Forms that stand inside another, or ask nothing of their own. */
const within: Record<string, string> = {
  "frontend/console/filings/draft-page.tsx": "its second form is the passkey's: what is sent was answered in the first",
  "frontend/console/filings/severity-field.tsx": "one question of the filing, with who sees it below",
};

/** The reason that each form of a source names; "" where it names none. */
function reasonsOf(text: string): string[] {
  return [...text.matchAll(/<(form|FormDialog|ActDialog|StepCard)\b/g)].map((found) => {
    let depth = 0;
    let end = found.index + found[0].length;
    for (; end < text.length && !(text[end] === ">" && depth === 0); end++)
      depth += text[end] === "{" ? 1 : text[end] === "}" ? -1 : 0;
    const own = /\basks="(\w+)"/.exec(text.slice(found.index, end))?.[1];
    const inside = /^>\s*<FormWhy of="(\w+)"/.exec(text.slice(end))?.[1];
    return own ?? inside ?? "";
  });
}

test("each form names its reason, and each reason is used", () => {
  const all = screens.flatMap(({ path, text }) => reasonsOf(text).map((reason) => ({ path, reason })));
  expect(all.length).toBeGreaterThan(70);
  expect(all.filter(({ path, reason }) => reason === "" && !(path in within))).toEqual([]);
  expect([...new Set(all.map(({ reason }) => reason))].filter((reason) => reason !== "").toSorted()).toEqual(
    Object.keys(formAudiences).toSorted(),
  );
});

test("each reason and each audience is said in French, English and Mongolian", () => {
  const keys = Object.entries(formAudiences).flatMap(([form, who]) => [`asks.why.${form}`, `asks.who.${who}`]);
  for (const language of wordsLanguages) {
    const words = readCatalogue(language);
    for (const key of keys) expect(words[key], `${key} in ${language}`).toMatch(/^\p{Lu}.{20,}\.$/u);
    expect(Object.keys(words).filter((key) => /^asks\.(why|who)\./.test(key) && !keys.includes(key))).toEqual([]);
  }
});

test("each question of a filing says below it who sees its answer", () => {
  const field = readFileSync(`${root}/frontend/console/filings/question-field.tsx`, "utf8");
  expect(field).toContain("question().seenBy");
  expect(field).toContain("filings.seen_by.nobody");
});
