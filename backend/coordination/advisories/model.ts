// Advisories: what a draft is, what the public reads, how its plain text becomes a page. Pure; the desk's editor, the portal and the feeds read it too.
import { z } from "zod";
import { FourEyesView } from "../four-eyes/model.ts";

export const advisoryLanguages = ["fr", "en", "mn"] as const;
export type AdvisoryLanguage = (typeof advisoryLanguages)[number];
export const advisorySeverities = ["low", "medium", "high", "critical"] as const;
export type AdvisorySeverity = (typeof advisorySeverities)[number];

const line = (max: number) =>
  z
    .string("Expected some text.")
    .trim()
    .min(1, "Expected some text.")
    .max(max, `Expected at most ${max} characters.`)
    .refine((text) => !/\p{Cc}/u.test(text), "Expected one line of text.");
export const AdvisoryText = z.strictObject({
  title: line(200),
  summary: line(500),
  body: z
    .string("Expected some text.")
    .trim()
    .min(1, "Expected some text.")
    .max(40_000, "Expected at most 40,000 characters."),
});
export type AdvisoryText = z.output<typeof AdvisoryText>;
export const AdvisoryTexts = z
  .strictObject({ fr: AdvisoryText.optional(), en: AdvisoryText.optional(), mn: AdvisoryText.optional() })
  .refine(
    (texts) => Object.values(texts).some((text) => text !== undefined),
    "Expected a text in at least one language.",
  );
export type AdvisoryTexts = z.output<typeof AdvisoryTexts>;

/** What a revision says of itself, by language. */
const RevisionNote = z.strictObject({ fr: line(500).optional(), en: line(500).optional(), mn: line(500).optional() });
export type RevisionNote = z.output<typeof RevisionNote>;

export const WriteAdvisory = z.strictObject({
  severity: z.enum(advisorySeverities, { error: `Expected one of ${advisorySeverities.join(", ")}.` }),
  texts: AdvisoryTexts,
  note: RevisionNote.default({}),
  /** Written in an exercise that runs: it bears its mark from then on, and never leaves. */
  exerciseId: z.uuid("Expected the id of an exercise.").nullable().default(null),
});
export type WriteAdvisory = z.input<typeof WriteAdvisory>;
const version = z.number().int().min(1, "Expected the version that was read.");
export const ChangeAdvisory = z.strictObject({ version, advisory: WriteAdvisory });
export type ChangeAdvisory = z.input<typeof ChangeAdvisory>;
export const ActOnAdvisory = z.strictObject({ version });
export type ActOnAdvisory = z.input<typeof ActOnAdvisory>;

/** Why it is withdrawn, for everybody, in at least one language. */
export const WithdrawAdvisory = z.strictObject({
  version,
  note: RevisionNote.refine(
    (note) => Object.values(note).some((text) => text !== undefined),
    "Expected the reason in at least one language.",
  ),
});
export type WithdrawAdvisory = z.input<typeof WithdrawAdvisory>;

const Texts = z.partialRecord(z.enum(advisoryLanguages), AdvisoryText);
export const AdvisoryLine = z.object({
  id: z.string(),
  number: z.string().nullable(),
  severity: z.enum(advisorySeverities),
  title: z.string(),
  state: z.enum(["draft", "waiting", "published"]),
  isExercise: z.boolean(),
  editions: z.number(),
  publishedAt: z.string().nullable(),
  createdBy: z.string().nullable(),
  changedAt: z.string(),
});
export type AdvisoryLine = z.output<typeof AdvisoryLine>;

export const AdvisoryView = AdvisoryLine.extend({
  texts: Texts,
  note: RevisionNote,
  version: z.number(),
  past: z.array(
    z.object({
      edition: z.number(),
      kind: z.string(),
      note: RevisionNote,
      publishedAt: z.string(),
      mails: z.number(),
      isMailing: z.boolean(),
    }),
  ),
  releases: z.array(FourEyesView),
});
export type AdvisoryView = z.output<typeof AdvisoryView>;

/** What the public reads of an advisory. */
export interface PublicAdvisory {
  number: string;
  severity: AdvisorySeverity;
  texts: AdvisoryTexts;
  /** Of this edition. */
  publishedAt: string;
  firstPublishedAt: string;
  edition: number;
  history: { edition: number; kind: string; note: RevisionNote; publishedAt: string }[];
}

/** The newest edition says that it holds no more. */
export function isWithdrawn({ history }: Pick<PublicAdvisory, "history">): boolean {
  return history[0]?.kind === "withdrawn";
}

/** The text in a language, else in the first that there is. */
export function textIn(
  texts: AdvisoryTexts,
  language: AdvisoryLanguage,
): { language: AdvisoryLanguage; text: AdvisoryText } | undefined {
  for (const one of [language, ...advisoryLanguages]) {
    const text = texts[one];
    if (text) return { language: one, text };
  }
  return undefined;
}

export type Inline = { kind: "text" | "strong" | "code"; text: string } | { kind: "link"; text: string; href: string };
export type Block =
  | { kind: "heading"; inlines: Inline[] }
  | { kind: "paragraph"; inlines: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "list"; isOrdered: boolean; items: Inline[][] };

/**
 * The plain writing of the editor: "## Heading", "- item", "1. item", "```" around code, an empty line between paragraphs; in a line
 * **strong**, `code`, [words](https://…) and bare https addresses. Everything else is text: no HTML, no images, no other scheme.
 */
export function readBlocks(source: string): Block[] {
  const blocks: Block[] = [];
  const lines = source.replaceAll(/\r\n?/g, "\n").split("\n");
  let at = 0;
  const takeWhile = (is: (text: string) => boolean): string[] => {
    const taken: string[] = [];
    while (at < lines.length && is(lines[at] ?? "")) taken.push(lines[at++] ?? "");
    return taken;
  };
  while (at < lines.length) {
    const text = lines[at] ?? "";
    if (text.trim() === "") at++;
    else if (text.startsWith("```")) {
      at++;
      const code = takeWhile((one) => !one.startsWith("```"));
      at++;
      blocks.push({ kind: "code", text: code.join("\n") });
    } else if (/^#{1,4} \S/.test(text)) {
      at++;
      blocks.push({ kind: "heading", inlines: readInlines(text.replace(/^#+ /, "")) });
    } else if (isItem(text)) {
      const isOrdered = /^\d/.test(text.trim());
      const items = takeWhile((one) => isItem(one) && /^\d/.test(one.trim()) === isOrdered);
      blocks.push({
        kind: "list",
        isOrdered,
        items: items.map((one) => readInlines(one.trim().replace(/^(?:[-*]|\d{1,3}[.)]) /, ""))),
      });
    } else {
      const some = takeWhile(
        (one) => one.trim() !== "" && !one.startsWith("```") && !/^#{1,4} \S/.test(one) && !isItem(one),
      );
      blocks.push({ kind: "paragraph", inlines: readInlines(some.join(" ")) });
    }
  }
  return blocks;
}

const isItem = (text: string): boolean => /^ {0,3}(?:[-*]|\d{1,3}[.)]) \S/.test(text);
const inline =
  /\*\*([^*\n]{1,500})\*\*|`([^`\n]{1,500})`|\[([^\][\n]{1,300})\]\((https?:\/\/[^\s()<>"']{1,1000})\)|(https?:\/\/[^\s()<>"'`*[\]]{1,1000})/g;

export function readInlines(text: string): Inline[] {
  const found: Inline[] = [];
  let from = 0;
  const add = (until: number): void => {
    if (until > from) found.push({ kind: "text", text: text.slice(from, until) });
  };
  for (const match of text.matchAll(inline)) {
    const [whole, strong, code, words, href, bare] = match;
    // A point or comma after a bare address belongs to the sentence.
    const trailing = bare === undefined ? "" : (/[.,;:!?]+$/.exec(bare)?.[0] ?? "");
    const address = bare === undefined ? href : bare.slice(0, bare.length - trailing.length);
    if (address !== undefined && !URL.canParse(address)) continue;
    add(match.index);
    if (strong !== undefined) found.push({ kind: "strong", text: strong });
    else if (code !== undefined) found.push({ kind: "code", text: code });
    else if (address !== undefined) found.push({ kind: "link", text: words ?? address, href: address });
    from = match.index + whole.length - trailing.length;
  }
  add(text.length);
  return found;
}
