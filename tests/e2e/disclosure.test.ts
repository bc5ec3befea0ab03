// In a real browser: a finder's report becomes a vulnerability with two vendors under embargo; one answers by a link with a code, one in its own room;
// two persons release one frozen version; nothing of it is public before its instant, and everything at it.
import { createHash } from "node:crypto";
import { join } from "node:path";
import { createMessage, readKey, readSignature, verify } from "openpgp";
import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { openCase } from "../../backend/cases/index.ts";
import { partyLink } from "../../backend/coordination/disclosure/party/party-link.ts";
import { publishScheduled } from "../../backend/coordination/disclosure/publish-edition.ts";
import { makeTeamKey } from "../../backend/coordination/openpgp/team-keys.ts";
import { signReportToken } from "../../backend/intake/receipts/report-token.ts";
import { makeFixedClock } from "../../backend/platform/clock/index.ts";
import { makeContext } from "../../backend/platform/context/index.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { type DeskPerson, signInAtDesk } from "../support/desk-browser.ts";
import { addReport } from "../support/desk-world.ts";
import { type RoomPerson, signInAs } from "../support/room-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const pictures = process.env["TOGUNA_PICTURES"];
const timeout = 30_000;
/** Where a vulnerability could leak: pages, lists, feeds, indexes, what robots read. */
const publicPaths = [
  "/?lang=en",
  "/advisories?lang=en",
  "/advisories/atom.xml?lang=en",
  "/advisories/rss.xml?lang=en",
  "/csaf/",
  "/csaf/2026/",
  "/csaf/index.txt",
  "/csaf/changes.csv",
  "/robots.txt",
  "/sitemap.xml",
  "/.well-known/security.txt",
  "/reviews?lang=en",
  "/annual-reports?lang=en",
  "/disclosure-policy?lang=en",
  "/advisories/VU-2026-0001?lang=en",
  "/csaf/2026/vu-2026-0001.json",
  "/csaf/2026/vu-2026-0001.json.asc",
  "/csaf/2026/vu-2026-0001.json.sha256",
  "/.well-known/csaf/provider-metadata.json",
  "/cve/VU-2026-0001/CVE-2026-55555.json",
];

describe.skipIf(!chromiumPath)("a vulnerability with two vendors (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let analyst: DeskPerson;
  let senior: DeskPerson;
  let vendor: RoomPerson;

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer();
    browser = await openBrowser();
    const size = { width: 1280, height: 900, language: "en-GB" };
    analyst = await signInAtDesk(browser, web, { role: "analyst", name: "Awa Keïta" }, size);
    senior = await signInAtDesk(browser, web, { role: "senior", name: "Binta Diallo" }, size);
    vendor = await signInAs(
      browser,
      web,
      { role: "constituent_contact", organisation: "Fleuve Logiciels", name: "Moussa Traoré" },
      size,
    );
  });

  async function look(page: Page, name: string): Promise<void> {
    if (!pictures) return;
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
    const size = page.viewportSize();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.screenshot({ path: join(pictures, `${name}-390.png`), fullPage: true });
    if (size) await page.setViewportSize(size);
  }

  /** Body and tag of every public place. */
  async function readPublic(): Promise<Record<string, string>> {
    const read: Record<string, string> = {};
    for (const path of publicPaths) {
      const answer = await fetch(`${web.url}${path}`);
      read[path] = `${answer.status} ${answer.headers.get("etag") ?? ""} ${await answer.text()}`;
    }
    return read;
  }

  /** Somebody else scores the flaw while the dialog is open: both versions are shown, and one's own is put on top. */
  async function scoreTwice(page: Page): Promise<void> {
    const { owner } = web.world;
    await page.getByText("CVSS 3.1:").waitFor({ timeout });
    await page.getByRole("button", { name: "Change or score: Overflow in login" }).click();
    await page
      .getByLabel("CVSS 4.0 vector, if scored")
      .fill("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N");
    await owner`update disclosure_flaws set cwe = 'CWE-120', version = version + 1`;
    await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Somebody else saved while you were writing.").waitFor({ timeout });
    const clash = page.getByRole("dialog").getByRole("table");
    expect(await clash.innerText()).toMatch(/CWE-787\s+CWE-120/);
    await look(page, "disclosure-clash");
    await send(page, "Save mine");
    await page.getByText("CVSS 4.0:").waitFor({ timeout });
    const [flaw] = await owner<{ cwe: string; version: number }[]>`select cwe, version from disclosure_flaws`;
    expect(flaw).toEqual({ cwe: "CWE-787", version: 3 });
  }

  /** Hashes and signature are of the document's very bytes, and the lists and the provider's metadata are those of the day of publication. */
  async function checkFiles(href: string, before: Record<string, string>): Promise<void> {
    const { url } = web;
    const read = async (path: string): Promise<string> => {
      const answer = await fetch(`${url}${path}`);
      expect([path, answer.status]).toEqual([path, 200]);
      return await answer.text();
    };
    const text = await read(href);
    for (const kind of ["sha256", "sha512"])
      expect(await read(`${href}.${kind}`)).toMatch(
        new RegExp(`^${createHash(kind).update(text).digest("hex")}  vu-\\d{4}-\\d{4}\\.json\\n$`),
      );
    const verificationKeys = await readKey({ armoredKey: await read("/team-key.asc") });
    const signature = await readSignature({ armoredSignature: await read(`${href}.asc`) });
    const isBy = async (bytes: string): Promise<unknown> => {
      const message = await createMessage({ binary: Buffer.from(bytes) });
      return await (await verify({ message, signature, verificationKeys })).signatures[0]?.verified;
    };
    expect(await isBy(text)).toBe(true);
    await expect(isBy(`${text} `)).rejects.toThrow(/digest|signature/i);
    const folder = href.slice(0, href.lastIndexOf("/") + 1);
    expect(await read(folder)).toContain(`${href}.asc`);
    expect(await read("/csaf/")).toContain(folder);
    const path = "/.well-known/csaf/provider-metadata.json";
    const metadata = JSON.parse(await read(path)) as Record<string, unknown>;
    expect(metadata).toMatchObject({
      role: "csaf_trusted_provider",
      metadata_version: "2.0",
      canonical_url: expect.stringMatching(/provider-metadata\.json$/),
      publisher: { category: "coordinator" },
      public_openpgp_keys: [{ fingerprint: verificationKeys.getFingerprint().toUpperCase() }],
    });
    // It told nothing before, its date neither.
    expect(before[path]).not.toContain(String(metadata["last_updated"]));
    expect(await read("/.well-known/security.txt")).toContain(`CSAF: `);
  }

  async function openPlain(): Promise<Page> {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      locale: "en-GB",
      viewport: { width: 390, height: 800 },
    });
    return await context.newPage();
  }

  /** Presses a button of a dialog and waits until the dialog is gone. */
  async function send(page: Page, name: string): Promise<void> {
    await page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
    await page.getByRole("dialog").waitFor({ state: "detached", timeout });
  }

  test("under embargo each party sees its own part, and the public nothing; at the instant one frozen version is everywhere", async () => {
    const { world, url } = web;
    const { page } = analyst;
    await makeTeamKey(makeContext(world.services, { kind: "system", job: "test" }, "test"), {
      name: "CERT-XD",
      months: 24,
    });
    const before = await readPublic();
    const [cert] = await world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
    const report = await addReport(world, cert?.id ?? "", { subject: "GizmoServer" });
    await world.owner`update reports set flow = 'vulnerability', answers = '{"credit":"name","creditName":"Fatou Finder"}' where id = ${report.id}`;
    const [person] = await world.owner<{ id: string }[]>`select id from people where name = 'Awa Keïta'`;
    const actor = {
      kind: "person" as const,
      personId: person?.id ?? "",
      organisationId: cert?.id ?? "",
      roles: ["analyst"],
      sessionId: "",
    };
    await openCase(makeContext(world.services, actor, "test"), { reportIds: [report.id], title: "Zebra overflow" });
    await page.goto(`${url}/desk/disclosure`);
    await page.getByRole("link", { name: /Zebra overflow/ }).waitFor({ timeout });
    expect((await checkAccess(page)).faults).toEqual([]);
    await look(page, "disclosure-list");
    await page.getByRole("link", { name: "CVE ids" }).click();
    await page.getByRole("button", { name: "Bring ids in" }).click({ timeout });
    await page.getByLabel("Ids, one a line").fill("CVE-2026-55555\nCVE-2026-55556");
    await send(page, "Bring ids in");
    await page.getByText("CVE-2026-55556").waitFor({ timeout });
    await page.getByRole("link", { name: "← Vulnerabilities" }).click();
    await page.getByRole("link", { name: /Zebra overflow/ }).click({ timeout });
    await page.getByRole("heading", { level: 1, name: /Zebra overflow/ }).waitFor({ timeout });
    await page.getByRole("button", { name: "Add a flaw" }).click();
    await page.getByLabel("Name (in English)").fill("Overflow in login");
    await page.getByLabel(/What it is/).fill("A long name overruns a buffer.");
    await page.getByLabel(/Weakness/).fill("CWE-787");
    await page.getByLabel("CVSS 3.1 vector, if scored").fill("CVSS:3.1/AV:N/AC:L");
    await page.getByRole("dialog").getByRole("button", { name: "Add a flaw", exact: true }).click();
    await page
      .getByText(/missing: PR, UI, S, C, I, A/)
      .first()
      .waitFor({ timeout });
    await page.getByLabel("CVSS 3.1 vector, if scored").fill("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H");
    await send(page, "Add a flaw");
    await scoreTwice(page);
    for (const [name, isRegistered] of [
      ["Acme Gizmos", false],
      ["Fleuve Logiciels", true],
    ] as const) {
      await page.getByRole("button", { name: "Add a vendor" }).click({ timeout });
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Vendor", { exact: true }).fill(name);
      if (isRegistered) await dialog.getByLabel(/A constituent of the register/).check();
      await dialog.getByLabel("Product", { exact: true }).fill("GizmoServer");
      if (!isRegistered) await dialog.getByLabel("E-mail address").fill("security@acme.example");
      await send(page, "Add a vendor");
      await page.locator(`[data-vendor="${name}"]`).getByRole("button", { name: "Invite" }).click({ timeout });
      await page
        .locator(`[data-vendor="${name}"]`)
        .getByRole("button", { name: "Send the link again" })
        .waitFor({ timeout });
    }
    await page.getByRole("button", { name: "Give an id" }).click();
    await page.getByText("CVE-2026-55555").first().waitFor({ timeout });
    await page.getByRole("button", { name: "Set a date" }).click();
    await page.getByLabel("Why this date").fill("The usual window.");
    await send(page, "Save");
    await page.getByText(/^Date 1: /).waitFor({ timeout });
    // The vendor without an account: the mail holds no content; the desk reads a code out on the telephone.
    const [mail] = await world.owner<
      { subject: string; body: string }[]
    >`select subject, body from outgoing_mails where to_address = 'security@acme.example'`;
    expect(`${mail?.subject} ${mail?.body}`).not.toMatch(/Zebra|Gizmo|Acme|Fleuve|login|CVE/i);
    await page.locator('[data-vendor="Acme Gizmos"]').getByRole("button", { name: "Read a code out" }).click();
    const said = await page.getByText(/^Code: \d{8}/).innerText({ timeout });
    const [acmeParty] = await world.owner<
      { id: string }[]
    >`select id from disclosure_parties where name = 'Acme Gizmos'`;
    const party = await openPlain();
    const link = new URL(partyLink(world.services, acmeParty?.id ?? ""));
    await party.goto(`${url}${link.pathname}`);
    expect(await party.content()).not.toMatch(/Zebra|Gizmo|Acme|login/);
    await look(party, "disclosure-closed");
    await party.getByLabel("Code").fill(/\d{8}/.exec(said)?.[0] ?? "");
    await party.getByRole("button", { name: "Open" }).click();
    await party.getByRole("heading", { level: 1, name: "A vulnerability in GizmoServer" }).waitFor({ timeout });
    expect(await party.content()).not.toMatch(/Fleuve|Zebra|Finder/);
    await look(party, "disclosure-party");
    await party.getByRole("button", { name: "Send the statement" }).click();
    await party
      .getByText(/Choose how your product stands/)
      .first()
      .waitFor({ timeout });
    await party.getByLabel("Fixed", { exact: true }).check();
    await party.getByLabel("Which versions?").fill("4.2 and later");
    await party.getByLabel("Your statement").fill("Update to 4.2.");
    await party.getByRole("button", { name: "Send the statement" }).click();
    await party.getByText("We have it. Thank you.").waitFor({ timeout });
    await party.getByRole("button", { name: "We agree" }).click();
    await party.getByText("You agreed.").waitFor({ timeout });
    // The other, in its own room.
    await vendor.page.goto(`${url}/console/vulnerabilities`);
    await vendor.page.getByRole("heading", { name: "A vulnerability in GizmoServer" }).waitFor({ timeout });
    expect(await vendor.page.content()).not.toMatch(/Acme|Update to 4\.2|Zebra|Finder/);
    expect((await checkAccess(vendor.page)).faults).toEqual([]);
    await vendor.page.getByRole("button", { name: "Say how it stands" }).click();
    await vendor.page.getByLabel("How does your product stand?").selectOption("not_affected");
    await vendor.page.getByLabel("If it is not affected: why?").selectOption("component_not_present");
    await vendor.page.getByLabel("Your statement").fill("FLEUVE SAYS NO");
    await send(vendor.page, "Send the statement");
    await vendor.page.getByText("FLEUVE SAYS NO").waitFor({ timeout });
    await look(vendor.page, "disclosure-room");
    // The coordinator approves one and leaves the other; who looks again sees neither of them from outside.
    const address = page.url();
    await page.goto(address);
    const cell = page.locator('[data-cell="Acme Gizmos/1"]');
    await cell.getByRole("button", { name: "Approve", exact: true }).click({ timeout });
    await cell.getByText("approved").waitFor({ timeout });
    await page.getByLabel("Title (English)").fill("GizmoServer: update now");
    await page.getByLabel("Summary (English)").fill("A flaw lets strangers in.");
    await page.getByLabel("Text (English)").fill("## What to do\n\nUpdate.");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect
      .poll(async () => (await world.owner`select 1 from disclosure_drafts where texts <> '{}'`).length, { timeout })
      .toBe(1);
    expect((await checkAccess(page)).faults).toEqual([]);
    await look(page, "disclosure-desk");
    const [embargo] = await world.owner<{ until: Date }[]>`select until from disclosure_embargoes`;
    const until = embargo?.until ?? new Date();
    const localTime = await page.evaluate((at) => {
      const date = new Date(at + 60_000);
      return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
    }, until.getTime());
    await page.getByRole("button", { name: "Ask a second person to publish" }).click();
    await page.getByLabel(/At which instant/).fill(localTime);
    await send(page, "Ask a second person to publish");
    await page.getByText("waits for a second person").first().waitFor({ timeout });
    await senior.page.goto(address);
    await senior.page.getByText("Exactly what will be public").waitFor({ timeout });
    await senior.page.getByRole("button", { name: "Approve and let it leave" }).click({ timeout });
    await senior.page.getByRole("dialog").getByRole("button", { name: "Approve and let it leave" }).click();
    await senior.page.getByText("set for its instant").waitFor({ timeout });
    await look(senior.page, "disclosure-set");
    // Nothing anywhere: every public place is the same to the byte, tags included.
    expect(await readPublic()).toEqual(before);
    const search = await fetch(`${url}/?q=login&lang=en`);
    expect(await search.text()).not.toMatch(/Zebra|Acme Gizmos|CVE-2026-55555/);
    // The finder, with the receipt: how far it is, and nothing that a vendor said.
    const finder = await openPlain();
    const token = signReportToken(world.services, report.id, new Date());
    await finder.context().addCookies([{ name: "report", value: token, url: web.url }]);
    await finder.goto(`${url}/receipt/report`);
    await finder.getByText("The publication is set").waitFor({ timeout });
    expect(await finder.content()).not.toMatch(/Acme|Fleuve|Update to 4\.2|FLEUVE/);
    await look(finder, "disclosure-finder");
    // The instant comes.
    const [edition] = await world.owner<{ id: string }[]>`select id from disclosure_editions`;
    const then = makeFixedClock(new Date(until.getTime() + 120_000));
    await publishScheduled(makeContext({ ...world.services, clock: then }, { kind: "system", job: "test" }, "test"), {
      editionId: edition?.id ?? "",
    });
    const [named] = await world.owner<{ number: string }[]>`select number from disclosures where number is not null`;
    const reader = await openPlain();
    await reader.goto(`${url}/advisories`);
    await reader.getByRole("link", { name: "GizmoServer: update now" }).click();
    await reader.getByRole("heading", { level: 1, name: "GizmoServer: update now" }).waitFor({ timeout });
    const shown = await reader.content();
    expect(shown).toMatch(/Acme Gizmos/);
    expect(shown).toMatch(/Fatou Finder/);
    expect(shown).toMatch(/CVSS 4\.0: <b>9\.3 \(critical\)/);
    expect(shown).toMatch(/CVSS 3\.1: <b>9\.8 \(critical\)/);
    expect(shown).not.toMatch(/FLEUVE SAYS NO|Zebra/);
    await look(reader, "disclosure-public");
    const after = await readPublic();
    expect(after["/advisories/atom.xml?lang=en"]).toContain(named?.number ?? "?");
    expect(after["/csaf/index.txt"]).toContain(`${(named?.number ?? "?").toLowerCase()}.json`);
    const href = (await reader.getByRole("link", { name: "CSAF 2.0 (JSON)" }).getAttribute("href")) ?? "";
    const csaf = (await (await fetch(`${url}${href}`)).json()) as { document: { tracking: { status: string } } };
    expect(csaf.document.tracking.status).toBe("final");
    await checkFiles(href, before);
    expect([...analyst.complaints, ...senior.complaints, ...vendor.complaints]).toEqual([]);
    for (const one of [party, finder, reader]) await one.context().close();
  });
});
