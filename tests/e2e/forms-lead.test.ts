// A form that stands on its page and is refused says so at once: the summary takes the focus, its links lead to the fields, and each field has its sentence beside it.
import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { addEntry } from "../support/enrolment.ts";
import { type RoomPerson, signInAs } from "../support/room-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const wait = { timeout: 30_000 };

interface Form {
  who: "lead" | "dpo";
  path: string;
  /** What opens it, where it does not stand there. */
  open?: (page: Page) => Promise<void>;
  /** The words of the button that sends it. */
  send: string;
  /** Labels of the fields that have to be named, in their order. */
  fields: string[];
}

const forms: Form[] = [
  { who: "lead", path: "/desk/advisories/new", send: "Save", fields: ["Title (Français)"] },
  {
    who: "lead",
    path: "/desk/advisories/new",
    open: async (page) => await page.getByLabel("Title (English)").fill("Routers are attacked"),
    send: "Save",
    fields: ["Summary (English)", "Text (English)"],
  },
  { who: "lead", path: "/desk/disclosure/policy", send: "Publish", fields: ["What you can report (Français)"] },
  { who: "lead", path: "/desk/notifications/new", send: "Save", fields: ["Title (for the desk)"] },
  {
    who: "lead",
    path: "/desk/access",
    open: async (page) => await page.locator("details.access-details > summary").click(),
    send: "Declare a conflict",
    fields: ["Constituent"],
  },
  { who: "dpo", path: "/console/processing/new", send: "Save", fields: ["Title", "Purposes"] },
  { who: "dpo", path: "/console/advice", send: "Send", fields: ["Your question"] },
];

describe.skipIf(!chromiumPath)("forms that lead to their fields (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  const people: Partial<Record<Form["who"], RoomPerson>> = {};
  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer();
    browser = await openBrowser();
    const entry = await addEntry(web.world, { name: "Banque du Fleuve" });
    people.dpo = await signInAs(browser, web, { role: "constituent_dpo", organisation: entry.organisationId });
    people.lead = await signInAs(browser, web, { role: "lead", organisation: "CERT" });
    // Each is left with what was typed.
    for (const { page } of Object.values(people)) page.on("dialog", (asked) => void asked.accept());
  }, 240_000);

  test.each(forms)("$path: $fields", { timeout: 120_000 }, async ({ who, path, open, send, fields }) => {
    const page = people[who]?.page as Page;
    await page.goto(`${web.url}${path}`);
    await page
      .locator("main form")
      .first()
      .waitFor({ ...wait, state: "attached" });
    await open?.(page);
    await page.locator("main").getByRole("button", { name: send, exact: false }).last().click();
    const alert = page.locator("main form").getByRole("alert");
    await alert.waitFor(wait);
    await expect.poll(async () => await alert.evaluate((box) => box === document.activeElement)).toBe(true);
    const links = alert.getByRole("link");
    for (const [at, label] of fields.entries()) {
      expect(await links.nth(at).innerText()).toContain(`“${label}”`);
      await links.nth(at).press("Enter");
      const field = page.getByLabel(label, { exact: true });
      await expect.poll(async () => await field.evaluate((box) => box === document.activeElement)).toBe(true);
      expect(await field.getAttribute("aria-invalid")).toBe("true");
      const described = (await field.getAttribute("aria-describedby")) ?? "";
      const error = page.locator(`[id="${described.split(" ").at(-1) ?? ""}"]`);
      expect((await error.innerText()).length).toBeGreaterThan(5);
    }
    expect((await checkAccess(page)).faults).toEqual([]);
  });
});
