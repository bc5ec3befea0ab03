// The main jobs in Debian's Firefox: a citizen reports and reads by receipt; the first administrator makes a passkey and signs in with it; each room of the demonstration is worked in.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Firefox, firefoxPath, openFirefox } from "../support/firefox.ts";
import { eventually, type RunningServer, startServer } from "../support/server.ts";

if (!firefoxPath) console.warn("tests in Firefox are skipped: install Debian's firefox-esr, or set FIREFOX_PATH");

describe.skipIf(!firefoxPath)("in Firefox", () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({ args: ["--demo"], withinMs: 120_000 });
  }, 180_000);
  afterAll(async () => await server?.stop());

  async function inFirefox(language: string, work: (fox: Firefox) => Promise<void>): Promise<void> {
    const fox = await openFirefox(language);
    try {
      await work(fox);
    } finally {
      await fox.close();
    }
  }
  const button = (words: string): string => `//button[normalize-space()="${words}"]`;
  const field = (words: string): string => `//label[normalize-space()="${words}"]/following::input[1]`;

  test.each(["fr", "en", "mn"])("a citizen reports and reads the report by its receipt (%s)", async (language) => {
    await inFirefox(language, async (fox) => {
      await fox.open(`${server.url}/report/citizen`);
      expect(await fox.evaluate("document.documentElement.lang")).toBe(language);
      const picks: Record<string, string> = { first: "me", what: "account", started: "today", reply: "receipt" };
      for (let pages = 0; pages < 30; pages++) {
        const path = new URL(await fox.address()).pathname;
        const id = path.split("/")[3] ?? "first";
        if (id === "check") break;
        const value = picks[id];
        if (value !== undefined) await fox.click(`main input[value="${value}"]`);
        if (id === "story") await fox.write("#f-story", `Firefox ${language}`);
        await fox.click("main form[data-send] button.go");
        const isPast = await eventually(async () => new URL(await fox.address()).pathname !== path, 30_000);
        expect(isPast, `${path} was not passed:\n${await fox.text()}`).toBe(true);
      }
      await fox.see(`Firefox ${language}`);
      await fox.click("main form[data-send] button.go");
      const isGiven = async () => await fox.evaluate("document.querySelector('[data-receipt]') !== null");
      expect(await eventually(isGiven, 30_000), await fox.text()).toBe(true);
      const receipt = String(await fox.evaluate("document.querySelector('[data-receipt]').dataset.receipt"));
      await fox.open(`${server.url}/receipt`);
      await fox.write("main input[name=digits]", receipt);
      await fox.click("main form button.go");
      await fox.see(`Firefox ${language}`);
    });
  });

  test("the first administrator makes a passkey by the printed link, leaves, and signs in with it", async () => {
    await inFirefox("en", async (fox) => {
      await fox.addAuthenticator();
      await fox.open((await eventually(() => server.setupLink())) ?? "");
      await fox.write(field("Your name"), "Awa Keïta");
      await fox.write(field("Your e-mail address"), "awa@cert.example");
      await fox.click(button("Create my passkey"));
      await fox.see("Awa Keïta");
      await fox.evaluate(
        "fetch('/api/v1/identity/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }).then((answer) => answer.status)",
      );
      await fox.open(`${server.url}/desk/sign-in`);
      await fox.click(button("Sign in with a passkey"));
      await fox.see("Awa Keïta");
      expect(new URL(await fox.address()).pathname).not.toContain("sign-in");
    });
  });

  /** Chooses who to be at the demonstration's door, with a passkey of one's own. */
  async function enter(fox: Firefox, room: string, role: string): Promise<void> {
    await fox.addAuthenticator();
    await fox.open(`${server.url}/${room}/demo`);
    await fox.click(`//button[contains(@class, "door-role")][contains(., "${role}")]`);
    await fox.click(button("Create my passkey"));
    await fox.click("nav a[href]");
  }

  test("an analyst takes a report by the keyboard, and it is a case", async () => {
    await inFirefox("en", async (fox) => {
      await enter(fox, "desk", "Enter: Analyst");
      await fox.open(`${server.url}/desk/reports`);
      await fox.click(".queue-row");
      await fox.evaluate("document.querySelector('.queue-row').focus()");
      await fox.press("1");
      await fox.see("C-");
      await fox.open(`${server.url}/desk/cases`);
      await fox.click(".queue-row");
      await fox.see("Timeline");
      expect(await fox.address()).toMatch(/\/desk\/cases\/[0-9a-f-]{36}/);
    });
  });

  test.each([
    ["console", "Constituent’s security contact", "Duties"],
    ["office", "Regulator’s officer", "Filings"],
  ])("the room %s is entered and read", async (room, role, words) => {
    await inFirefox("en", async (fox) => {
      await enter(fox, room, role);
      await fox.see(words);
      expect(await fox.address()).toContain(`/${room}`);
    });
  });
});
