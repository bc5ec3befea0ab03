// Mongolian endings follow the vowels of their word, which a placeholder does not know: none is glued to one, in any room.
import { expect, test } from "vitest";
import { readCatalogue } from "../../backend/platform/words/index.ts";

test("no Mongolian ending is glued to a placeholder", () => {
  const glued = Object.entries(readCatalogue("mn")).filter(([, text]) => /\}[)»"]*-?\p{Script=Cyrillic}/u.test(text));
  expect(glued).toEqual([]);
});
