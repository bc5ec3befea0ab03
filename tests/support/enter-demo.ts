// Enters a room of the filled demonstration as one of its people, by the page that anybody gets there.
import type { Page } from "playwright-core";
import type { Role } from "../../backend/identity/model.ts";

/** @param page of `openPerson`; stands in the room afterwards. */
export async function enterDemo(page: Page, base: string, room: string, role: Role): Promise<void> {
  await page.goto(`${base}/${room}/demo`);
  const answer = await page.request.post(`${base}/api/v1/identity/demo/links`, {
    data: { role },
    headers: { origin: base },
  });
  await page.goto(((await answer.json()) as { link: string }).link);
  await page.locator("main form button[type=submit], main .door-sheet button, main button").first().click();
  await page.locator(".navigation").waitFor({ state: "attached", timeout: 45_000 });
}
