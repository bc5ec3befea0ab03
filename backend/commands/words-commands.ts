// `toguna words review`: each Mongolian sentence that holds a term without a source in law or public notices, as a table for whoever reviews it.
import { readTerms, sentencesToReview } from "../platform/words/index.ts";

/** Prints tab-separated lines: key, terms, sentence, its English. @returns 0 done, 2 wrong usage */
export function reviewWords(args: string[]): number {
  if (args.length > 0) {
    process.stderr.write("toguna words review\n");
    return 2;
  }
  const { terms } = readTerms();
  const unsourced = terms.filter(({ state }) => state === "to_be_reviewed");
  process.stdout.write(`# ${unsourced.length} of ${terms.length} terms are to be reviewed\n`);
  for (const { key, found, text, english } of sentencesToReview())
    process.stdout.write(`${[key, found.join(", "), text, english].join("\t").replaceAll("\n", " ")}\n`);
  return 0;
}
