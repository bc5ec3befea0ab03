// An exercise in a real browser: planned and led by one, played by another who sees no more than what came, measured, reviewed and wiped with the passkey.
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { playInjects } from "../../backend/coordination/exercises/play-injects.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { type DeskPerson, signInAtDesk } from "../support/desk-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const pictures = process.env["TOGUNA_PICTURES"];

describe.skipIf(!chromiumPath)("exercises (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let lea: DeskPerson;
  let awa: DeskPerson;
  let led: Page;
  let played: Page;
  let exerciseId = "";
  const timeout = 180_000;
  const wait = { timeout: 40_000 };

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer();
    browser = await openBrowser();
    const size = { width: 1280, height: 1000, language: "en-GB" };
    lea = await signInAtDesk(browser, web, { role: "lead", name: "Lea Diarra" }, size);
    awa = await signInAtDesk(browser, web, { role: "analyst", name: "Awa Keïta" }, size);
    [led, played] = [lea.page, awa.page];
  }, timeout);
  afterAll(async () => await browser?.close());

  const shoot = async (page: Page, name: string): Promise<void> => {
    if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  };
  /** What the worker does when its time has come. */
  const tick = async (injectId?: string): Promise<void> => {
    const ctx = web.world.context({ kind: "system", job: "exercise" });
    await playInjects(ctx, { exerciseId, ...(injectId === undefined ? {} : { injectId, personId: lea.personId }) });
  };
  const idOfInject = async (name: string): Promise<string> => {
    const [row] = await web.world.owner<
      { id: string }[]
    >`select id from exercise_injects where exercise_id = ${exerciseId} and inject_id = ${name}`;
    return row?.id ?? "";
  };

  test("a lead plans it from a scenario and starts it; whoever plays sees what came, and nothing else", {
    timeout,
  }, async () => {
    await led.goto(`${web.url}/desk/exercises`);
    await led.getByRole("button", { name: "Plan an exercise" }).click();
    const form = led.getByRole("dialog");
    await form.getByText("A regional hospital loses its records").waitFor(wait);
    await form.getByLabel("Name", { exact: true }).fill("Friday evening");
    await form.getByLabel("Awa Keïta").selectOption({ label: "plays" });
    expect((await checkAccess(led)).faults).toEqual([]);
    await shoot(led, "exercise-plan");
    await form.getByRole("button", { name: "Plan", exact: true }).click();
    await led.waitForURL(/\/desk\/exercises\/[0-9a-f-]{36}$/, wait);
    exerciseId = led.url().split("/").at(-1) ?? "";
    await led.getByRole("heading", { name: "Friday evening", level: 1 }).waitFor(wait);
    await led.getByText("The software’s supplier writes").waitFor(wait);
    await led.getByRole("button", { name: "Start" }).click();
    await led.getByText("running").first().waitFor(wait);
    await tick();
    await led.getByRole("link", { name: /^Open TG-/ }).waitFor(wait);
    expect((await checkAccess(led)).faults).toEqual([]);
    await shoot(led, "exercise-led");
    await played.goto(`${web.url}/desk/exercises/${exerciseId}`);
    await played.getByText("The hospital’s IT service reports").waitFor(wait);
    await played.getByText("Whoever plays sees what was expected once").waitFor(wait);
    expect(await played.locator("main").innerText()).not.toContain("The software’s supplier writes");
    expect(await played.getByRole("button", { name: "Pause" }).count()).toBe(0);
    await shoot(played, "exercise-played");
  });

  test("by hand an inject comes at once; the report and its case bear the loud band, and no badge counts them", {
    timeout,
  }, async () => {
    await led.getByRole("button", { name: "Play now: A journalist asks" }).click();
    await led.getByText("It is on its way").waitFor(wait);
    await tick(await idOfInject("press_asks"));
    await played
      .getByRole("link", { name: /^Open TG-/ })
      .first()
      .click();
    await played.waitForURL(/\/desk\/reports\//, wait);
    await played.getByRole("note").getByText("none of this is real").waitFor(wait);
    expect((await checkAccess(played)).faults).toEqual([]);
    await shoot(played, "exercise-report");
    await played.goto(`${web.url}/desk/reports`);
    await played.getByRole("link", { name: /Patients’ records cannot be read/ }).waitFor(wait);
    await played.locator(".tag", { hasText: "Exercise" }).first().waitFor(wait);
    for (const name of ["To triage", "Nobody’s", "Open"])
      expect(await played.locator(".navigation a", { hasText: name }).first().innerText()).not.toMatch(/[1-9]/);
    await shoot(played, "exercise-queue");
  });

  test("it ends with what was measured, is reviewed with an owned improvement, and is wiped with the passkey", {
    timeout,
  }, async () => {
    await led.getByRole("button", { name: /^Seen now: The hospital’s director/ }).click();
    await led.getByRole("listitem").filter({ hasText: "director is called" }).getByText("in time").waitFor(wait);
    await led.getByRole("button", { name: "End", exact: true }).click();
    await led.getByRole("dialog").getByRole("button", { name: "End", exact: true }).click();
    await led.getByRole("heading", { name: "Review after the exercise" }).waitFor(wait);
    await led
      .getByRole("listitem")
      .filter({ hasText: "Somebody takes the report" })
      .getByText("not done")
      .waitFor(wait);
    await led.getByRole("button", { name: "Add an improvement" }).click();
    const form = led.getByRole("dialog");
    await form.getByLabel("What", { exact: true }).fill("Take reports at once");
    await form.getByLabel("Who owns it").selectOption({ label: "Awa Keïta" });
    await form.getByLabel("Due on").fill("2027-01-15T09:00");
    await form.getByRole("button", { name: "Save" }).click();
    await led.getByText("Take reports at once").waitFor(wait);
    await led.getByRole("button", { name: "Write the review" }).click();
    await form.getByLabel("Conclusion").fill("Nobody took the report.");
    await form.getByLabel("The review is ended").check();
    await form.getByRole("button", { name: "Save" }).click();
    await led.getByText("Nobody took the report.").waitFor(wait);
    await shoot(led, "exercise-ended");
    await played.goto(`${web.url}/desk/my-work`);
    await played.getByText("Take reports at once").waitFor(wait);
    await played.getByRole("link", { name: "Friday evening" }).waitFor(wait);
    await led.getByRole("button", { name: "Wipe what was made in it" }).click();
    await form.getByRole("button", { name: "Wipe with the passkey" }).click();
    await led.getByText("Wiped on").waitFor(wait);
    expect(await web.world.owner`select count(*)::int as n from reports where is_exercise`).toEqual([{ n: 0 }]);
    expect((await checkAccess(led)).faults).toEqual([]);
  });

  test("in three languages on a phone nothing is cut off and no key is shown", { timeout }, async () => {
    await led.setViewportSize({ width: 390, height: 844 });
    for (const language of ["fr", "mn", "en"]) {
      await led.evaluate((one) => localStorage.setItem("toguna.language", one), language);
      await led.goto(`${web.url}/desk/exercises/${exerciseId}`);
      await led.locator(".exercise-page").waitFor(wait);
      expect(await led.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      expect(await led.locator("main").innerText()).not.toContain("exercises.");
      await shoot(led, `exercise-phone-${language}`);
    }
  });
});
