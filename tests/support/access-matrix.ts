// Everybody who can ask something of the application, and the house that they ask it in: real enrolments, real sessions, real keys.
import { randomBytes } from "node:crypto";
import type { Hono } from "hono";
import { createApi } from "../../backend/api.ts";
import {
  type Act,
  actsOfRole,
  apiKeyActs,
  organisationKindOfRole,
  type Role,
  roles,
  type StepUpBinding,
} from "../../backend/identity/model.ts";
import { hashToken, newApiKey, newToken } from "../../backend/identity/tokens.ts";
import type { HttpEnv, RouteDeclaration } from "../../backend/platform/http/index.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { Asked } from "./access-recipe.ts";
import { makeTestWorld, type TestWorld } from "./database.ts";
import { Visitor } from "./identity-app.ts";
import type { SoftwareKey } from "./software-key.ts";
import { buildFrontend } from "./web-server.ts";

export const publicUrl = "https://cert.example";

/** Somebody who asks. `acts` is what the tables of identity's model give them. */
export interface Caller {
  name: string;
  kind: "stranger" | "reporter" | "key" | "person";
  acts: readonly Act[];
  personId?: string;
  key?: SoftwareKey;
  token?: string;
}

/** One caller at the door, with a session of this one request. Who has no account borrows a spare person's, to make requests with. */
export interface Asker {
  caller: Caller;
  headers: Record<string, string>;
  personId: string;
  sessionId: string;
  key: SoftwareKey;
  /** Headers of the person whose ceremonies make the request. */
  personHeaders: Record<string, string>;
}

export interface House {
  world: TestWorld;
  api: Hono<HttpEnv>;
  cert: string;
  callers: Caller[];
  /** The report that the reporter's token opens, and the receipt's digits. */
  reporter: { reportId: string; reference: string; receipt: string };
  spare: { personId: string; key: SoftwareKey };
  /** Secrets that no answer may repeat. */
  secrets: string[];
  send(method: string, path: string, init?: RequestInit): Promise<Response>;
  open(caller: Caller): Promise<Asker>;
  allowStepUp(asker: Asker, binding: StepUpBinding): Promise<void>;
  /** Forgets the sessions of requests that are over and the people whom they were about, so that the house of the last route is as large as that of the first. */
  tidy(): Promise<void>;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/** What the declaration of a route, and nothing else, promises a caller. `asks`: the permission behind an open door. */
export function promised(declared: RouteDeclaration, asks: Act | undefined, caller: Caller): "yes" | 401 | 403 {
  const { access } = declared;
  const stranger = caller.kind === "stranger" || caller.kind === "reporter" ? 401 : 403;
  switch (access.kind) {
    case "public":
      // A key does what it was made for, and not what a stranger may.
      return caller.kind === "key" && asks !== undefined && !caller.acts.includes(asks) ? 403 : "yes";
    case "receipt":
      return caller.kind === "reporter" ? "yes" : 401;
    case "signed_in":
      return caller.kind === "person" ? "yes" : stranger;
    case "act":
      return caller.acts.some((act) => act === access.act) ? "yes" : stranger;
  }
}

/** A house over a fresh database with one person of each role, one key of each act, a reporter and a stranger. */
export async function makeHouse(env: Record<string, string> = {}): Promise<House> {
  buildFrontend("frontend/portal/vite.config.ts");
  const world = await makeTestWorld({ env: { PUBLIC_URL: publicUrl, ...env } });
  const api = createApi(world.services);
  const send: House["send"] = async (method, path, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set("host", new URL(publicUrl).host);
    // A fresh address each time: limits per address have their own tests.
    const remoteAddress = `10.${[...randomBytes(3)].join(".")}`;
    return await api.request(
      `${publicUrl}${path}`,
      { ...init, method, headers },
      { incoming: { socket: { remoteAddress } } },
    );
  };
  const organisations = new Map<string, string>();
  for (const kind of new Set(Object.values(organisationKindOfRole))) {
    organisations.set(kind, newId());
    await world.owner`insert into organisations (id, kind, name) values (${organisations.get(kind) ?? ""}, ${kind}, ${`The ${kind}`})`;
  }
  const secrets: string[] = [];
  const keep = (token: string): string => {
    secrets.push(token, ...["hex", "base64", "base64url"].map((as) => hashToken(token).toString(as as "hex")));
    return token;
  };
  const enrol = async (role: Role): Promise<{ personId: string; key: SoftwareKey }> => {
    const visitor = new Visitor(
      { request: async (url, init) => await send(init.method ?? "GET", new URL(url).pathname, init) },
      publicUrl,
    );
    const token = keep(newToken());
    const email = `${role}-${newId()}@house.example`;
    await world.owner`insert into invitations (id, token_hash, kind, email, name, role, organisation_id, expires_at)
      values (${newId()}, ${hashToken(token)}, 'invite', ${email}, ${role}, ${role}, ${organisations.get(organisationKindOfRole[role]) ?? ""}, now() + interval '1 day')`;
    const answer = await visitor.enrol(token, { email });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    const [row] = await world.owner<{ id: string }[]>`select id from people where email = ${email}`;
    return { personId: row?.id ?? "", key: visitor.key };
  };
  const cert = organisations.get("cert") ?? "";
  const spare = await enrol("analyst");
  const callers: Caller[] = [{ name: "stranger", kind: "stranger", acts: [] }];
  const { token, ...reporter } = await openReceiptOf(send);
  secrets.push(reporter.receipt, reporter.receipt.replaceAll(" ", ""), keep(token));
  const [found] = await world.owner<{ id: string }[]>`select id from reports where reference = ${reporter.reference}`;
  callers.push({ name: "receipt", kind: "reporter", acts: [], token });
  for (const act of apiKeyActs) {
    const { key, prefix } = newApiKey();
    await world.owner`insert into api_keys (id, name, key_hash, prefix, organisation_id, acts, expires_at, last_used_at)
      values (${newId()}, ${act}, ${hashToken(keep(key))}, ${prefix}, ${cert}, ${[act]}, now() + interval '1 day', now())`;
    callers.push({ name: `key: ${act}`, kind: "key", acts: [act], token: key });
  }
  for (const role of roles)
    callers.push({ name: role, kind: "person", acts: actsOfRole[role], ...(await enrol(role)) });
  const session = async (personId: string, key: SoftwareKey): Promise<{ id: string; cookie: string }> => {
    const id = newId();
    const fresh = keep(newToken());
    await world.owner`insert into sessions (id, token_hash, person_id, passkey_id, idle_expires_at, expires_at)
      values (${id}, ${hashToken(fresh)}, ${personId}, ${key.id}, now() + interval '30 minutes', now() + interval '12 hours')`;
    return { id, cookie: `__Host-toguna=${fresh}` };
  };
  const lasting = secrets.length;
  return {
    tidy: async () => {
      secrets.length = lasting;
      await world.owner.begin(async (sql) => {
        await sql`set local session_replication_role = replica`;
        await sql`delete from step_ups`;
        await sql`delete from ceremonies`;
        await sql`delete from sessions`;
        await sql`delete from graphile_worker._private_jobs`;
        // Somebody whom an earlier request was about: else each act that tells all leads would tell thousands.
        await sql`update people set disabled_at = now() where disabled_at is null and email like '%@cert.example'`;
      });
    },
    world,
    api,
    cert,
    callers,
    reporter: { ...reporter, reportId: found?.id ?? "" },
    spare,
    secrets,
    send,
    open: async (caller) => {
      const who = caller.personId && caller.key ? { personId: caller.personId, key: caller.key } : spare;
      const own = await session(who.personId, who.key);
      const origin = { origin: publicUrl };
      const personHeaders = { ...origin, cookie: own.cookie };
      const carried =
        caller.kind === "key"
          ? { ...origin, authorization: `Bearer ${caller.token ?? ""}` }
          : caller.kind === "reporter"
            ? { ...origin, "receipt-token": caller.token ?? "" }
            : origin;
      const headers = caller.kind === "person" ? personHeaders : carried;
      return { caller, headers, ...who, sessionId: own.id, personHeaders };
    },
    allowStepUp: async (asker, { act, object, version }) => {
      await world.owner`insert into step_ups (id, session_id, person_id, act, object, version, created_at, expires_at)
        values (${newId()}, ${asker.sessionId}, ${asker.personId}, ${act}, ${object}, ${version}, now(), now() + interval '5 minutes')`;
    },
  };
}

/** One request to a declared route. `headers` are the caller's; a JSON body brings its media type unless they name one. */
export async function callRoute(
  house: House,
  declared: RouteDeclaration,
  headers: Record<string, string>,
  asked: Asked,
): Promise<Answer> {
  const path = declared.path.replaceAll(/:([A-Za-z]+)(?:\{[^}]*\})?/g, (_, key: string) => asked.params?.[key] ?? "x");
  const query = asked.query ? `?${new URLSearchParams(asked.query).toString()}` : "";
  const isJson = asked.body !== undefined;
  const response = await house.send(declared.method.toUpperCase(), `${path}${query}`, {
    headers: {
      ...(isJson ? { "content-type": asked.mediaType ?? "application/json" } : {}),
      ...asked.headers,
      ...headers,
    },
    ...(isJson
      ? { body: typeof asked.body === "string" ? asked.body : JSON.stringify(asked.body) }
      : asked.form
        ? { body: asked.form }
        : {}),
  });
  const answer = { status: response.status, headers: response.headers };
  // A stream does not end by itself: that it began is the answer.
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) {
    await response.body?.cancel();
    return { ...answer, text: "" };
  }
  return { ...answer, text: Buffer.from(await response.arrayBuffer()).toString("utf8") };
}

async function openReceiptOf(send: House["send"]): Promise<{ reference: string; receipt: string; token: string }> {
  const post = async (path: string, body: unknown): Promise<Record<string, string>> => {
    const headers = { "content-type": "application/json", origin: publicUrl };
    return (await (await send("POST", path, { headers, body: JSON.stringify(body) })).json()) as Record<string, string>;
  };
  const { reference = "", receipt = "" } = await post("/api/v1/reports", { description: "Mine alone" });
  const { token = "" } = await post("/api/v1/receipts/open", { receipt });
  return { reference, receipt, token };
}
