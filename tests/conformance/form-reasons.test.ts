// Every form of the console and of the office says why it asks and who sees the answers, in three languages, before anything is typed.
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readCatalogue, wordsLanguages } from "../../backend/platform/words/index.ts";
import { formAudiences } from "../../frontend/shell/forms/form-reasons.ts";
import { questionReasons, stepReasons } from "../../frontend/shell/forms/question-reasons.ts";

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
  return [...text.matchAll(/<(form|FieldsForm|FormDialog|ActDialog|StepCard)\b/g)].map((found) => {
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

/** Questions whose label says enough, by why that is so; the key of a label, or what stands for it in the source. */
const evident: Readonly<Record<string, readonly string[]>> = {
  "it narrows a list, and goes into no record": [
    "assessments.show",
    "subjects.show",
    "processing.search",
    "frontend/console/processing/processing-page.tsx",
    "areas.queue.which",
    "areas.queue.search",
    "areas.column.area",
    "formalities.field.state",
    "formalities.field.kind",
    "processing.field.state",
    "inspections.search",
    "inspections.column.state",
    "inspections.column.lateness",
    "yearly.entity.class_filter",
    "yearly.column.state",
  ],
  "it is the name, address or kind of the very thing that is made": [
    "console.field.name",
    "identity.people.name",
    "identity.people.email",
    "committee.column.target",
    "committee.column.name",
    "committee.column.kind",
    "committee.column.body",
    "committee.question_text",
    "committee.question_kind",
    "contributions.title",
    "areas.entries.kind",
    "claims.which_entry",
    "claims.kind",
    "formalities.office.next",
    "subjects.field.way",
    "subjects.field.outcome",
  ],
  "it is a note or a message that nobody has to write": [
    "assessments.field.note",
    "contributions.note",
    "formalities.complete.note",
    "duties.event.note",
    "notify.link.note",
    "subjects.field.note",
    "disclosure.party.write",
    "disclosure.party.refs",
    "committee.note",
    "committee.message",
    "filings.keep_unknown",
  ],
  "it is what its form asks at all, and the form's reason stands above it": [
    "filings.claim.digits",
    "notify.link.answer",
    "identity.people.role",
    "identity.role.${role}",
    "areas.entries.body_${kind()}",
    "common.language.${language}",
    "told.label",
  ],
  "it is one choice of a list whose legend or text above says what for": [
    "one.names",
    "entry.number",
    "trait.name",
    "option.names",
    "target.names",
    "field.name",
    "props.view.packNames",
    "names[currentLanguage()]",
    "inspections.profile.everybody",
    "filings.severity.",
    "props.label",
    "portal.f.left.o.yes",
  ],
  "it is made by somebody else, who wrote the question": ["props.question.names"],
  "it is a copy of the calendar's address": ["duties.feed.once"],
  "a helper draws it: its callers give the reason": ["label"],
};

/** Each field of a source: its label as written, and whether a reason or a hint of its own stands with it. */
function questionsOf(text: string): { label: string; isExplained: boolean }[] {
  return [...text.matchAll(/<(TextField|TextArea|SelectField|Tick)\b/g)].map((found) => {
    let depth = 0;
    let end = found.index + found[0].length;
    for (; end < text.length && !(text[end] === ">" && depth === 0); end++)
      depth += text[end] === "{" ? 1 : text[end] === "}" ? -1 : 0;
    const props = text.slice(found.index, end);
    const label = /\blabel=\{([\s\S]*?)\}(?=\s+\w+=|\s*\/?$|\s+\{)/.exec(props)?.[1] ?? "";
    return { label, isExplained: /\b(why|hint)(=|:)/.test(props) };
  });
}

test("each question has a reason or a hint of its own, or stands on the list of those that need none", () => {
  const named = Object.values(evident).flat();
  const all = screens.flatMap(({ path, text }) => questionsOf(text).map((question) => ({ path, ...question })));
  expect(all.length).toBeGreaterThan(180);
  expect(all.filter(({ isExplained }) => isExplained).length).toBeGreaterThan(120);
  const isEvident = (label: string): boolean =>
    named.some((one) => label === one || (one.includes(".") || one.includes("[") ? label.includes(one) : false));
  expect(
    all
      .filter(({ isExplained, label }) => !isExplained && !isEvident(label))
      .filter(({ path }) => !named.includes(path)),
  ).toEqual([]);
});

test("each field of an authority's step has a reason, but for names of things and languages", () => {
  const withoutReason = new Set(["title"]);
  const fields = screens.flatMap(({ path, text }) =>
    [
      ...text.matchAll(
        /\bname: "(\w+)",(?:[^{}]|\{[^{}]*\})*?kind: "(?:text|long|day|moment|number|tick|choice|many)"/g,
      ),
    ].map((found) => ({ path, name: found[1] ?? "" })),
  );
  expect(fields.length).toBeGreaterThan(80);
  expect(fields.filter(({ name }) => !withoutReason.has(name) && stepReasons[name] === undefined)).toEqual([]);
});

test("each reason of a question is one short sentence in three languages, used, and names no article of its own", () => {
  const used = [...new Set([...Object.values(questionReasons), ...Object.values(stepReasons)])].toSorted();
  for (const language of wordsLanguages) {
    const words = readCatalogue(language);
    const there = Object.keys(words).flatMap((key) =>
      key.startsWith("asks.of.") ? [key.slice("asks.of.".length)] : [],
    );
    expect(there.toSorted()).toEqual(used);
    for (const reason of used) {
      const sentence = words[`asks.of.${reason}`] ?? "";
      expect(sentence, `${reason} in ${language}`).toMatch(/^\p{Lu}.{12,100}\.$/u);
      expect(sentence).not.toMatch(/article|зүйл заалт|\d/i);
    }
  }
});
