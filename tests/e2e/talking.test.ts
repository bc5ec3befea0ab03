// Talking in the browser: a key of the team is made with the passkey, a party is written to, taken back, written to by link, answers behind its code; an organisation reads its own in its room.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../backend/platform/ids/index.ts";
import { type MailSink, runJobs, startMailSink } from "../integration/coordination/support.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { makeOpenPgpKey } from "../support/openpgp-keys.ts";
import { type RoomPerson, signInAs } from "../support/room-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

/** Where pictures of the pages go, for somebody who looks at them. */
const pictures = process.env["TOGUNA_PICTURES"];

describe.skipIf(!chromiumPath)("talking (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let sink: MailSink;
  let lead: RoomPerson;
  let administrator: RoomPerson;
  let bank: RoomPerson;
  const caseId = newId();
  const timeout = 300_000;
  const wait = { timeout: 60_000 };

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    sink = await startMailSink();
    web = await startWebServer({ MAIL_URL: sink.url, MAIL_FROM: "CERT <cert@example.org>" });
    browser = await openBrowser();
    const { owner } = web.world;
    const bankId = newId();
    await owner`insert into organisations (id, kind, name) values (${bankId}, 'constituent', 'Banque du Fleuve')`;
    await owner`insert into cases (id, reference, organisation_id, title, severity, marking, opened_at)
      select ${caseId}, 'TG-C-2026-0042', id, 'Stolen accounts at a bank', 'high', 'amber', now() from organisations where kind = 'cert'`;
    administrator = await signInAs(browser, web, { role: "administrator", organisation: "CERT", name: "Fanta" });
    lead = await signInAs(browser, web, { role: "lead", organisation: "CERT", name: "Moussa Keïta" });
    bank = await signInAs(browser, web, { role: "constituent_dpo", organisation: bankId, name: "Awa" }, { width: 390 });
  }, timeout);
  afterAll(async () => await browser?.close());

  const see = async (page: Page, name: string): Promise<void> => {
    expect((await checkAccess(page)).faults).toEqual([]);
    if (pictures) await page.screenshot({ path: join(pictures, `talking-${name}.png`), fullPage: true });
  };
  /** The held messages' instants have come, and the worker has done its jobs. */
  const release = async (): Promise<void> => {
    await web.world
      .owner`update conversation_messages set release_at = now() where state = 'held' and release_at < now() + interval '1 minute'`;
    for (let i = 0; i < 2; i++) await runJobs({ ...web.world, anonymous: never, system: never }, { dueNow: true });
  };
  /** People are mailed about their passkeys as well. */
  const toParty = () => sink.mails.splice(0).filter(({ to }) => to.includes("abuse@provider.example"));
  const never = (): never => {
    throw new Error("nobody asks for this");
  };
  const write = async (page: Page, text: string, marking: string): Promise<void> => {
    await page.getByLabel("Message", { exact: true }).fill(text);
    await page.getByLabel("Label").selectOption(marking);
    await page.getByRole("button", { name: "Preview" }).click();
    await page.getByRole("dialog").getByText("What leaves").waitFor(wait);
  };

  test("an administrator makes the team's key with the passkey; the lead brings a party's key and says that it was compared", {
    timeout,
  }, async () => {
    const { page } = administrator;
    await page.goto(`${web.url}/desk/keys`);
    await page.getByText("The team has no key yet").waitFor(wait);
    await page.getByRole("button", { name: "Make a key" }).click();
    await page.getByLabel("Name on the key").fill("CERT");
    await page.getByRole("dialog").getByRole("button", { name: "Make a key" }).click();
    await page.getByText("CERT <cert@example.org>").waitFor(wait);
    await see(page, "team-key");

    const desk = lead.page;
    await desk.goto(`${web.url}/desk/talking?case=${caseId}`);
    await desk.getByText("Conversations of the case TG-C-2026-0042").waitFor(wait);
    await desk.getByRole("button", { name: "Begin a conversation" }).click();
    const dialog = desk.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("Provider of the servers");
    await dialog.getByLabel("E-mail address").fill("abuse@provider.example");
    await dialog.getByLabel("Telephone (for codes and calls)").fill("+223 76 00 00 00");
    await dialog.getByLabel("Language").selectOption("en");
    await dialog.getByLabel("Subject, as the other party reads it").fill("Your server 192.0.2.7");
    if (pictures) await desk.screenshot({ path: join(pictures, "talking-begin.png") });
    await dialog.getByRole("button", { name: "Begin a conversation" }).click();
    await desk.waitForURL(/\/desk\/talking\/[0-9a-f-]{36}$/, wait);
    await desk.getByText("There is no key: above TLP:GREEN the mail holds only a link.").waitFor(wait);

    const talk = desk.url();
    await desk.goto(`${web.url}/desk/keys`);
    await desk.getByRole("button", { name: "Add a key" }).click();
    await desk
      .getByLabel("Public key (armored)")
      .fill((await makeOpenPgpKey({ email: "abuse@provider.example", expiresInSeconds: 20 * 86_400 })).publicKey);
    await desk.getByRole("dialog").getByRole("button", { name: "Add a key" }).click();
    await desk.getByRole("dialog").getByText("Added.").waitFor(wait);
    await desk.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await desk.getByText("Expires soon").waitFor(wait);
    await desk.getByRole("button", { name: "Acts for Provider of the servers" }).click();
    await desk.getByRole("menuitem", { name: "I compared it" }).click();
    await desk.getByRole("dialog").getByRole("button", { name: "I compared it" }).click();
    await desk.getByText(/By telephone: Moussa Keïta/).waitFor(wait);
    await see(desk, "keys");
    await desk.goto(talk);
    await desk.getByText(/Mails are encrypted to .* Compared by Moussa Keïta/).waitFor(wait);
    expect(await desk.getByText("There is no key").count()).toBe(0);
  });

  test("a message is looked at, sent, taken back within its hold; TLP:RED goes as a link that opens with a code read out on the telephone, and is answered there", {
    timeout,
  }, async () => {
    const desk = lead.page;
    await write(desk, "Please look at 192.0.2.7.", "amber");
    await desk.getByRole("dialog").getByText("Encrypted", { exact: true }).waitFor(wait);
    await see(desk, "preview");
    await desk.getByRole("dialog").getByRole("button", { name: "Send" }).click();
    await desk.getByText("Message to Provider of the servers: leaves in 15 s").waitFor(wait);
    await desk.getByRole("button", { name: "Undo" }).first().click();
    await desk.getByText("Taken back. The text stands in the field again.").waitFor(wait);
    expect(await desk.getByLabel("Message", { exact: true }).inputValue()).toBe("Please look at 192.0.2.7.");
    await release();
    expect(toParty()).toHaveLength(0);

    await desk.getByLabel("Attach a file").setInputFiles({
      name: "accounts.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("the accounts"),
    });
    await desk.getByRole("button", { name: "Remove accounts.txt" }).waitFor(wait);
    // The dialog has gone to its end: until then what is behind it is hidden from who listens.
    await desk.getByRole("main").waitFor(wait);
    await see(desk, "files");
    await write(desk, "The password was Sesame-77.", "red");
    await desk.getByRole("dialog").getByText("Link with a code", { exact: true }).waitFor(wait);
    await desk.getByRole("dialog").getByText("Waits behind the link: accounts.txt").waitFor(wait);
    await desk.getByRole("dialog").getByRole("button", { name: "Send" }).click();
    await desk.getByText("Message to Provider of the servers: leaves in 15 s").waitFor(wait);
    await release();
    const [mail] = toParty();
    expect(mail?.raw).not.toContain("Sesame");
    expect(mail?.mail.attachments.map(({ filename }) => filename)).toEqual(["signature.asc"]);
    const address = /http:\/\/localhost:\d+\/m\/\S+/.exec(mail?.mail.text ?? "")?.[0] ?? "";
    const { page: party } = await openParty();
    await party.goto(address);
    await party.getByText("opens with a one-time code").waitFor(wait);
    await see(party, "link-closed");

    await desk.goto(desk.url());
    await desk.getByRole("button", { name: "Read a code out on the telephone" }).click();
    const code = (await desk.locator(".talk-code").textContent(wait)) ?? "";
    await see(desk, "code");
    await party.getByLabel("One-time code").fill("0");
    await party.getByRole("button", { name: "Open the message" }).click();
    await party.getByText("This is not the code").first().waitFor(wait);
    await party.getByLabel("One-time code").fill(code);
    await party.getByRole("button", { name: "Open the message" }).click();
    await party.getByText("The password was Sesame-77.").waitFor(wait);
    await see(party, "link-open");
    const fetched = party.waitForEvent("download", wait);
    await party.getByRole("button", { name: /accounts\.txt/ }).click();
    expect(readFileSync(await (await fetched).path(), "utf8")).toBe("the accounts");
    await party.getByLabel("Your answer").fill("Changed, thank you.");
    await party.getByRole("button", { name: "Send the answer" }).click();
    await party.getByText("Your answer has arrived.").waitFor(wait);
    await desk.goto(desk.url());
    await desk.getByText("Changed, thank you.").waitFor(wait);
    await see(desk, "conversation");
  });

  test("a call-back is asked for and tried; an organisation reads and answers its own conversation in its room", {
    timeout,
  }, async () => {
    const desk = lead.page;
    await desk.goto(`${web.url}/desk/talking?case=${caseId}`);
    await desk.getByRole("button", { name: "Ask for a call-back" }).click();
    await desk.getByLabel("Name", { exact: true }).fill("Issa");
    await desk.getByLabel("Telephone", { exact: true }).fill("+223 70 00 00 00");
    await desk.getByLabel("What it is about (for the desk)").fill("The logs of Friday");
    await desk.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await desk.getByText("The logs of Friday").waitFor(wait);
    await desk.getByRole("button", { name: "Write down a try" }).click();
    await desk.getByLabel("What came of it").selectOption("no_answer");
    await desk.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await desk.getByText("1 try").waitFor(wait);
    await see(desk, "list");

    await desk.getByRole("button", { name: "Begin a conversation" }).click();
    const dialog = desk.getByRole("dialog");
    await dialog.getByLabel("Whom we know").selectOption({ label: "Somebody of the register, or an organisation" });
    await dialog.getByLabel("Name or address").fill("Banque");
    await dialog.getByLabel("Party", { exact: true }).selectOption({ label: "Banque du Fleuve · Constituent" });
    await dialog.getByLabel("Subject, as the other party reads it").fill("Accounts of your customers");
    await dialog.getByRole("button", { name: "Begin a conversation" }).click();
    await desk.waitForURL(/\/desk\/talking\/[0-9a-f-]{36}$/, wait);
    await desk.getByLabel("Begin from a template").selectOption({ label: "Ask for logs" });
    await desk.getByRole("button", { name: "Preview" }).click();
    await desk.getByText("In the party’s own room").waitFor(wait);
    await desk.getByRole("dialog").getByRole("button", { name: "Send" }).click();
    await desk.getByText("Message to Banque du Fleuve: leaves in 15 s").waitFor(wait);
    await release();

    const own = bank.page;
    await own.goto(`${web.url}/console/messages`);
    await own.getByText("Merci de conserver les journaux").waitFor(wait);
    expect(await own.getByText("TG-C-2026-0042").count()).toBe(0);
    await see(own, "own");
    await own.getByLabel("Your answer").fill("They follow tomorrow.");
    await own.getByRole("button", { name: "Answer" }).click();
    await own.getByText("Your answer has arrived.").waitFor(wait);
    await own.getByText("They follow tomorrow.").first().waitFor(wait);
    await desk.goto(`${web.url}/desk/talking?waiting=true`);
    await desk.getByText("Accounts of your customers").waitFor(wait);
    await desk.goto(`${web.url}/desk/talking/templates`);
    await desk.getByText("First contact").waitFor(wait);
    await see(desk, "templates");
    expect([...lead.complaints, ...bank.complaints, ...administrator.complaints]).toEqual([]);
  });

  async function openParty(): Promise<{ page: Page }> {
    const context = await browser.newContext({ locale: "en-GB", viewport: { width: 390, height: 800 } });
    return { page: await context.newPage() };
  }
});
