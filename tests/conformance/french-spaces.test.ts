// French as it is set: no sign that stands apart from its word begins a line of its own.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const folder = new URL("../../backend/platform/words/catalogue/fr/", import.meta.url);
const rooms = readdirSync(folder).filter((name) => name.endsWith(".json"));

describe("French words", () => {
  test.each(rooms)("of %s have a no-break space before : ; ! ? » and after «, never a plain one", (room) => {
    const words = JSON.parse(readFileSync(new URL(room, folder), "utf8")) as Record<string, string>;
    const torn = Object.entries(words).filter(([, text]) => / [:;?!»]|« /u.test(text));
    expect(torn.map(([key, text]) => `${key}: ${text}`)).toEqual([]);
  });
});
