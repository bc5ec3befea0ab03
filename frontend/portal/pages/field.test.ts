// What a browser without styles and scripts reads of a field.
import { expect, test } from "vitest";
import { limits } from "../../../backend/intake/model.ts";
import { wordsIn } from "../../../backend/platform/words/index.ts";
import { filesHint } from "./field.ts";

test.each(["fr", "en", "mn"] as const)(
  "in %s a text browser is told one limit for files: the one that holds without script",
  async (language) => {
    const text = (await filesHint({ say: wordsIn(language) })).replaceAll(/<[^>]*>/g, "");
    expect(text).toContain(String(limits.fileBytesWithoutScript / 1_000_000));
    expect(text).not.toContain(String(limits.fileBytes / 1_000_000));
  },
);
