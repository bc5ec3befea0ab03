// Passkeys, sessions, people, recovery and API keys on the screens, in a real browser; legible for everybody, in three languages.
import { mkdirSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { createSetupLink, enrolLink, ensureCertOrganisation } from "../../backend/identity/index.ts";
import { chromiumPath } from "../support/browser.ts";
import {
  addAuthenticator,
  type IdentityServer,
  launchBrowser,
  openPerson,
  type Person,
  startIdentityServer,
  touchOnly,
} from "../support/identity-server.ts";

/** Pictures are kept when a folder for them is named. */
const pictures = process.env["TOGUNA_PICTURES"];

describe.skipIf(!chromiumPath)("with a browser (install chromium to run these)", () => {
  let server: IdentityServer;
  let browser: Browser;
  let administrator: Person;
  let page: Page;

  beforeAll(async () => {
    server = await startIdentityServer();
    browser = await launchBrowser();
    await ensureCertOrganisation(server.world.services, "CERT national");
    const link = await createSetupLink(server.world.services);
    administrator = await openPerson(browser);
    page = administrator.page;
    await page.goto(enrolLink(server.world.services.config, link?.token ?? ""));
    await page.getByLabel("Your name").fill("Awa Keïta");
    await page.getByLabel("Your e-mail address").fill("awa@cert.example");
    await page.getByLabel("Name of this passkey").fill("Office laptop");
    await page.getByRole("button", { name: "Create my passkey" }).click();
    await page.getByRole("heading", { name: "Home" }).waitFor();
  });

  async function invite(email: string, name: string, role: string): Promise<string> {
    await page.goto(`${server.origin}/desk/people`);
    await page.getByRole("button", { name: "Invite a person" }).click();
    await page.getByLabel("E-mail address").fill(email);
    await page.getByRole("dialog").getByLabel("Name").fill(name);
    await page.getByLabel("Role").selectOption(role);
    await page.getByRole("button", { name: "Make the invitation link" }).click();
    return await page.getByLabel("Link to hand over").inputValue();
  }

  async function join(email: string, name: string, role: string): Promise<Person> {
    const person = await openPerson(browser);
    await person.page.goto(await invite(email, name, role));
    await person.page.getByLabel("Your e-mail address").fill(email);
    await person.page.getByRole("button", { name: "Create my passkey" }).click();
    await person.page.getByRole("heading", { name: "Home" }).waitFor();
    return person;
  }

  const rowOf = (text: string) => page.getByRole("listitem").filter({ hasText: text });

  test("a second passkey on another device is added after the first has confirmed, renamed, and removed", async () => {
    const usb = await addAuthenticator(administrator.cdp, "usb");
    const { cdp, authenticatorId: laptop } = administrator;
    await touchOnly(cdp, laptop, usb);
    // The person touches the old device for the confirmation, and the new one for the new key.
    await page.route("**/me/passkeys/options", async (asked) => {
      await touchOnly(cdp, usb, laptop);
      await asked.continue();
    });
    await page.goto(`${server.origin}/desk/me`);
    await rowOf("Office laptop").first().waitFor();
    // The list of one's passkeys comes later than everything else: what is told to the device meanwhile must not cost it the new one.
    await page.route("**/identity/me/keys", async (asked) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      await asked.continue();
    });
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByLabel("Name of this passkey").fill("Blue key");
    await page.getByRole("dialog").getByRole("button", { name: "Add a passkey" }).click();
    await page.getByText("The passkey is added.").waitFor();
    await touchOnly(cdp, laptop, usb);
    await page.unroute("**/me/passkeys/options");
    await rowOf("Blue key").waitFor();
    await page.unroute("**/identity/me/keys");
    await page.waitForTimeout(300);
    const { credentials } = await cdp.send("WebAuthn.getCredentials", { authenticatorId: usb });
    expect(credentials).toHaveLength(1);
    await rowOf("Blue key").getByRole("button", { name: "Rename" }).click();
    await page.getByLabel("Name of this passkey").fill("Green key");
    await page.getByRole("button", { name: "Save" }).click();
    await rowOf("Green key").getByRole("button", { name: "Remove" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await page.getByText("The passkey is removed; its sessions have ended.").waitFor();
    await rowOf("Office laptop").getByRole("button", { name: "Remove" }).waitFor({ state: "detached" });
    await administrator.cdp.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: usb });
    const mails = await server.world
      .owner`select payload->>'change' as change from graphile_worker._private_jobs where payload->>'type' = 'identity.changed'`;
    expect(mails.map((row) => row["change"])).toEqual(["passkey_added", "passkey_added", "passkey_removed"]);
  });

  test("an act whose confirmation is cancelled is not done, and says so", async () => {
    await administrator.cdp.send("WebAuthn.setUserVerified", {
      authenticatorId: administrator.authenticatorId,
      isUserVerified: false,
    });
    await page.goto(`${server.origin}/desk/people`);
    await page.getByRole("button", { name: "Invite a person" }).click();
    await page.getByLabel("E-mail address").fill("never@cert.example");
    await page.getByRole("button", { name: "Make the invitation link" }).click();
    await page.getByText("Nothing was chosen, or time ran out.").waitFor();
    await administrator.cdp.send("WebAuthn.setUserVerified", {
      authenticatorId: administrator.authenticatorId,
      isUserVerified: true,
    });
    const [row] = await server.world
      .owner`select count(*)::int as count from invitations where email = 'never@cert.example'`;
    expect(row).toEqual({ count: 0 });
  });

  test("roles are changed and a person is disabled and enabled, each after confirmation", async () => {
    const person = await join("moussa@cert.example", "Moussa", "analyst");
    await page.goto(`${server.origin}/desk/people`);
    await rowOf("moussa@cert.example").getByRole("button", { name: "Change roles" }).click();
    await page.getByRole("checkbox", { name: "Team lead" }).check();
    await page.getByRole("button", { name: "Give these roles" }).click();
    await page.getByText("Roles are changed").waitFor();
    await rowOf("moussa@cert.example").getByText("Team lead").waitFor();
    await rowOf("moussa@cert.example").getByRole("button", { name: "Disable" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Disable" }).click();
    await page.getByText("This person can sign in no more.").waitFor();
    await person.page.goto(`${server.origin}/desk/sign-in`);
    await person.page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await person.page.getByText("This passkey was not accepted.").waitFor();
    await rowOf("moussa@cert.example").getByRole("button", { name: "Enable" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Enable" }).click();
    await page.getByText("This person can sign in again.").waitFor();
    await person.page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await person.page.getByRole("heading", { name: "Home" }).waitFor();
    expect(await person.page.locator("#who").innerText()).toMatch(/^Moussa: (analyst, lead|lead, analyst)$/);
    await person.context.close();
  });

  test("a lost passkey is recovered by a link that enrols a new one and asks to sign in", async () => {
    const lost = await join("oyun@cert.example", "Oyun", "analyst");
    await page.goto(`${server.origin}/desk/people`);
    await rowOf("oyun@cert.example").getByRole("button", { name: "Recovery link" }).click();
    await page.getByLabel("How did you check that it is this person?").fill("Met in person, card shown.");
    await page.getByRole("button", { name: "Ask for recovery" }).click();
    const link = await page.getByLabel("Link to hand over").inputValue();
    const fresh = await openPerson(browser);
    await fresh.page.goto(link);
    await fresh.page.getByText("The old ones are removed and all your sessions end").waitFor();
    await fresh.page.getByLabel("Your e-mail address").fill("oyun@cert.example");
    await fresh.page.getByRole("button", { name: "Create my passkey" }).click();
    await fresh.page.getByText("Your new passkey is enrolled. Sign in with it.").waitFor();
    await fresh.page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await fresh.page.getByRole("heading", { name: "Home" }).waitFor();
    await lost.page.goto(`${server.origin}/desk/me`);
    await lost.page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(fresh.complaints).toEqual([]);
    await lost.context.close();
    await fresh.context.close();
  });

  test("an API key is shown once, replaced and revoked", async () => {
    await page.goto(`${server.origin}/desk/api-keys`);
    await page.getByRole("button", { name: "Make a key" }).click();
    await page.getByLabel("Name").fill("Sensor feed");
    await page.getByRole("dialog").getByRole("button", { name: "Make a key" }).click();
    await page.getByText("it is shown once").waitFor();
    const key = await page.getByRole("dialog").getByRole("textbox").inputValue();
    expect(key).toMatch(/^tgk_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/);
    await page.keyboard.press("Escape");
    expect(await page.getByRole("main").or(page.locator("body")).first().innerText()).not.toContain(key);
    await rowOf("Sensor feed").getByRole("button", { name: "Replace" }).click();
    await page.getByText("it is shown once").waitFor();
    await page.keyboard.press("Escape");
    await rowOf("Sensor feed").first().getByRole("button", { name: "Revoke" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await page.getByText("The key opens nothing any more.").waitFor();
    expect(administrator.complaints).toEqual([]);
  });

  test("every page is legible for everybody, in three languages, light and dark, on a desk and on a phone", async () => {
    const door = await createDoorLinks();
    const looks = [
      { language: "fr", width: 1440, dark: false },
      { language: "mn", width: 390, dark: true },
      { language: "en", width: 1024, dark: true },
      { language: "fr", width: 390, dark: false },
    ];
    const state = await administrator.context.storageState();
    for (const look of looks) {
      const person = await openPerson(browser, { ...look, height: look.width === 390 ? 844 : 900 });
      await person.context.addCookies(state.cookies);
      for (const [name, address] of Object.entries(door)) {
        await person.page.goto("about:blank");
        await person.page.goto(address);
        await person.page.locator("h1").first().waitFor();
        await person.page.waitForLoadState("networkidle");
        const overflow = await person.page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, `${name} ${look.language} ${look.width}`).toBeLessThanOrEqual(0);
        expect(await person.page.locator("body").innerText()).not.toMatch(/identity\.[a-z_]+/);
        const found = await new AxeBuilder({ page: person.page })
          .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
          .analyze();
        expect(
          found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`),
          `${name} ${look.language} ${look.width}`,
        ).toEqual([]);
        if (pictures) {
          mkdirSync(pictures, { recursive: true });
          const path = `${pictures}/${name}-${look.language}-${look.width}${look.dark ? "-dark" : ""}.png`;
          await person.page.screenshot({ path, fullPage: true });
        }
      }
      expect(person.complaints).toEqual([]);
      await person.context.close();
    }
  });

  /** Something of each kind to look at: an office with devices and clerks, codes that are allowed, a metadata file. */
  async function fillOffices(): Promise<void> {
    const { owner } = server.world;
    const id = "01900000-0000-7000-8000-000000000001";
    await owner`insert into offices (id, name, made_at) values (${id}, 'Poste de Kita', now())`;
    await owner`insert into office_devices (id, office_id, name, made_at, enrolled_at, last_used_at, link_hash, link_expires_at) values
      (gen_random_uuid(), ${id}, 'Ordinateur du guichet 2', now(), now(), now(), null, null),
      (gen_random_uuid(), ${id}, 'Tablette', now(), null, null, '\x01', now() + interval '1 hour'),
      (gen_random_uuid(), ${id}, 'Ancien ordinateur', now(), null, null, '\x02', now() - interval '1 hour')`;
    await owner`insert into clerks (id, office_id, name, pin_hash, made_at, pin_made_at) values
      ('01900000-0000-7000-8000-000000000002', ${id}, 'M. Diallo', 'x', now(), now()),
      ('01900000-0000-7000-8000-000000000003', ${id}, 'Mme Traoré', 'x', now(), now())`;
    await owner`insert into secret_tries (subject, failed, failed_at) values ('pin:01900000-0000-7000-8000-000000000003', 20, now())`;
    await owner`insert into settings (key, value) values ('identity.policy', '{"hasRecoveryCodes":true}')
      on conflict (key) do update set value = excluded.value`;
    await owner`insert into authenticator_metadata (id, number, next_update, sha256, models, loaded_at)
      values (gen_random_uuid(), 214, current_date - 3, decode(repeat('ab', 32), 'hex'), 320, now())`;
    await owner`insert into authenticator_models (aaguid, name, statuses, withdrawn_for, roots) select aaguid, 'Test authenticator', '{}', 'REVOKED', '{}'
      from passkeys where aaguid is not null group by aaguid`;
    await owner`insert into service_accounts (id, organisation_id, name, made_at, disabled_at)
      select '01900000-0000-7000-8000-000000000004', id, 'Capteur national', now(), now() from organisations where kind = 'cert'`;
    await owner`insert into api_keys (id, name, key_hash, prefix, organisation_id, acts, account_id, marking, networks, expires_at)
      select gen_random_uuid(), 'Capteur national', '\x01', 'abcdef12', id, '{report.submit}', '01900000-0000-7000-8000-000000000004', 'green',
        '{192.0.2.0/24,2001:db8::/32}', now() + interval '90 days' from organisations where kind = 'cert'`;
  }

  async function createDoorLinks(): Promise<Record<string, string>> {
    await fillOffices();
    const enrolment = await invite("saran@cert.example", "Saran", "analyst");
    return {
      "sign-in": `${server.origin}/desk/sign-in`,
      enrol: enrolment,
      people: `${server.origin}/desk/people`,
      me: `${server.origin}/desk/me`,
      "api-keys": `${server.origin}/desk/api-keys`,
      offices: `${server.origin}/desk/offices`,
      recover: `${server.origin}/desk/recover`,
    };
  }
});
