// Each flow of the portal from the first page to the receipt, in a real browser, with script and without, on a phone and a desk.
import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { openCustody } from "../support/custody.ts";
import { type Acts, goOn, pick, picture, readReceipt, walkToCheck, write } from "../support/portal-walk.ts";
import { startWebServer, type WebServer } from "../support/web-server.ts";

interface Visit {
  name: string;
  hasScript: boolean;
  width: number;
  locale: string;
  language: "fr" | "en" | "mn";
}

const visits: Visit[] = [
  { name: "phone, script, French", hasScript: true, width: 390, locale: "fr-ML", language: "fr" },
  { name: "phone, no script, Mongolian", hasScript: false, width: 390, locale: "mn-MN", language: "mn" },
  { name: "desk, script, English", hasScript: true, width: 1280, locale: "en-GB", language: "en" },
];

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const addPicture = async (page: Page): Promise<void> => {
  await page.setInputFiles('input[type="file"]', [{ name: "écran.png", mimeType: "image/png", buffer: png }]);
};

let server: WebServer;
let browser: Browser;

async function openAs(visit: Visit): Promise<Page> {
  await server.world.owner`delete from drafts`;
  const context = await browser.newContext({
    viewport: { width: visit.width, height: 844 },
    locale: visit.locale,
    javaScriptEnabled: visit.hasScript,
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => {
    throw error;
  });
  await page.goto(server.url);
  expect(await page.getAttribute("html", "lang")).toBe(visit.language);
  return page;
}

async function reportOf(page: Page): Promise<Record<string, unknown>> {
  const reference = await page.locator(".slip-foot dd").first().textContent();
  const [row] = await server.world.owner`select * from reports where reference = ${reference ?? ""}`;
  return { ...row };
}

describe.skipIf(!chromiumPath)("the portal's flows", () => {
  beforeAll(async () => {
    server = await startWebServer();
    await openCustody(server.world);
    browser = await openBrowser();
  });

  for (const visit of visits) {
    test(`a citizen who is threatened reports in confidence (${visit.name})`, async () => {
      const page = await openAs(visit);
      await picture(page, `${visit.language}-home`);
      await page.click('a[href="/report/citizen"]');
      const acts: Acts = {
        first: pick("me"),
        what: pick("threat"),
        demand: pick("paid"),
        started: pick("yesterday"),
        ongoing: pick("yes"),
        story: write({ story: "Une personne me demande 50 000 F\nsinon elle publie mes photos." }),
        files: async (at) => {
          await addPicture(at);
          await write({ numbers: "+999 70 11 22 33" })(at);
        },
        reply: pick("mail"),
        byMail: write({ email: " awa@exemple.org ", name: "Awa Traoré" }),
        safe: pick("receipt", "sealed"),
        tell: pick("police"),
      };
      const seen = await walkToCheck(page, acts, async (id) => await picture(page, `${visit.language}-a-${id}`));
      expect(seen).toEqual(
        "first what advice demand started ongoing story files reply byMail safe tell area".split(" "),
      );
      await picture(page, `${visit.language}-a-check`);
      expect(await page.textContent("main")).toContain("awa@exemple.org");
      await goOn(page);
      expect(new URL(page.url()).pathname).toBe("/sent");
      expect(await readReceipt(page)).toMatch(/^\d{4,5}( \d{4,5}){4}$/);
      if (visit.hasScript)
        await page
          .locator("[data-upload].box")
          .filter({ hasText: /sent|envoyés|илгээгдлээ/ })
          .waitFor();
      await picture(page, `${visit.language}-a-sent`);

      const row = await reportOf(page);
      expect(row).toMatchObject({
        flow: "citizen",
        language: visit.language,
        answer_channel: "receipt",
        is_ongoing: true,
      });
      expect(row["description"]).toBe(
        "Une personne me demande 50 000 F\nsinon elle publie mes photos.\n\n+999 70 11 22 33",
      );
      expect(JSON.stringify(row["answers"])).not.toContain("awa");
      const [identity] = await server.world
        .owner`select * from report_identities where report_id = ${String(row["id"])}`;
      expect(identity).toMatchObject({
        email: null,
        name: null,
        is_confidential: true,
        is_sealed: true,
        may_tell: ["police"],
      });
      // With script the text goes first and files follow.
      const fileNames = async (): Promise<string[]> =>
        (await server.world.owner`select name from report_files where report_id = ${String(row["id"])}`).map(
          ({ name }) => name as string,
        );
      await expect.poll(fileNames, { timeout: 20_000 }).toEqual(["écran.png"]);
      const drafts = await server.world.owner`select 1 from drafts`;
      expect(drafts).toHaveLength(0);
      await page.context().close();
    });

    test(`an organisation with strangers in its systems is asked first how to reach it (${visit.name})`, async () => {
      const page = await openAs(visit);
      await page.click('a[href="/report/organisation"]');
      const acts: Acts = {
        first: write({ organisation: "Mairie de Ségou", role: "Informaticien" }),
        seen: pick("strangers", "data"),
        reach: async (at) => {
          await write({ contactName: "A. Keïta", contactPhone: "+999 70 00 00 01" })(at);
          await pick("other")(at);
        },
        safeChannel: write({ safeChannel: "dsi@ailleurs.example" }),
        noticed: write({ noticedDate: "2026-11-20", noticedTime: "14:07" }),
        goingOn: pick("unknown"),
        touched: pick("staff", "public"),
        personal: pick("yes"),
        breach: async (at) => {
          await pick("seen")(at);
          await write({ breachPeople: "Usagers, environ 2 000" })(at);
        },
        done: write({ details: "Connexions de nuit au serveur.", done: "Serveur isolé." }),
        need: pick("call"),
        proofs: async (at) => {
          await addPicture(at);
        },
        clock: pick("yes"),
        told: pick("nobody"),
        sharing: pick("sector"),
      };
      const seen = await walkToCheck(page, acts, async (id) => await picture(page, `${visit.language}-b-${id}`));
      expect(seen).toEqual(
        "first seen advice reach safeChannel noticed goingOn touched personal breach deliberate done need proofs clock told sharing".split(
          " ",
        ),
      );
      await goOn(page);
      const row = await reportOf(page);
      expect(row).toMatchObject({
        flow: "organisation",
        marking: "amber",
        occurred_precision: "instant",
        is_ongoing: null,
      });
      expect((row["occurred_at"] as Date).toISOString()).toBe("2026-11-20T14:07:00.000Z");
      expect(String(row["description"])).toContain("Connexions de nuit au serveur.");
      const [identity] = await server.world
        .owner`select * from report_identities where report_id = ${String(row["id"])}`;
      expect(identity).toMatchObject({ organisation_name: "Mairie de Ségou", safe_channel: "dsi@ailleurs.example" });
      await page.context().close();
    });

    test(`a suspicious message takes one box and one button (${visit.name})`, async () => {
      const page = await openAs(visit);
      await page.click('a[href="/suspicious"]');
      await page.fill("#f-message", "Votre compte est bloqué : http://kanaga-m0ney.example/x");
      await pick("money")(page);
      await picture(page, `${visit.language}-e`);
      await goOn(page);
      const row = await reportOf(page);
      expect(row).toMatchObject({ flow: "phishing", is_anonymous: true, answers: { gave: "money" }, is_held: false });
      await picture(page, `${visit.language}-e-sent`);
      // Money was given: the citizen's questions begin with that answer already chosen.
      await Promise.all([page.waitForNavigation(), page.click('form[action="/report/citizen/start"] button')]);
      await pick("me")(page);
      await goOn(page);
      expect(await page.isChecked('input[value="money"]')).toBe(true);
      await page.context().close();
    });
  }

  test("a finder of a weakness stays anonymous and keeps the right to be named by an alias", async () => {
    const page = await openAs(visits[1]!);
    await page.click('a[href="/report/vulnerability"]');
    await picture(page, "mn-d-first");
    await walkToCheck(page, {
      first: write({ product: "portail.example 3.2" }),
      flaw: write({ flaw: "1. Ouvrir /admin\n2. Sans mot de passe." }),
      exploited: pick("unknown"),
      credit: async (at) => {
        await pick("alias")(at);
        await write({ creditName: "griot" })(at);
      },
    });
    await goOn(page);
    const row = await reportOf(page);
    expect(row).toMatchObject({
      flow: "vulnerability",
      is_anonymous: true,
      answers: { credit: "alias", creditName: "griot" },
    });
  });

  test("on someone's behalf the consent is asked for and kept", async () => {
    const page = await openAs(visits[0]!);
    await page.click('a[href="/report/citizen"]');
    const seen = await walkToCheck(page, {
      first: pick("other"),
      consent: pick("child_in_care"),
      what: pick("unknown"),
      started: pick("unknown"),
      reply: pick("receipt"),
    });
    expect(seen).toContain("consent");
    await goOn(page);
    const row = await reportOf(page);
    expect(row).toMatchObject({
      is_anonymous: true,
      on_behalf: { consent: "child_in_care" },
      occurred_precision: "unknown",
    });
    expect(row["description"]).toBe("Je ne sais pas");
  });

  test("an answer is changed from the list of answers, and a new branch asks only what it lacks", async () => {
    const page = await openAs(visits[0]!);
    await page.click('a[href="/report/citizen"]');
    await walkToCheck(page, { first: pick("me"), what: pick("money"), started: pick("today"), reply: pick("receipt") });
    await page.click('a[href="/report/citizen/what?from=check"]');
    expect(await page.isChecked('input[value="money"]')).toBe(true);
    await pick("account")(page);
    await goOn(page);
    // The advice is another one, and the question of the new branch was never asked.
    expect(await walkToCheck(page, { account: pick("mail") })).toEqual(["advice", "account"]);
    expect(await page.textContent(".answers")).toContain("Courriel");
    expect(await page.textContent(".answers")).not.toContain("Comment l’argent est-il parti");
  });

  test("a person comes back with the receipt, reads the answer, and adds a text and a file", async () => {
    const page = await openAs(visits[1]!);
    await page.click('a[href="/suspicious"]');
    await page.fill("#f-message", "http://faux.example");
    await goOn(page);
    const receipt = await readReceipt(page);
    const row = await reportOf(page);
    await server.world.owner`insert into messages (id, report_id, direction, channel, body, at)
      values (gen_random_uuid(), ${String(row["id"])}, 'to_reporter', 'receipt', 'Merci. N’ouvrez plus ce lien.', now())`;
    await page.context().clearCookies();
    await page.goto(`${server.url}/receipt?l=${receipt.replaceAll(" ", "").slice(0, 6)}`);
    expect(await page.inputValue("#f-digits")).toBe(receipt.replaceAll(" ", "").slice(0, 6));
    await page.fill("#f-digits", receipt.replaceAll(" ", "-"));
    await Promise.all([page.waitForNavigation(), page.click("button.go")]);
    expect(new URL(page.url()).pathname).toBe("/receipt/report");
    expect(await page.locator(".messages .from-desk").textContent()).toContain("N’ouvrez plus ce lien.");
    await page.fill("#f-text", "Илгээгчийн дугаар: 99 00 00 00");
    await addPicture(page);
    await goOn(page);
    await picture(page, "mn-report");
    expect(await page.locator(".messages").textContent()).toContain("99 00 00 00");
    expect(await page.locator(".files").first().textContent()).toContain("écran.png");
  });

  test("digits that are mistyped, too few or unknown are told apart in words, and stay in the box", async () => {
    const page = await openAs(visits[2]!);
    await page.goto(`${server.url}/receipt`);
    for (const [typed, words] of [
      ["", "Enter the 20 digits of the receipt"],
      ["1234 5678", "There are 8 digits now"],
      ["12O4 5678 9012 3456 7890", "digits only"],
      ["1234 5678 9012 3456 7890", /One digit is wrong|open no report/],
    ] as const) {
      await page.fill("#f-digits", typed);
      await Promise.all([page.waitForNavigation(), page.click("button.go")]);
      await expect.poll(async () => await page.textContent(".summary")).toMatch(words);
      expect(await page.inputValue("#f-digits")).toBe(typed);
      expect(await page.title()).toMatch(/^Error: /);
    }
    await picture(page, "en-receipt-error");
  });
});
