// The door in a real browser: set-up, invitation, enrolment, sign-in, sign-out, and the refusals that a person meets.
import type { Browser } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { createSetupLink, enrolLink, ensureCertOrganisation } from "../../backend/identity/index.ts";
import { tokenOf } from "../support/identity-app.ts";
import { chromiumPath } from "../support/browser.ts";
import {
  type IdentityServer,
  launchBrowser,
  openPerson,
  type Person,
  startIdentityServer,
} from "../support/identity-server.ts";

describe.skipIf(!chromiumPath)("with a browser (install chromium to run these)", () => {
  let server: IdentityServer;
  let browser: Browser;
  let administrator: Person;

  beforeAll(async () => {
    server = await startIdentityServer();
    browser = await launchBrowser();
    await ensureCertOrganisation(server.world.services, "CERT of the test");
    administrator = await openPerson(browser);
  });

  async function setUpLink(): Promise<string> {
    const made = await createSetupLink(server.world.services);
    return enrolLink(server.world.services.config, made?.token ?? "");
  }

  async function invite(email: string, role: string): Promise<string> {
    const { page } = administrator;
    await page.goto(`${server.origin}/desk/people`);
    await page.getByRole("button", { name: "Invite a person" }).click();
    await page.getByLabel("E-mail address").fill(email);
    await page
      .getByRole("dialog")
      .getByLabel("Name")
      .fill(email.split("@")[0] ?? "");
    await page.getByLabel("Role").selectOption(role);
    await page.getByRole("button", { name: "Make the invitation link" }).click();
    return await page.getByLabel("Link to hand over").inputValue();
  }

  async function enrol(person: Person, link: string, email: string): Promise<void> {
    await person.page.goto(link);
    await person.page.getByLabel("Your e-mail address").fill(email);
    await person.page.getByRole("button", { name: "Create my passkey" }).click();
    await person.page.getByRole("heading", { name: "Home" }).waitFor();
  }

  /** Signing out leads to the sign-in page by itself; whoever goes on before it is there crosses that navigation. */
  async function signOut(person: Person): Promise<void> {
    await Promise.all([
      person.page.waitForURL(`${server.origin}/desk/sign-in`),
      person.page.getByRole("button", { name: "Sign out" }).click(),
    ]);
    await person.page.getByRole("heading", { name: "Sign in" }).waitFor();
  }

  test("the first administrator is set up by the link, which says that the name is permanent", async () => {
    const { page } = administrator;
    await page.goto(await setUpLink());
    await page.getByText("This name is permanent").waitFor();
    expect(await page.getByRole("main").innerText()).toMatch(/bound to localhost and to nothing else/);
    expect(await page.getByRole("main").innerText()).toMatch(/“localhost” is for a trial on this machine only/);
    await page.getByLabel("Your name").fill("Awa Keïta");
    await page.getByLabel("Your e-mail address").fill("awa@cert.example");
    await page.getByRole("button", { name: "Create my passkey" }).click();
    await page.getByRole("heading", { name: "Home" }).waitFor();
    expect(await page.locator("#who").innerText()).toBe("Awa Keïta: administrator");
  });

  test("the session cookie is a __Host- cookie that script cannot read, also on http://localhost", async () => {
    const cookies = await administrator.context.cookies(server.origin);
    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatchObject({
      name: "__Host-toguna",
      httpOnly: true,
      secure: true,
      sameSite: "Strict",
      path: "/",
    });
    expect(await administrator.page.evaluate(() => document.cookie)).toBe("");
    const stored = await administrator.page.evaluate(() =>
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
    );
    expect(stored).not.toContain(cookies[0]?.value);
  });

  test("an invited analyst enrols with the right address, signs out, and signs in with the passkey alone", async () => {
    const link = await invite("bintou@cert.example", "analyst");
    const analyst = await openPerson(browser);
    const { page } = analyst;
    await page.goto(link);
    await page.getByText("CERT of the test gives you access: Analyst.").waitFor();
    await page.getByLabel("Your e-mail address").fill("someone@else.example");
    await page.getByRole("button", { name: "Create my passkey" }).click();
    await page.getByText("This is not the address that was invited.").waitFor();
    await page.getByLabel("Your e-mail address").fill("bintou@cert.example");
    await page.getByRole("button", { name: "Create my passkey" }).click();
    await page.getByRole("heading", { name: "Home" }).waitFor();
    expect(await page.locator("#who").innerText()).toBe("bintou: analyst");

    await signOut(analyst);
    expect(await analyst.context.cookies(server.origin)).toEqual([]);
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.getByRole("heading", { name: "Home" }).waitFor();
    expect(analyst.complaints).toEqual([]);
    await analyst.context.close();
  });

  test("the browser's own list under the field signs in without the button", async () => {
    const link = await invite("k@cert.example", "analyst");
    const person = await openPerson(browser, { hasAutofill: true });
    await enrol(person, link, "k@cert.example");
    await person.context.clearCookies();
    await person.page.goto(`${server.origin}/desk/me`);
    await person.page.getByRole("heading", { name: "My passkeys and sessions" }).waitFor();
    const [row] = await server.world
      .owner`select count(*)::int as count from sessions join people p on p.id = person_id where p.email = 'k@cert.example'`;
    expect(row).toEqual({ count: 2 });
    await person.context.close();
  });

  test("a used, an expired and an unknown link say the same, and make nothing", async () => {
    const used = await invite("c@cert.example", "analyst");
    const first = await openPerson(browser);
    await enrol(first, used, "c@cert.example");
    const expired = await invite("d@cert.example", "analyst");
    await server.world
      .owner`update invitations set expires_at = now() - interval '1 second' where email = 'd@cert.example'`;
    const unknown = enrolLink(server.world.services.config, "A".repeat(43));
    const stranger = await openPerson(browser);
    for (const link of [used, expired, unknown]) {
      await stranger.page.goto("about:blank");
      await stranger.page.goto(link);
      await stranger.page.getByText("This link is not valid any more.").waitFor();
      expect(await stranger.page.getByRole("button", { name: "Create my passkey" }).count()).toBe(0);
    }
    await first.context.close();
    await stranger.context.close();
  });

  test("a device that does not verify its owner neither enrols nor signs in", async () => {
    const person = await openPerson(browser);
    await enrol(person, await invite("e@cert.example", "analyst"), "e@cert.example");
    await signOut(person);
    await person.cdp.send("WebAuthn.setUserVerified", {
      authenticatorId: person.authenticatorId,
      isUserVerified: false,
    });
    await person.page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await person.page.getByText("Nothing was chosen, or time ran out.").waitFor();
    const other = await openPerson(browser);
    await other.cdp.send("WebAuthn.setUserVerified", { authenticatorId: other.authenticatorId, isUserVerified: false });
    await other.page.goto(await invite("f@cert.example", "analyst"));
    await other.page.getByLabel("Your e-mail address").fill("f@cert.example");
    await other.page.getByRole("button", { name: "Create my passkey" }).click();
    await other.page.getByText("Nothing was chosen, or time ran out.").waitFor();
    const [row] = await server.world.owner`select count(*)::int as count from people where email = 'f@cert.example'`;
    expect(row).toEqual({ count: 0 });
    await person.context.close();
    await other.context.close();
  });

  test("a copy of a key is refused, and the key is blocked until an administrator helps", async () => {
    const person = await openPerson(browser);
    await enrol(person, await invite("g@cert.example", "analyst"), "g@cert.example");
    const { credentials } = await person.cdp.send("WebAuthn.getCredentials", {
      authenticatorId: person.authenticatorId,
    });
    const copy = credentials[0]!;
    await signOut(person);
    for (let times = 0; times < 2; times++) {
      await person.page.goto(`${server.origin}/desk/sign-in`);
      await person.page.getByRole("button", { name: "Sign in with a passkey" }).click();
      await person.page.getByRole("heading", { name: "Home" }).waitFor();
    }
    const thief = await openPerson(browser);
    await thief.cdp.send("WebAuthn.addCredential", {
      authenticatorId: thief.authenticatorId,
      credential: { ...copy, signCount: 1 },
    });
    await thief.page.goto(`${server.origin}/desk/sign-in`);
    await thief.page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await thief.page.getByText("This passkey was not accepted.").waitFor();
    await person.page.goto(`${server.origin}/desk/me`);
    await person.page.getByRole("heading", { name: "Sign in" }).waitFor();
    await administrator.page.goto(`${server.origin}/desk/people`);
    await administrator.page
      .getByRole("listitem")
      .filter({ hasText: "g@cert.example" })
      .getByText("passkey blocked")
      .waitFor();
    const why = await server.world.owner`select detail->>'why' as why from audit_log where action = 'session.refuse'`;
    expect(why.map((row) => row["why"])).toContain("cloned");
    await person.context.close();
    await thief.context.close();
  });

  test("a session that is ended elsewhere asks to sign in again and comes back to the same page", async () => {
    const person = await openPerson(browser);
    await enrol(person, await invite("h@cert.example", "analyst"), "h@cert.example");
    await administrator.page.goto(`${server.origin}/desk/people`);
    const row = administrator.page.getByRole("listitem").filter({ hasText: "h@cert.example" });
    await row.getByRole("button", { name: "End sessions" }).click();
    await administrator.page.getByText("1 session has ended.").waitFor();
    await person.page.goto(`${server.origin}/desk/me`);
    await person.page.getByRole("heading", { name: "Sign in" }).waitFor();
    await person.page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await person.page.getByRole("heading", { name: "My passkeys and sessions" }).waitFor();
    expect(person.page.url()).toBe(`${server.origin}/desk/me`);
    await person.context.close();
  });

  test("the door sends nobody to another site after signing in", async () => {
    const person = await openPerson(browser);
    await enrol(person, await invite("i@cert.example", "analyst"), "i@cert.example");
    for (const back of [
      "https://evil.example/",
      "//evil.example/desk/",
      "javascript:alert(1)",
      "/api/v1/identity/me",
    ]) {
      await person.context.clearCookies();
      await person.page.goto(`${server.origin}/desk/sign-in?back=${encodeURIComponent(back)}`);
      await person.page.getByRole("button", { name: "Sign in with a passkey" }).click();
      await person.page.getByRole("heading", { name: "Home" }).waitFor();
      expect(person.page.url()).toBe(`${server.origin}/desk/`);
    }
    await person.context.close();
  });

  test("on 127.0.0.1 the door says where it is, and the name localhost signs in", async () => {
    const person = await openPerson(browser);
    await person.page.goto(`http://127.0.0.1:${server.port}/desk/sign-in`);
    await person.page.getByText("Passkeys are bound to another name.").waitFor();
    expect(await person.page.getByRole("button", { name: "Sign in with a passkey" }).count()).toBe(0);
    await person.page.getByRole("link", { name: `${server.origin}/desk` }).click();
    await person.page.getByRole("button", { name: "Sign in with a passkey" }).waitFor();
    await person.context.close();
  });

  test("a passkey of this site does not answer another origin on the same machine", async () => {
    const other = await startIdentityServer();
    const person = await openPerson(browser);
    await enrol(person, await invite("j@cert.example", "analyst"), "j@cert.example");
    // Same RP ID (localhost), another port: the browser signs, the server refuses the foreign origin.
    const answer = await person.page.evaluate(async () => {
      const begin = await fetch("/api/v1/identity/sign-in/options", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: "{}",
      });
      return (await begin.json()) as { ceremonyId: string; options: { challenge: string } };
    });
    await person.page.goto(`${other.origin}/desk/sign-in`);
    const response = await person.page.evaluate(async (options) => {
      const credential = (await navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON),
      })) as PublicKeyCredential;
      return credential.toJSON() as unknown;
    }, answer.options);
    const refused = await fetch(`http://127.0.0.1:${server.port}/api/v1/identity/sign-in`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ceremonyId: answer.ceremonyId, response }),
    });
    expect(refused.status).toBe(401);
    const [row] = await server.world
      .owner`select detail->>'why' as why from audit_log where action = 'session.refuse' order by xid desc limit 1`;
    expect(row).toEqual({ why: "origin" });
    await person.context.close();
  });

  test("plain http on another name disables the door, with the reason and the ways out", async () => {
    const plain = await startIdentityServer({ host: "desk.example" });
    const mapped = await launchBrowser(["--host-resolver-rules=MAP desk.example 127.0.0.1"]);
    const person = await openPerson(mapped);
    await person.page.goto(`${plain.origin}/desk/sign-in`);
    await person.page.getByText("This address is plain http: nobody can sign in here.").waitFor();
    const text = await person.page.getByRole("main").innerText();
    expect(text).toMatch(/TLS_CERT and TLS_KEY/);
    expect(text).toMatch(/toguna certificate/);
    expect(text).toMatch(/DESK_URL/);
    expect(await person.page.getByRole("button", { name: "Sign in with a passkey" }).count()).toBe(0);
    const refused = await fetch(`http://127.0.0.1:${plain.port}/api/v1/identity/sign-in/options`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    expect(refused.status).toBe(422);
    await mapped.close();
  });

  test("a demo offers one-time links by role, each enrolling a passkey of one's own", async () => {
    const demo = await startIdentityServer({ isDemo: true });
    await ensureCertOrganisation(demo.world.services, "CERT of the demo");
    const person = await openPerson(browser);
    await person.page.goto(`${demo.origin}/desk/demo`);
    await person.page.getByRole("button", { name: "Enter: Team lead" }).click();
    await person.page.getByRole("button", { name: "Create my passkey" }).click();
    await person.page.getByRole("heading", { name: "Home" }).waitFor();
    expect(await person.page.locator("#who").innerText()).toMatch(/^\p{L}+ \p{L}+: lead$/u);
    expect(person.complaints).toEqual([]);
    const closed = await fetch(`http://127.0.0.1:${server.port}/api/v1/identity/demo/links`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ role: "administrator" }),
    });
    expect(closed.status).toBe(404);
    expect(tokenOf(enrolLink(demo.world.services.config, "x"))).toBe("x");
    await person.context.close();
  });

  test("nothing on these pages breaks the content security policy or throws", () => {
    expect(administrator.complaints).toEqual([]);
  });
});
