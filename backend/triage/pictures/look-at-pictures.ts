// What triage makes of the text in pictures: values with their places in it, and a word about what could not be read. Pure.
import { extractObservables, type PhonePlan } from "../extract/index.ts";
import type { Finding, Observable } from "../model.ts";
import { partOfText, type PictureText } from "./model.ts";

export interface LookedPictures {
  observables: Observable[];
  findings: Finding[];
  /** Part and text, for whoever shows a place in its surroundings. */
  texts: { part: string; text: string }[];
}

export function lookAtPictures(
  pictures: readonly Pick<PictureText, "part" | "text" | "problem">[],
  phonePlan: PhonePlan,
): LookedPictures {
  const looked: LookedPictures = { observables: [], findings: [], texts: [] };
  for (const { part, text, problem } of pictures) {
    if (problem !== null) looked.findings.push(unreadPicture(part, problem));
    if (text === "") continue;
    looked.texts.push({ part: partOfText(part), text });
    looked.observables.push(...extractObservables(text, { part: partOfText(part), phonePlan }));
  }
  return looked;
}

function unreadPicture(source: string, problem: string): Finding {
  return {
    engine: "unpack",
    ruleId: "toguna_picture_unread",
    ruleVersion: "1",
    title: "Picture that could not be read",
    level: "informational",
    source,
    at: null,
    locations: [],
    why: problem,
    references: [],
  };
}
