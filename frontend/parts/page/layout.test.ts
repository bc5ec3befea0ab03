// The frame of a public page read as text, as a text browser and a page without styles show it.
import { expect, test } from "vitest";
import { html } from "./html.ts";
import { layout } from "./layout.ts";

test("without styles the name and each language are words of their own", async () => {
  const page = await layout({
    language: "fr",
    direction: "ltr",
    title: "Accueil",
    brand: "Toguna",
    skipLabel: "Aller au contenu",
    languagesLabel: "Langues",
    languages: ["Français", "English", "Монгол"].map((name) => ({ code: "fr", name, href: "/", isCurrent: false })),
    stylesheet: "/a.css",
    styles: [],
    script: "/a.js",
    icon: "/a.svg",
    manifest: undefined,
    footer: [],
    main: html`<h1>Accueil</h1>`,
    isSlip: false,
  });
  expect(page.replace(/<[^>]*>/g, "")).toContain("Toguna  Français English Монгол");
});
