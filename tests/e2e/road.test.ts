// The whole road over the real installation (`toguna serve`, worker, SMTP both ways): from a phone to an analyst's decision, with nothing replaced.
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { simpleParser } from "mailparser";
import { createTransport } from "nodemailer";
import type { Browser, Page } from "playwright-core";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { wordsIn } from "../../backend/platform/words/index.ts";
import { text as readText } from "node:stream/consumers";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { openPerson, type Person } from "../support/identity-server.ts";
import { goOn, pick, readReceipt, walkToCheck, write } from "../support/portal-walk.ts";
import { eventually, freePort, type RunningServer, startServer } from "../support/server.ts";

interface ReceivedMail {
  to: string;
  subject: string;
  text: string;
  messageId: string;
  raw: string;
}

let server: RunningServer;
let browser: Browser;
let administrator: Person;
let analyst: Person;
let sink: SMTPServer;
const received: ReceivedMail[] = [];

/** Pictures for the README are taken where TOGUNA_PICTURES names a folder. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env["TOGUNA_PICTURES"];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `road-${name}.png`) });
}

async function startSink(): Promise<number> {
  const port = await freePort();
  sink = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData: (stream, session, done) => {
      const take = async (): Promise<void> => {
        const raw = await readText(stream);
        const mail = await simpleParser(raw);
        received.push({
          to: session.envelope.rcptTo[0]?.address ?? "",
          subject: mail.subject ?? "",
          text: mail.text ?? "",
          messageId: mail.messageId ?? "",
          raw,
        });
        done();
      };
      void take();
    },
  });
  await new Promise<void>((resolve) => sink.listen(port, "127.0.0.1", resolve));
  return port;
}

/** The report in a list of the desk whose line holds this text; opened. */
async function openInList(text: string, view = ""): Promise<void> {
  const { page } = analyst;
  const row = page.locator(".queue-row").filter({ hasText: text }).first();
  // What comes in later waits behind a pill, so that rows do not move: look again until it is listed.
  await expect
    .poll(
      async () => {
        await page.goto(`${server.url}/desk/reports${view}`);
        await page.locator("#main, main").first().waitFor();
        return await row.waitFor({ timeout: 2_000 }).then(
          () => true,
          () => false,
        );
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  await row.click();
  await page.locator("#report-title").waitFor();
}

async function answerOpenReport(text: string): Promise<void> {
  const { page } = analyst;
  await page.locator("[data-answer]").fill(text);
  await page.locator("[data-answer]").press("Control+Enter");
  await page
    .locator(".message[data-direction=to_reporter]")
    .filter({ hasText: text.slice(0, 20) })
    .waitFor({ timeout: 40_000 });
}

describe.skipIf(!chromiumPath)("the road", () => {
  beforeAll(async () => {
    const sinkPort = await startSink();
    server = await startServer({
      env: { MAIL_URL: `smtp://127.0.0.1:${sinkPort}`, MAIL_FROM: "CERT <cert@cert.example>" },
    });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await server?.stop();
    await new Promise<void>((resolve) => (sink ? sink.close(resolve) : resolve()));
  });

  test("the first administrator is set up by the printed link and invites an analyst, who enrols a passkey", async () => {
    administrator = await openPerson(browser);
    const { page } = administrator;
    await page.goto((await eventually(() => server.setupLink())) ?? "");
    await page.getByLabel("Your name").fill("Awa Keïta");
    await page.getByLabel("Your e-mail address").fill("awa@cert.example");
    await page.getByRole("button", { name: "Create my passkey" }).click();
    await page.locator(".navigation").waitFor({ state: "attached" });
    await page.goto(`${server.url}/desk/people`);
    await page.getByRole("button", { name: "Invite a person" }).click();
    await page.getByLabel("E-mail address").fill("bat@cert.example");
    await page.getByRole("dialog").getByLabel("Name").fill("Bat-Erdene");
    await page.getByLabel("Role").selectOption("lead");
    await page.getByRole("button", { name: "Make the invitation link" }).click();
    const link = await page.getByLabel("Link to hand over").inputValue();
    analyst = await openPerson(browser);
    await analyst.page.goto(link);
    await analyst.page.getByLabel("Your e-mail address").fill("bat@cert.example");
    await analyst.page.getByRole("button", { name: "Create my passkey" }).click();
    await analyst.page.locator(".navigation").waitFor({ state: "attached" });
    expect(new URL(analyst.page.url()).pathname).toMatch(/^\/desk\//);
  });

  test("from a phone, in French and by name: report, acknowledgement by mail, finding, case, answer by mail, reply by mail", async () => {
    const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "fr-ML" });
    const page = await phone.newPage();
    await page.goto(server.url);
    await page.click('a[href="/report/citizen"]');
    await walkToCheck(page, {
      first: pick("me"),
      what: pick("money"),
      paid: pick("mobile_money"),
      started: pick("today"),
      ongoing: pick("yes"),
      story: write({
        story:
          "On m'a dit de confirmer sur hxxps://kanaga-money[.]example/code. On a pris 45 000 F, référence MP2611.1345.C0912, vers le +999 70 00 00 41.",
      }),
      reply: pick("mail"),
      byMail: write({ email: "fanta@exemple.example", name: "Fanta Coulibaly" }),
      safe: pick("yes"),
    });
    await picture(page, "phone-check");
    await goOn(page);
    expect(await readReceipt(page)).toMatch(/^[\d ]{20,}$/);
    await picture(page, "phone-receipt");
    await expect
      .poll(() => received.find((mail) => mail.to === "fanta@exemple.example")?.subject, { timeout: 30_000 })
      .toMatch(/TG-\d{4}-\d+/);

    await openInList("On a pris mon argent");
    const desk = analyst.page;
    await expect
      .poll(async () => await desk.locator("main").innerText(), { timeout: 30_000 })
      .toMatch(/\+999 70 00 00 41/);
    await desk.locator(".finding").first().waitFor({ timeout: 30_000 });
    await picture(desk, "desk-report");
    await desk.keyboard.press("1");
    await desk.getByRole("button", { name: "Go to the case" }).first().waitFor();
    await desk.goto(`${server.url}/desk/cases`);
    await desk.locator(".queue-row").filter({ hasText: "On a pris mon argent" }).first().click();
    await desk.getByRole("heading", { level: 1, name: "On a pris mon argent" }).last().waitFor();
    await picture(desk, "desk-case");

    await openInList("On a pris mon argent", "?view=in_case");
    // Her report is AMBER and so is what is said about it, unless the desk calls the answer GREEN: only then does a mail carry its text.
    await analyst.page.getByLabel("This answer").selectOption("green");
    await answerOpenReport("Appelez votre opérateur tout de suite ; nous avons demandé le gel.");
    await expect
      .poll(() => received.filter((mail) => mail.to === "fanta@exemple.example").length, { timeout: 45_000 })
      .toBeGreaterThan(1);
    const answer = received.filter((mail) => mail.to === "fanta@exemple.example").at(-1);
    expect(answer?.text).toContain("demandé le gel");

    const transport = createTransport({
      host: "127.0.0.1",
      port: server.smtpPort,
      secure: false,
      tls: { rejectUnauthorized: false },
    });
    await transport.sendMail({
      from: "fanta@exemple.example",
      to: "cert@cert.example",
      subject: `Re: ${answer?.subject ?? ""}`,
      inReplyTo: answer?.messageId ?? "",
      references: answer?.messageId ?? "",
      text: "Merci, l'opérateur a bloqué le compte.",
    });
    // No reload: whoever has the report open sees the reply arrive.
    await desk.getByRole("main").getByText("bloqué le compte").first().waitFor({ timeout: 45_000 });
    await phone.close();
  });

  test("without script, anonymously, in Mongolian: a suspicious message with a file is triaged and answered by receipt only", async () => {
    const phone = await browser.newContext({
      viewport: { width: 390, height: 844 },
      locale: "mn-MN",
      javaScriptEnabled: false,
    });
    const page = await phone.newPage();
    await page.goto(`${server.url}/suspicious`);
    await page.fill("#f-message", "Сэжигтэй мессеж ирсэн: http://203.0.113.77/bank");
    const sample = readdirSync("rules/yara/samples").find((name) => /money|momo|bank/.test(name)) ?? "";
    const file = join(
      "rules/yara/samples",
      sample,
      "hit",
      readdirSync(join("rules/yara/samples", sample, "hit"))[0] ?? "",
    );
    await page.setInputFiles('input[type="file"]', [
      { name: "page.html", mimeType: "text/html", buffer: sampleBytes(file) },
    ]);
    await Promise.all([page.waitForNavigation(), page.locator("main form button.go").first().click()]);
    const receipt = await readReceipt(page);
    expect(receipt.replaceAll(" ", "")).toMatch(/^\d{20,}$/);
    await picture(page, "phone-anonymous");

    await openInList(wordsIn("mn")("portal.suspicious.subject"));
    await expect
      .poll(async () => await analyst.page.locator("main").innerText(), { timeout: 30_000 })
      .toMatch(/page\.html/);
    await answerOpenReport("Баярлалаа, хуудсыг буулгуулж байна.");

    await page.goto(`${server.url}/receipt`);
    await page.locator("main input[name]").first().fill(receipt);
    await Promise.all([page.waitForNavigation(), page.locator("main form button.go").first().click()]);
    expect(await page.locator("main").innerText()).toContain("буулгуулж байна");
    await picture(page, "phone-answer");
    expect(received.some((mail) => mail.text.includes("буулгуулж"))).toBe(false);
    await phone.close();
  });

  test("a hostile mail is taken in, and at the desk nothing of it runs", async () => {
    const transport = createTransport({
      host: "127.0.0.1",
      port: server.smtpPort,
      secure: false,
      tls: { rejectUnauthorized: false },
    });
    await transport.sendMail({
      from: '"<img src=x onerror=document.title=1>" <mallory@evil.example>',
      to: "cert@cert.example",
      subject: "<script>document.title='owned'</script> urgent invoice",
      html: "<h1>Hi</h1><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"><meta http-equiv=refresh content='0;url=http://evil.example/'>",
      attachments: [
        {
          filename: "<svg onload=alert(1)>.svg",
          content: "<svg xmlns='http://www.w3.org/2000/svg' onload='document.title=1'/>",
        },
      ],
    });
    const { page } = analyst;
    const dialogs: string[] = [];
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await openInList("urgent invoice");
    await page.waitForTimeout(1_500);
    expect(await page.title()).not.toMatch(/owned|^1$/);
    expect(page.url()).toContain(`${server.url}/desk/`);
    expect(await page.locator("main script, main img[src='x']").count()).toBe(0);
    expect(dialogs).toEqual([]);
  });
});

/** Samples may be stored as base64 or hexadecimal text. */
function sampleBytes(path: string): Buffer {
  const bytes = readFileSync(path);
  if (path.endsWith(".b64")) return Buffer.from(bytes.toString("ascii"), "base64");
  if (path.endsWith(".hex")) return Buffer.from(bytes.toString("ascii").replace(/\s/g, ""), "hex");
  return bytes;
}
