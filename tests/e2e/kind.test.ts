// Kind to mistakes, in the three signed-in rooms: leaving asks first, a lost session and a second tab lose nothing, a page that is drawn anew keeps what is typed.
import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { chromiumPath } from "../support/browser.ts";
import { addEntry } from "../support/enrolment.ts";
import { launchBrowser } from "../support/identity-server.ts";
import { type RoomPerson, signInAs } from "../support/room-browser.ts";
import { prepareRedrawing, typeAndRedraw } from "../support/type-and-redraw.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const timeout = 120_000;
const words = "Written by hand, and not sent";

describe.skipIf(!chromiumPath)("kind to mistakes (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let dpo: RoomPerson;
  let officer: RoomPerson;
  let senior: RoomPerson;
  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer();
    browser = await launchBrowser();
    const entry = await addEntry(web.world, { name: "Banque du Fleuve" });
    dpo = await signInAs(browser, web, { role: "constituent_dpo", organisation: entry.organisationId });
    officer = await signInAs(browser, web, { role: "officer", organisation: "Autorité de protection" });
    senior = await signInAs(browser, web, { role: "senior", organisation: "CERT" });
  }, 240_000);

  /** Opens a form of each room and types into it. */
  const forms: Record<
    string,
    { who: () => RoomPerson; open: (page: Page) => Promise<void>; box: (page: Page) => ReturnType<Page["locator"]> }
  > = {
    console: {
      who: () => dpo,
      open: async (page) => {
        await page.goto(`${web.url}/console/processing`);
        await page.locator("a[href$='/processing/new']").first().click();
      },
      box: (page) => page.getByLabel("Purposes"),
    },
    office: {
      who: () => officer,
      open: async (page) => {
        await page.goto(`${web.url}/office/`);
        await page.locator(".navigation a[href$='/complaints']").click();
        await page.getByRole("button", { name: "Enter a complaint from paper" }).click();
      },
      box: (page) => page.getByLabel("What happened"),
    },
    desk: {
      who: () => senior,
      open: async (page) => {
        await page.goto(`${web.url}/desk/directory`);
        await page.getByRole("button", { name: "Add a constituent" }).click();
      },
      // Hidden from the tree while another dialog lies over it, and there all the same.
      box: (page) => page.getByRole("dialog", { includeHidden: true }).getByLabel("Name", { exact: true }),
    },
  };
  const write = async (room: string): Promise<{ page: Page; box: ReturnType<Page["locator"]> }> => {
    const form = forms[room];
    const page = form?.who().page as Page;
    await form?.open(page);
    const box = form?.box(page) as ReturnType<Page["locator"]>;
    await box.fill(words, { timeout: 30_000 });
    return { page, box };
  };
  const asks = (page: Page) => page.getByRole("dialog", { name: "Leave without sending?" });

  test.each(["console", "office"])(
    "in the %s, a link, Back and closing the tab ask before text is lost",
    { timeout },
    async (room) => {
      const { page, box } = await write(room);
      const here = page.url();
      await page.locator(".navigation a[href$='/messages']").click();
      await asks(page).waitFor();
      await page.getByRole("button", { name: "Stay and go on writing" }).click();
      expect(await box.inputValue()).toBe(words);
      await page.evaluate("history.back()");
      await asks(page).waitFor();
      await page.getByRole("button", { name: "Stay and go on writing" }).click();
      expect(page.url()).toBe(here);
      const asked = new Promise<string>((resolve) =>
        page.once("dialog", (dialog) => {
          resolve(dialog.type());
          void dialog.dismiss();
        }),
      );
      await page.close({ runBeforeUnload: true });
      expect(await asked).toBe("beforeunload");
      expect(await box.inputValue()).toBe(words);
      await page.locator(".navigation a[href$='/messages']").click();
      await page.getByRole("button", { name: "Leave, and throw it away" }).click();
      await page.waitForURL("**/messages");
    },
  );

  test("a dialog with text closes on the second Escape only, and says why", { timeout }, async () => {
    const { page, box } = await write("desk");
    await page.keyboard.press("Escape");
    await page.getByText("What you typed here has not been sent.").waitFor();
    expect(await box.inputValue()).toBe(words);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  test.each(["console", "desk"])(
    "in the %s, a session that ends is begun again on the spot: the text is there and can be sent",
    { timeout },
    async (room) => {
      const { page, box } = await write(room);
      if (room === "console") await page.getByLabel("Title", { exact: true }).fill("Paie");
      await web.world
        .owner`update sessions set ended_at = now() where ended_at is null and person_id = ${forms[room]?.who().personId ?? ""}`;
      const send = box.locator("xpath=ancestor::form").locator("button[type=submit]");
      const again = page.getByRole("dialog", { name: "Your session has ended" });
      // The desk asks by itself all the time: it may say so before anybody sends, and then nothing under it can be pressed.
      await send.click({ timeout: 5_000 }).catch(() => {});
      await again.waitFor({ timeout: 30_000 });
      expect(await box.inputValue()).toBe(words);
      await again.getByRole("button", { name: "Sign in with a passkey" }).click();
      await again.waitFor({ state: "detached", timeout: 30_000 });
      expect(await box.inputValue()).toBe(words);
      await send.click();
      // The console goes to the page of what was made; the desk closes its dialog.
      if (room === "console") await page.waitForURL(/processing\/[0-9a-f-]{36}/, { timeout: 30_000 });
      else await box.waitFor({ state: "detached", timeout: 30_000 });
      const made = await web.world
        .owner`select 1 from constituents where name = ${words} union all select 1 from processing_versions where content::text like '%Paie%'`;
      expect(made.length).toBeGreaterThan(0);
      expect(await asks(page).count()).toBe(0);
    },
  );

  test("a language chosen in one tab is not undone by another tab that loads more words", { timeout }, async () => {
    const [a, b] = [await dpo.context.newPage(), await dpo.context.newPage()];
    for (const tab of [a, b]) {
      await tab.goto(`${web.url}/console/me`);
      await tab.locator(".navigation").waitFor({ state: "attached", timeout: 30_000 });
    }
    const language = async (tab: Page): Promise<string | null> => await tab.locator("html").getAttribute("lang");
    expect(await language(a)).toBe("en");
    await b.locator(".account button").first().click();
    await b.getByRole("menuitemradio", { name: "Français" }).click();
    await b.locator("html[lang=fr]").waitFor({ state: "attached", timeout: 30_000 });
    // The page of processing speaks words that the first page did not need.
    await a.locator(".navigation a[href$='/processing']").click();
    await a.locator("a[href$='/processing/new']").first().waitFor({ timeout: 30_000 });
    expect(await language(a)).toBe("en");
    await a.reload();
    await a.locator("html[lang=fr]").waitFor({ state: "attached", timeout: 30_000 });
    await b.locator(".account button").first().click();
    await b.getByRole("menuitemradio", { name: "English" }).click();
    await b.locator("html[lang=en]").waitFor({ state: "attached", timeout: 30_000 });
    await Promise.all([a.close(), b.close()]);
  });

  test.each(["console", "office", "desk"])(
    "in the %s, a page that reads its data anew keeps what is typed, and the focus",
    { timeout },
    async (room) => {
      const form = forms[room];
      const page = (await form?.who().context.newPage()) as Page;
      await prepareRedrawing(page);
      await form?.open(page);
      await form?.box(page).waitFor({ timeout: 30_000 });
      const found = await typeAndRedraw(page);
      expect(found.lost).toEqual([]);
      expect(found.typed).toBeGreaterThan(1);
      page.on("dialog", (dialog) => void dialog.accept().catch(() => {}));
      await page.close();
    },
  );

  test("who signs out in one tab leaves the other at the door, and unsent text waits there behind it", {
    timeout,
  }, async () => {
    const other = await officer.context.newPage();
    const { page, box } = await write("office");
    const third = await officer.context.newPage();
    await Promise.all(
      [other, third].map(async (tab) => {
        await tab.goto(`${web.url}/office/`);
        await tab.locator(".navigation").waitFor({ state: "attached", timeout: 30_000 });
      }),
    );
    await third.locator(".account button").nth(1).click();
    await third.getByRole("menuitem", { name: "Sign out" }).click();
    await other.waitForURL("**/sign-in", { timeout: 30_000 });
    await page.getByRole("dialog", { name: "Your session has ended" }).waitFor({ timeout: 30_000 });
    expect(await box.inputValue()).toBe(words);
    await other.close();
    await third.close();
  });

  test("two tabs that change one thing: the second is told, keeps its text, sees both, and can send it again", {
    timeout,
  }, async () => {
    const first = dpo.page;
    const second = await dpo.context.newPage();
    await second.goto(first.url());
    for (const [page, note] of [
      [first, "First"],
      [second, "Second"],
    ] as const) {
      await page.getByRole("button", { name: "Change", exact: true }).click();
      await page.getByLabel("Purposes").fill(note);
    }
    await first.locator("form button[type=submit]").click();
    await first.getByRole("button", { name: "Change", exact: true }).waitFor();
    await second.locator("form button[type=submit]").click();
    await second.getByText("Somebody changed this while you were writing").waitFor({ timeout: 30_000 });
    expect(await second.getByLabel("Purposes").inputValue()).toBe("Second");
    const [look] = await Promise.all([
      dpo.context.waitForEvent("page"),
      second.getByRole("link", { name: "See it as it is now, in a new tab" }).click(),
    ]);
    await look.getByText("First", { exact: true }).waitFor({ timeout: 30_000 });
    await second.locator("form button[type=submit]").click();
    await second.getByRole("button", { name: "Change", exact: true }).waitFor({ timeout: 30_000 });
    await second.getByText("Second", { exact: true }).waitFor();
    expect([...dpo.complaints, ...officer.complaints, ...senior.complaints]).toEqual([]);
  });
});
