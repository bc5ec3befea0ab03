// The main jobs of each room in Debian's Firefox, as people do them through the pages: the portal's flows in three languages, the counter, desk, console, office and committee.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { WordsLanguage } from "../../backend/platform/words/index.ts";
import { addAuthority, addEntity } from "../support/filings-world.ts";
import { firefoxPath } from "../support/firefox.ts";
import { enterRoom, type FirefoxPerson, openFirefoxPerson } from "../support/firefox-person.ts";
import { type InstalledServer, startInstalled } from "../support/firefox-server.ts";
import type { Guest } from "../support/room-browser.ts";
import { eventually } from "../support/server.ts";
import { buildFrontend } from "../support/web-server.ts";

if (!firefoxPath) console.warn("tests in Firefox are skipped: install Debian's firefox-esr, or set FIREFOX_PATH");

const languages = ["fr", "en", "mn"] as const;
type World = Parameters<typeof addEntity>[0];

describe.skipIf(!firefoxPath)("in Firefox", () => {
  let server: InstalledServer;
  const people: FirefoxPerson[] = [];
  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    buildFrontend("frontend/portal/vite.config.ts");
    server = await startInstalled();
  }, 300_000);
  afterEach(async () => {
    for (const person of people.splice(0)) await person.close();
  });
  afterAll(async () => await server?.stop());

  async function visit(language: WordsLanguage): Promise<FirefoxPerson> {
    const person = await openFirefoxPerson(server.url, language);
    people.push(person);
    return person;
  }
  async function enter(who: Guest, language: WordsLanguage): Promise<FirefoxPerson> {
    const person = await enterRoom(server, who, language);
    people.push(person);
    return person;
  }

  /** From a flow's first page to the receipt; what is not said is left as it stands. @returns the receipt's digits. */
  async function report(
    { fox }: FirefoxPerson,
    picks: Record<string, string[]>,
    texts: Record<string, Record<string, string>>,
  ): Promise<string> {
    for (let pages = 0; pages < 30; pages++) {
      const path = new URL(await fox.address()).pathname;
      const id = path.split("/")[3] ?? "first";
      for (const value of picks[id] ?? []) await fox.click(`main input[value="${value}"]`);
      for (const [field, text] of Object.entries(texts[id] ?? {})) await fox.write(`#f-${field}`, text);
      await fox.click("main form[data-send] button.go");
      const isPast = await eventually(async () => new URL(await fox.address()).pathname !== path, 60_000);
      expect(isPast, `${path} was not passed:\n${await fox.text()}`).toBe(true);
      if (id === "check" || path === "/suspicious") break;
    }
    const isGiven = async () => await fox.evaluate("document.querySelector('[data-receipt]') !== null");
    expect(await eventually(isGiven, 60_000), await fox.text()).toBe(true);
    return String(await fox.evaluate("document.querySelector('[data-receipt]').dataset.receipt"));
  }
  /** What a dialog shows once, to be handed over. */
  async function handedOver({ fox }: FirefoxPerson): Promise<string> {
    const read = async () => await fox.evaluate("document.querySelector('[role=dialog] input[readonly]')?.value ?? ''");
    return String(await eventually(read, 60_000));
  }
  async function track({ fox }: FirefoxPerson, receipt: string): Promise<void> {
    await fox.open(`${server.url}/receipt`);
    await fox.write("main input[name=digits]", receipt);
    await fox.click("main form button.go");
  }

  test("the first administrator makes a passkey by the printed link, and invites a person, who makes one of their own", async () => {
    const admin = await visit("en");
    await admin.open((await eventually(() => server.setupLink())) ?? "");
    await admin.write("Your name", "Awa Keïta");
    await admin.write("Your e-mail address", "awa@cert.example");
    await admin.press("Create my passkey");
    await admin.see("Awa Keïta");
    await admin.speak("mn");
    await admin.open("/desk/people");
    await admin.press("Invite a person");
    await admin.write("E-mail address", "bat@cert.example");
    await admin.write("Name", "Bat");
    await admin.choose("Role", "analyst");
    await admin.press("Make the invitation link");
    const link = await handedOver(admin);
    const bat = await visit("fr");
    await bat.open(link);
    await bat.write("Your e-mail address", "bat@cert.example");
    await bat.press("Create my passkey");
    await bat.see("Bat");
    // Leaves by the menu, and comes back with the passkey.
    await bat.fox.click(".account button:has(.account-name)");
    await bat.press("Sign out");
    await bat.arrive(/sign-in/);
    await bat.press("Sign in with a passkey");
    await bat.arrive(/\/desk\/(?!sign-in)/);
    expect(await bat.see("Bat")).toBe("bat");
  });

  test.each(languages)("each of the portal's flows to its receipt, and one is read by it (%s)", async (language) => {
    const person = await visit(language === "fr" ? "en" : "fr");
    const { fox } = person;
    await fox.open(server.url);
    await person.speak(language);
    await fox.click('main a[href^="/report/citizen"]');
    await person.arrive(/\/report\/citizen/);
    expect(await fox.evaluate("document.documentElement.lang")).toBe(language);
    const citizen = await report(
      person,
      { first: ["me"], what: ["account"], started: ["today"], reply: ["receipt"] },
      { story: { story: `Firefox ${language}` } },
    );
    await person.open("/report/organisation");
    await report(
      person,
      {
        seen: ["strangers", "data"],
        reach: ["other"],
        goingOn: ["unknown"],
        touched: ["staff"],
        personal: ["no"],
        need: ["call"],
        clock: ["no"],
        told: ["nobody"],
        sharing: ["sector"],
      },
      {
        first: { organisation: "Mairie de Ségou", role: "Informaticien" },
        reach: { contactName: "A. Keïta", contactPhone: "+223 70 00 00 01" },
        safeChannel: { safeChannel: "dsi@ailleurs.example" },
        noticed: { noticedDate: "2026-11-20", noticedTime: "14:07" },
        done: { details: "Connexions de nuit.", done: "Serveur isolé." },
      },
    );
    await person.open("/report/vulnerability");
    await report(
      person,
      { exploited: ["unknown"], credit: ["alias"] },
      { first: { product: "portail.example 3.2" }, flaw: { flaw: "1. /admin" }, credit: { creditName: "griot" } },
    );
    await person.open("/suspicious");
    await fox.write("#f-message", "http://kanaga-m0ney.example/x");
    await report(person, { first: ["money"] }, {});
    // An entity that the law binds files by stages without an account.
    await person.open("/report/regulated");
    await fox.click('main a[href="/filing"]');
    await person.write("Name of the organisation", "Banque du Fleuve");
    await person.write("Who can be reached, and how", "Oumou, +223 70 00 00 00");
    await person.choose("What kind of organisation is it?", "bank");
    await fox.click("input[name=touches_people][value=yes]");
    await fox.write("[name=nature]", "Locked.");
    await fox.write("[name=time_aware]", "2026-01-21");
    await fox.write("[name='time_aware-time']", "02:15");
    await person.press("File now");
    await person.see("Filed with");
    await track(person, citizen);
    await person.see(`Firefox ${language}`);
  });

  test("a counter is opened by an administrator's link and a PIN; a clerk writes down, reads back and hands in (fr)", async () => {
    const keeper = await enter({ role: "administrator", organisation: "CERT", name: "Keeper" }, "fr");
    await keeper.open("/desk/offices");
    await keeper.press("Add an office");
    await keeper.write("Name of the office", "Poste de Kita");
    await keeper.press("Add an office");
    await keeper.see("Poste de Kita");
    await keeper.press("Add a device");
    await keeper.write("Name of the device", "Guichet 2");
    await keeper.fox.click("[role=dialog] button[type=submit]");
    const link = await handedOver(keeper);
    await keeper.press("Close");
    await keeper.press("Add a clerk");
    await keeper.write("Name of the clerk", "M. Diallo");
    await keeper.fox.click("[role=dialog] button[type=submit]");
    const pin = await handedOver(keeper);
    expect(pin).toMatch(/^\d{6}$/);
    const counter = await visit("fr");
    await counter.open(link);
    await counter.press("Enrol this device");
    await counter.fox.click("input[name=clerk]");
    await counter.fox.write("#f-pin", pin);
    await counter.press("Begin the shift");
    for (const value of ["agreed", "money", "yesterday", "receipt"]) await counter.fox.click(`input[value="${value}"]`);
    await counter.fox.write("#f-story", "Un faux agent.");
    await counter.press("Read back before sending");
    await counter.press("It is right: send report");
    await counter.see("Next person");
    expect(await counter.fox.evaluate("document.querySelector('[data-receipt]') !== null")).toBe(true);
  });

  test.each(languages)(
    "the desk takes a report, opens its case, answers the reporter and closes (%s)",
    async (language) => {
      const form = new FormData();
      form.append("description", `A false shop, ${language}`);
      const sent = await fetch(`${server.url}/api/v1/reports`, { method: "POST", body: form });
      const { reference, receipt } = (await sent.json()) as { reference: string; receipt: string };
      const analyst = await enter({ role: "analyst", organisation: "CERT", name: "Bintou" }, language);
      const { fox } = analyst;
      const isTriaged = async () =>
        (await server.world.owner`select 1 from reports where reference = ${reference} and status = 'triaged'`).length >
        0;
      expect(await eventually(isTriaged, 60_000)).toBe(true);
      await analyst.open(`/desk/reports?view=all&text=${reference}`);
      await fox.click(".queue-row");
      await analyst.see(reference);
      await fox.write("textarea[data-answer]", `We look at it, ${language}.`);
      await analyst.press("Send");
      // Time stands still under the pointer, and the words that wait come up where the button was pressed.
      await fox.click("#report-title");
      // It is held for fifteen seconds; leaving for another page than the room's own would take it back.
      const isSent = async () =>
        (await server.world.owner`select 1 from messages where body = ${`We look at it, ${language}.`}`).length > 0;
      expect(await eventually(isSent, 60_000), await fox.text()).toBe(true);
      await fox.click('.report button[aria-keyshortcuts="1"]');
      await analyst.press("Go to the case");
      await analyst.arrive(/\/desk\/cases\/[0-9a-f-]{36}/);
      await analyst.press("Close the case");
      await fox.click('[role=dialog] input[value="not_an_incident"]');
      await analyst.write("Reason", "A real shop.");
      await fox.click("[role=dialog] button[type=submit]");
      await analyst.see("Reopen the case");
      await track(analyst, receipt);
      const isAnswered = async () => {
        await fox.open(`${server.url}/receipt/report`);
        return (await fox.text()).includes(`We look at it, ${language}.`);
      };
      expect(await eventually(isAnswered, 60_000), await fox.text()).toBe(true);
    },
  );

  test("a rule is written, put to the test, tried over what is stored, and approved by a second person (mn)", async () => {
    const writer = await enter({ role: "analyst", organisation: "CERT", name: "Sükh" }, "mn");
    await writer.open("/desk/rules/new?kind=sigma");
    await writer.write("The rule’s text", ruleText);
    await writer.see("The rule can be read.");
    await writer.press("Add: must fire");
    await writer.write("Content", JSON.stringify({ Image: "C:\\Users\\Public\\kora.exe", CommandLine: "--vider" }));
    await writer.press("Add: must not");
    await writer.fox.write(
      "return [...document.querySelectorAll('.samples textarea, main textarea')].at(-1);",
      JSON.stringify({ Image: "C:\\notepad.exe" }),
    );
    await writer.press("Save the draft");
    await writer.arrive(/\/rules\/[0-9a-f-]{36}\/edit$/);
    await writer.press("Put to the test");
    const path = await writer.arrive(/\/rules\/[0-9a-f-]{36}$/);
    await writer.press("Back-test");
    await writer.press("Start");
    await writer.arrive(/\/rules\/trials\//);
    await writer.see("Done");
    await writer.open(path);
    await writer.press("Ask for publication");
    await writer.write("Reason", "Seen at two shops.");
    await writer.fox.click("[role=dialog] button[type=submit]");
    await writer.see("Waits for a second person to approve.");
    const second = await enter({ role: "senior", organisation: "CERT", name: "Rokia" }, "fr");
    await second.open(path);
    await second.press("Approve");
    await second.fox.click("[role=dialog] button[type=submit]");
    expect(await second.see("This version is in force.")).not.toBe("");
  });

  test("an advisory is written, approved by a second person and read on the portal (fr)", async () => {
    const writer = await enter({ role: "analyst", organisation: "CERT", name: "Salif" }, "fr");
    await writer.open("/desk/advisories/new");
    await writer.fox.write(".care-pair[lang=fr] input", "Corrigez vos serveurs");
    await writer.fox.write(".care-pair[lang=fr] .field:nth-of-type(2) input", "Une faille est utilisée.");
    await writer.fox.write(".care-pair[lang=fr] textarea", "## Que faire\n\nMettre à jour.");
    await writer.press("Save the draft");
    const path = await writer.arrive(/\/advisories\/[0-9a-f-]{36}$/);
    await writer.press("Ask a second person");
    await writer.see("waits for a second person");
    const second = await enter({ role: "senior", organisation: "CERT", name: "Oumar" }, "en");
    await second.open(path);
    await second.press("Approve and let it leave");
    await second.fox.click("[role=dialog] button[type=submit]");
    await second.see("Published editions");
    await writer.open("/advisories");
    await writer.press("Corrigez vos serveurs");
    expect(await writer.see("Mettre à jour.")).not.toBe("");
  });

  test.each(languages)(
    "an entity files to its receipt; its authority acknowledges, asks, and decides (%s)",
    async (language) => {
      const world = server.world as World;
      const bank = await addEntity(world, `Banque ${language}`, ["bank"]);
      const apdp =
        (await world.owner<{ id: string }[]>`select id from organisations where addressee = 'apdp'`)[0]?.id ??
        (await addAuthority(world, "APDP", "apdp"));
      const officer = await enter({ role: "officer", organisation: apdp, name: "Moussa" }, language);
      const dpo = await enter({ role: "constituent_dpo", organisation: bank.organisationId, name: "Oumou" }, language);
      const { fox } = dpo;
      await dpo.open("/console/filings");
      await dpo.press("Report an incident");
      await dpo.arrive(/\/console\/filings\/drafts\//);
      await fox.click("[data-field=touches_people] option[value=yes]");
      await fox.write("[data-field=nature] input[type=text], [data-field=nature] textarea", `Locked ${language}`);
      await fox.write("[data-field=time_aware] input[type=datetime-local]", "2026-01-20T21:00");
      await fox.write("[data-field=data_categories] input[type=text], [data-field=data_categories] textarea", "Names");
      await dpo.press("Look at what each authority gets");
      await dpo.see("Exactly this and nothing else. Each gets a receipt of its own.");
      await fox.click("main .law-form button[type=submit][data-look=main]:not([disabled])");
      await dpo.arrive(/\/console\/filings\/[0-9a-f-]{36}$/);
      await dpo.see("Receipt as PDF");

      await officer.open("/office/filings");
      await officer.see(`Banque ${language}`);
      await officer.fox.click(
        `//main//a[contains(@href, "/office/filings/")][contains(., "Banque ${language}")] | //main//tr[contains(., "Banque ${language}")]//a | //main//li[contains(., "Banque ${language}")]//a`,
      );
      await officer.see(`Locked ${language}`);
      for (const [step, fields] of [
        ["Acknowledge", {}],
        ["Ask a question", { Question: `How many, ${language}?` }],
        ["Close", { Decision: `Nothing more, ${language}.` }],
      ] as const) {
        await officer.choose("Step", step);
        for (const [label, text] of Object.entries(fields)) await officer.write(label, text);
        if (step === "Close") await officer.choose("Outcome", "advice");
        await officer.fox.click("main form button[type=submit]:not([disabled])");
        await officer.see(step === "Acknowledge" ? "acknowledged" : (Object.values(fields)[0] ?? ""));
      }
      await dpo.open("/console/authority");
      expect(await dpo.see(`How many, ${language}?`)).not.toBe("");
    },
  );

  test.each(languages)("an entity registers what a person asked about their data (%s)", async (language) => {
    const bank = await addEntity(server.world as World, `Caisse ${language}`, ["bank"]);
    const dpo = await enter({ role: "constituent_dpo", organisation: bank.organisationId, name: "Dpo" }, language);
    await dpo.open("/console/data-requests");
    await dpo.press("Register a request");
    await dpo.choose("What is asked for", "access");
    await dpo.write("Who asks", "Fanta Coulibaly");
    await dpo.choose("How it came", "letter");
    await dpo.fox.write("[role=dialog] input[type=datetime-local]", "2026-11-02T10:00");
    await dpo.fox.write("[role=dialog] textarea", "A copy of what you keep.");
    await dpo.fox.click("[role=dialog] button[type=submit]");
    await dpo.arrive(/\/console\/data-requests\/[0-9a-f-]{36}$/);
    expect(await dpo.see("Fanta Coulibaly")).not.toBe("");
  });

  test.each(languages)("the committee reads its figures and freezes them (%s)", async (language) => {
    const member = await enter({ role: "committee_member", organisation: "Committee", name: "Drissa" }, language);
    await member.open("/office/figures");
    await member.see("Reports received");
    await member.press("Freeze the figures");
    expect(await member.see("Frozen. Hash {hash}…")).not.toBe("");
  });

  test("a file that a person chooses goes with the report, and the desk has it", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "toguna-fox-")), "capture.txt");
    writeFileSync(file, "sms");
    const person = await visit("en");
    await person.open("/suspicious");
    await person.fox.write("#f-message", "See the file");
    await person.fox.attach("input[type=file]", file);
    await report(person, {}, {});
    const isThere = async () =>
      (await server.world.owner`select 1 from report_files where name = 'capture.txt'`).length > 0;
    expect(await eventually(isThere, 60_000)).toBe(true);
  });
});

const ruleText = `title: Till emptied by the kora tool
id: 5f0d2a54-6a0e-4a8e-9a53-2a1f6d0c7b11
status: experimental
description: The tool empties the till of a shop without a window. Take the machine off the network.
author: CERT
license: DRL-1.1
date: 2026-11-22
logsource:
  product: windows
  category: process_creation
detection:
  selection:
    Image|endswith: '\\\\kora.exe'
    CommandLine|contains: '--vider'
  condition: selection
level: high
`;
