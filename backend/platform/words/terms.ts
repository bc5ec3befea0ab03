// Mongolian terms of the catalogue: which have a source, and which sentences hold one that is to be reviewed.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readCatalogue } from "./read-catalogue.ts";

export interface Term {
  en: string;
  /** Alternatives stand between commas or semicolons, remarks in brackets. */
  mn: string;
  state: "sourced" | "to_be_reviewed";
  source?: string;
}

const file = fileURLToPath(new URL("./terms/mn.json", import.meta.url));

export function readTerms(): { note: string; terms: Term[] } {
  return JSON.parse(readFileSync(file, "utf8")) as { note: string; terms: Term[] };
}

export interface SentenceToReview {
  key: string;
  found: string[];
  text: string;
  english: string;
}

/** A term is found by its stem, since Mongolian words take endings: rather a sentence too many than one too few. */
export function sentencesToReview(): SentenceToReview[] {
  const english = readCatalogue("en");
  const stems = readTerms()
    .terms.filter(({ state }) => state === "to_be_reviewed")
    .flatMap(({ mn }) => variantsOf(mn).map((variant) => ({ variant, stem: stemOf(variant) })));
  return Object.entries(readCatalogue("mn"))
    .map(([key, text]) => {
      const lower = text.toLowerCase();
      const found = stems.filter(({ stem }) => lower.includes(stem)).map(({ variant }) => variant);
      return { key, found: [...new Set(found)], text, english: english[key] ?? "" };
    })
    .filter(({ found }) => found.length > 0);
}

function variantsOf(mn: string): string[] {
  return mn
    .replace(/\([^)]*\)/g, "")
    .split(/[,;/]/)
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one.length > 2);
}

function stemOf(variant: string): string {
  return variant.length > 5 ? variant.slice(0, -1) : variant;
}
