// A person at the desk in a real browser: enrols a passkey by an invitation link, as anybody does, and is signed in.
import type { Browser } from "playwright-core";
import { hashToken, newToken } from "../../backend/identity/tokens.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import { openPerson, type Person } from "./identity-server.ts";
import type { WebServer } from "./web-server.ts";

export interface DeskPerson extends Person {
  /** As in the database. */
  personId: string;
}

/** Invites, enrols and signs in. `role` is any of identity's. */
export async function signInAtDesk(
  browser: Browser,
  web: WebServer,
  who: { role: string; name: string },
  options: Parameters<typeof openPerson>[1] = {},
): Promise<DeskPerson> {
  const [cert] = await web.world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
  const token = newToken();
  const email = `${newId()}@cert.example`;
  await web.world.owner`insert into invitations (id, token_hash, kind, email, name, role, organisation_id, expires_at)
    values (${newId()}, ${hashToken(token)}, 'invite', ${email}, ${who.name}, ${who.role}, ${cert?.id ?? ""}, now() + interval '1 day')`;
  const person = await openPerson(browser, options);
  await person.page.goto(`${web.url}/desk/enrol#${token}`);
  await person.page.locator("input[type=email]").fill(email);
  await person.page.locator("form button[type=submit]").click();
  await person.page.locator(".navigation").waitFor({ state: "attached" });
  const [row] = await web.world.owner<{ id: string }[]>`select id from people where email = ${email}`;
  return { ...person, personId: row?.id ?? "" };
}
