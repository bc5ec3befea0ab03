// The committee's year in the browser: a strategy followed, a number measured, a ministry that answers by link without an account, two who sign, and the portal.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sendRequest } from "../../backend/reporting/review/ask-data.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { type RoomPerson, signInAs } from "../support/room-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

/** Where pictures of the pages go, for somebody who looks at them. */
const pictures = process.env["TOGUNA_PICTURES"];

describe.skipIf(!chromiumPath)("the national committee (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let member: RoomPerson;
  let other: RoomPerson;
  const timeout = 180_000;
  const wait = { timeout: 30_000 };
  const year = new Date().getFullYear();

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer();
    browser = await openBrowser();
    const options = { width: 1280, height: 900, language: "en-GB" };
    member = await signInAs(
      browser,
      web,
      { role: "committee_member", organisation: "National committee", name: "Awa Keïta" },
      options,
    );
    other = await signInAs(
      browser,
      web,
      { role: "committee_member", organisation: "National committee", name: "Bat Dorj" },
      options,
    );
  }, timeout);
  afterAll(async () => await browser?.close());

  const picture = async (page: Page, name: string): Promise<void> => {
    if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
  };

  test("targets are followed, measured and told, a ministry answers by link, and the review is signed by another and published", {
    timeout,
  }, async () => {
    const { page } = member;
    await page.goto(`${web.url}/office/review`);
    await page.getByRole("button", { name: "Add targets" }).click();
    await page.locator("li", { hasText: "Mali Numérique 2020" }).getByRole("button", { name: "Follow" }).click();
    const row = page.locator("tr", { hasText: "New jobs" });
    await row.waitFor(wait);
    await page.getByRole("button", { name: "Begin the review" }).click();
    await row.getByRole("button", { name: "Measure" }).click();
    await page.getByLabel("Value (jobs)").fill("11 000");
    await page.getByLabel("Source").fill("National statistics office");
    await page.getByRole("button", { name: "Record" }).click();
    await row.getByText("11,000").waitFor(wait);
    await row.getByRole("button", { name: "Comment" }).click();
    await page.getByLabel("Outlook").selectOption("late");
    await page.getByLabel("English").fill("Behind the plan.");
    await page.getByRole("button", { name: "Save" }).click();
    await row.getByText("Behind the plan.").waitFor(wait);
    await checkAccess(page);
    await picture(page, "committee-review");

    await page.goto(`${web.url}/office/requests`);
    await page.getByRole("button", { name: "Ask for data" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Body").fill("Ministry of works");
    await dialog.getByLabel("Address").fill("works@ministry.example");
    await dialog.getByLabel("Due on").fill(`${year + 1}-01-31`);
    await dialog.getByLabel("Community access centres").check();
    await dialog.getByRole("button", { name: "Send" }).click();
    await page.getByText("Ministry of works").waitFor(wait);
    await picture(page, "committee-requests");

    const [request] = await web.world.owner<{ id: string }[]>`select id from data_requests`;
    await sendRequest(web.world.context({ kind: "system", job: "review" }), {
      requestId: request?.id ?? "",
      reminder: 0,
    });
    const [mail] = await web.world.owner<
      { body: string }[]
    >`select body from outgoing_mails where to_address = 'works@ministry.example'`;
    const link = /https?:\/\/\S+\/data-requests\/\S+/.exec(mail?.body ?? "")?.[0] ?? "";
    const ministry = await browser.newContext({
      javaScriptEnabled: false,
      locale: "en-GB",
      viewport: { width: 390, height: 800 },
    });
    const form = await ministry.newPage();
    await form.goto(`${web.url}${new URL(link).pathname}?lang=en`);
    await form.getByRole("button", { name: "Send" }).click();
    await form.getByText("Give one number at least.").first().waitFor(wait);
    await form.getByLabel("Value (centres)").fill("many");
    await form.getByLabel("Your name and function").fill("A. Touré, statistics");
    await form.getByRole("button", { name: "Send" }).click();
    await form.getByText("Write a number, such as 1234.5.").first().waitFor(wait);
    await picture(form, "committee-ministry");
    await form.getByLabel("Value (centres)").fill("101");
    await form.getByLabel("Measured on").fill(`${year}-06-30`);
    await form.getByLabel("Source").fill("Inventory");
    await form.getByRole("button", { name: "Send" }).click();
    await form.getByRole("heading", { name: "Thank you, your numbers have arrived" }).waitFor(wait);
    await form.goto(`${web.url}${new URL(link).pathname}`);
    await form.getByRole("heading", { name: "This link opens nothing any more" }).waitFor(wait);

    await page.goto(`${web.url}/office/review`);
    await page.locator("tr", { hasText: "Community access centres" }).getByText("101").waitFor(wait);
    await page.getByRole("button", { name: "Submit for signature" }).click();
    await page.getByText("Another member than who submitted").waitFor(wait);
    await other.page.goto(`${web.url}/office/review`);
    await other.page.getByRole("button", { name: "Sign and freeze" }).click();
    await other.page.getByRole("button", { name: "Publish on the portal" }).click(wait);
    await other.page.getByText("published").first().waitFor(wait);
    await picture(other.page, "committee-signed");

    await form.goto(`${web.url}/reviews?lang=en`);
    await form.getByRole("link", { name: `Yearly review of the national strategy, ${year}` }).click();
    await form.getByText("Behind the plan.").waitFor(wait);
    await picture(form, "committee-public");
    const reader = await (await browser.newContext({ locale: "en-GB" })).newPage();
    await reader.goto(`${web.url}/reviews/${year}?lang=en`);
    await checkAccess(reader);
    const data = await fetch(`${web.url}/reviews/${year}/data.json`);
    expect(await data.json()).toMatchObject({ year, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
  });

  test("a training is counted by group, a survey is answered online and on paper, figures are frozen and leave as evidence", {
    timeout,
  }, async () => {
    const { page } = member;
    await page.goto(`${web.url}/office/awareness`);
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByLabel("Name").fill("Teachers of Kita");
    await page.getByLabel("From").fill(`${year}-01-01`);
    await page.getByLabel("Until").fill(`${year}-12-31`);
    await page.getByRole("button", { name: "Save" }).click();
    const training = page.locator("li", { hasText: "Teachers of Kita" });
    await training.getByRole("button", { name: "Count" }).click();
    await page.getByLabel("Group").selectOption("teachers");
    await page.getByLabel("Women").fill("30");
    await page.getByLabel("Men", { exact: true }).fill("12");
    await page.getByLabel("Source").fill("Signed list, kept at the school");
    await page.getByRole("button", { name: "Record" }).click();
    await training.getByText("42 people").waitFor(wait);
    await picture(page, "committee-awareness");

    await page.goto(`${web.url}/office/surveys`);
    await page.getByRole("button", { name: "Make a survey" }).click();
    await page.getByLabel("Name").fill("Which services do you miss?");
    await page.getByLabel("From").fill(`${year}-01-01`);
    await page.getByLabel("Until").fill(`${year}-12-31`);
    await page.getByLabel("Question", { exact: true }).fill("Which of these?");
    await page.getByLabel("Choices, one a line").fill("Birth certificates\nTaxes");
    await page.getByRole("button", { name: "Open the survey" }).click();
    await page.getByRole("link", { name: "The survey’s page" }).waitFor(wait);
    const [survey] = await web.world.owner<{ id: string }[]>`select id from surveys`;
    const citizen = await browser.newContext({
      javaScriptEnabled: false,
      locale: "en-GB",
      viewport: { width: 390, height: 800 },
    });
    const form = await citizen.newPage();
    await form.goto(`${web.url}/surveys/${survey?.id ?? ""}?lang=en`);
    await picture(form, "committee-survey");
    await form.getByLabel("Taxes").check();
    await form.getByRole("button", { name: "Send" }).click();
    await form.getByText("We do not know who you are.").waitFor(wait);
    await page.getByRole("button", { name: "Type in an answer on paper" }).click();
    await page.getByRole("dialog").getByLabel("Taxes").check();
    await page.getByRole("button", { name: "Record" }).click();
    await page.getByText("online 1, on paper 1").waitFor(wait);
    await page.getByText("Taxes: 2").waitFor(wait);
    await checkAccess(page);
    await picture(page, "committee-surveys");

    await page.goto(`${web.url}/office/figures`);
    await page.locator("li", { hasText: "People reached" }).getByText("42").waitFor(wait);
    await page.getByRole("button", { name: "Freeze the figures" }).click();
    await page.getByText(/Frozen\. Hash [0-9a-f]{16}/).waitFor(wait);
    const [sheet] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "CSV" }).first().click(),
    ]);
    const stream = await sheet.createReadStream();
    let text = "";
    for await (const chunk of stream) text += String(chunk);
    expect(text).toMatch(/awareness\.people_reached.*42/);
    expect(text).toContain("from campaign_attendances");
    await checkAccess(page);
    await picture(page, "committee-figures");
  });
});
