// Visits every page of a room that a person can reach: each route of its source, and one of each kind of page that those link to.
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";

/** Parts of an address that name one thing of many. */
const names = /[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z]+-\d{4}-\d+|(?<=playbooks\/)[a-z-]+|(?:ml|mn|xd|eu)\.[a-z.-]+/g;

/**
 * @param room "desk", "console" or "office"; `page` is signed in to it.
 * @param look is called with each page's address once it stands.
 * @param isWanted of an address: whether this walk looks at it; several walks can share a large room.
 * @returns how many pages were looked at.
 */
export async function crawlRoom(
  page: Page,
  base: string,
  room: string,
  look: (path: string) => Promise<void>,
  most = 150,
  isWanted: (path: string) => boolean = () => true,
): Promise<number> {
  const source = readFileSync(`frontend/${room}/${room}.tsx`, "utf8");
  const routes = [...source.matchAll(/path="(\/[^"]*)"/g)].map(([, path]) => (path ?? "").replace(/\/:\w+\?$/, ""));
  const waiting = ["/me", "/nowhere", ...routes.filter((path) => !path.includes(":"))].map((path) => `/${room}${path}`);
  const kinds = new Set<string>();
  let count = 0;
  for (let path = waiting.shift(); path !== undefined && count < most; path = waiting.shift()) {
    const kind = (path.split("?")[0] ?? "").replace(names, ":name");
    if (kinds.has(kind)) continue;
    kinds.add(kind);
    await stand(page, `${base}${path}`);
    // Links are gathered on every page, also by who looks at some of them only.
    if (isWanted(path)) {
      await look(path);
      count++;
    }
    const links = await page
      .locator(`main a[href^="/${room}/"]`)
      .evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? ""));
    waiting.push(...links.map((link) => link.split("#")[0] ?? "").filter((link) => !/sign-/.test(link)));
  }
  return count;
}

async function stand(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator("main").first().waitFor({ timeout: 45_000 });
  // The page of the parts shows what a page looks like that is on its way.
  if (!address.endsWith("/parts"))
    await page.waitForFunction(() => !document.querySelector(".skeleton"), undefined, { timeout: 45_000 });
  await page.waitForTimeout(200);
}
