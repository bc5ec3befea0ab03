// A person of any organisation in a real browser: enrols a passkey by an invitation link, as anybody does, and is signed in to the room of their role.
import type { Browser } from "playwright-core";
import { organisationKindOfRole, type Role, roomOfKind } from "../../backend/identity/model.ts";
import { hashToken, newToken } from "../../backend/identity/tokens.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { DeskPerson } from "./desk-browser.ts";
import { openPerson } from "./identity-server.ts";
import type { WebServer } from "./web-server.ts";

export interface RoomPerson extends DeskPerson {
  organisationId: string;
}

export interface Guest {
  role: Role;
  /** An id, or the name of one to find or to make, of the kind that the role asks for. */
  organisation: string;
  name?: string;
}

/** An invitation as an administrator makes it; its link enrols a passkey in whatever browser opens it. */
export async function inviteTo(
  web: { url: string; world: Pick<WebServer["world"], "owner"> },
  who: Guest,
): Promise<{ link: string; email: string; organisationId: string }> {
  const { owner } = web.world;
  const kind = organisationKindOfRole[who.role];
  const [known] = await owner<{ id: string }[]>`select id from organisations
    where kind = ${kind} and (id::text = ${who.organisation} or name = ${who.organisation} or kind = 'cert')`;
  const organisationId = known?.id ?? newId();
  if (!known)
    await owner`insert into organisations (id, kind, name) values (${organisationId}, ${kind}, ${who.organisation})`;
  const token = newToken();
  const email = `${newId()}@people.example`;
  await owner`insert into invitations (id, token_hash, kind, email, name, role, organisation_id, expires_at)
    values (${newId()}, ${hashToken(token)}, 'invite', ${email}, ${who.name ?? who.role}, ${who.role}, ${organisationId}, now() + interval '1 day')`;
  return { link: `${web.url}/desk/enrol#${token}`, email, organisationId };
}

/** Invites, enrols and signs in; the person's page then stands in the room of the role: `/desk/`, `/console/` or `/office/`. */
export async function signInAs(
  browser: Browser,
  web: Pick<WebServer, "world" | "url">,
  who: Guest,
  options: Parameters<typeof openPerson>[1] = {},
): Promise<RoomPerson> {
  const { owner } = web.world;
  const kind = organisationKindOfRole[who.role];
  const { link, email, organisationId } = await inviteTo(web, who);
  const person = await openPerson(browser, options);
  await person.page.goto(link);
  await person.page.locator("input[type=email]").fill(email);
  await person.page.locator("form button[type=submit]").click();
  await person.page.waitForURL(`${web.url}/${roomOfKind[kind]}/**`, { timeout: 30_000 });
  await person.page.locator(".navigation").waitFor({ state: "attached", timeout: 30_000 });
  const [row] = await owner<{ id: string }[]>`select id from people where email = ${email}`;
  return { ...person, personId: row?.id ?? "", organisationId };
}
