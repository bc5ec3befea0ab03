// Questions read aloud, over the real core: for pages of the portal, and as the list that who keeps them sees.
import { createHash } from "node:crypto";
import type { SpokenCore } from "../frontend/portal/core-spoken.ts";
import { readQuestions } from "../frontend/portal/flows/read-aloud.ts";
import { listKeptRecordings, listRecordings, readRecording } from "./intake/index.ts";
import type { Recording, SpokenList } from "./intake/spoken/model.ts";
import type { Context } from "./platform/context/index.ts";
import { listFileLanguages, wordsIn, wordsLanguages } from "./platform/words/index.ts";

/** How long pages may show an older list, in milliseconds. */
const lifeMs = 3000;

export function makeSpokenCore(ctx: () => Context): SpokenCore {
  let known: Recording[] = [];
  let askedAt = Number.NEGATIVE_INFINITY;
  const refresh = (): void => {
    if (performance.now() - askedAt < lifeMs) return;
    askedAt = performance.now();
    const asking = ctx();
    void listRecordings(asking)
      .then((found) => (known = found))
      .catch((error: unknown) =>
        asking.log.warn({ err: error }, "the portal could not read which questions are read aloud"),
      );
  };
  return {
    of: (question) => {
      refresh();
      return known.filter((one) => one.question === question);
    },
    read: async (question, language) => await readRecording(ctx(), { question, language }),
  };
}

/** Every question with its words in each language, and what was recorded of it. */
export async function listSpoken(ctx: Context): Promise<SpokenList> {
  const kept = await listKeptRecordings(ctx);
  const languages = [
    ...wordsLanguages.map((tag) => ({
      tag: tag as string,
      name: wordsIn(tag)(`common.language.${tag}`),
      words: wordsIn(tag),
    })),
    ...listFileLanguages(),
  ];
  return {
    languages: languages.map(({ tag, name }) => ({ tag, name })),
    questions: readQuestions().map(({ id, flow, title, lines }) => ({
      question: id,
      flow,
      title: title(wordsIn("fr")),
      slots: languages.map(({ tag, words }) => {
        const text = lines(words);
        const textSha256 = createHash("sha256").update(text.join("\n")).digest("hex");
        const found = kept.find((one) => one.question === id && one.language === tag);
        return {
          language: tag,
          text,
          textSha256,
          recording: found ? { ...found, isOutdated: found.textSha256 !== textSha256 } : null,
        };
      }),
    })),
  };
}
