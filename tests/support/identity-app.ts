// The identity routes as an application in memory, with clients that keep cookies and answer ceremonies by a software key.
import { Hono } from "hono";
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import {
  ensureCertOrganisation,
  createSetupLink,
  identityRoutes,
  isBackgroundRequest,
  may,
  requireSameOrigin,
  resolveApiKey,
  resolveSession,
  sessionTokenOf,
} from "../../backend/identity/index.ts";
import { type Act, type Role, type StepUpBinding, stepUpFor } from "../../backend/identity/model.ts";
import type { MeView } from "../../backend/identity/model.ts";
import { type Actor, makeContext, type Services } from "../../backend/platform/context/index.ts";
import { AppError } from "../../backend/platform/errors/index.ts";
import {
  type Access,
  defineRoutes,
  type HttpEnv,
  peerAddressOf,
  problemResponse,
  type RouteDeclaration,
} from "../../backend/platform/http/index.ts";
import { makeSoftwareKey, type SoftwareKey, type Twist } from "./software-key.ts";

export const root = "/api/v1/identity";

export function makeIdentityApp(services: Services, more: RouteDeclaration[] = []): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.use(async (c, next) => {
    const bearer = c.req.header("authorization")?.replace(/^Bearer /, "");
    const isBackground = isBackgroundRequest((name) => c.req.header(name));
    const actor: Actor = (await resolveSession(services, sessionTokenOf(c.req.header("cookie")), isBackground)) ??
      (await resolveApiKey(services, bearer, peerAddressOf(c))) ?? { kind: "anonymous" };
    c.set("ctx", makeContext(services, actor, "test"));
    await next();
  });
  app.use(requireSameOrigin(services.config));
  defineRoutes(app, [...identityRoutes, ...more], (ctx, access: Access) => {
    if (access.kind === "public") return;
    if (ctx.actor.kind === "anonymous") throw new AppError("unauthenticated", "Sign in to do this.");
    if (access.kind === "act" && !may(ctx, access.act as Act)) throw new AppError("forbidden", "Not yours.");
  });
  app.onError((error, c) => {
    if (!(error instanceof AppError) && error.name !== "ZodError") console.error(error);
    return problemResponse(c, error, "test");
  });
  return app;
}

export interface Answer<Body = Record<string, unknown>> {
  status: number;
  body: Body;
  headers: Headers;
}

/** What a visitor asks: an application in memory, or `fetch` to a server that runs. */
export interface Answering {
  request(url: string, init: RequestInit): Response | Promise<Response>;
}

/** One browser: a cookie, a key, and the ceremonies that a page would do. */
export class Visitor {
  readonly app: Answering;
  readonly origin: string;
  readonly key: SoftwareKey;
  cookie: string | undefined;

  constructor(app: Answering, origin: string, key: SoftwareKey = makeSoftwareKey()) {
    this.app = app;
    this.origin = origin;
    this.key = key;
  }

  async ask<Body = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const response = await this.app.request(`${this.origin}${path}`, {
      method,
      headers: {
        host: new URL(this.origin).host,
        origin: this.origin,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = response.headers.get("set-cookie")?.split(";")[0];
    if (set) this.cookie = set.endsWith("=") ? undefined : set;
    const text = (await response.text()) || "{}";
    // An address that this small application does not have is answered in plain words.
    const isJson = response.status !== 404 || text.startsWith("{");
    return {
      status: response.status,
      body: (isJson ? JSON.parse(text) : { code: "not_found" }) as Body,
      headers: response.headers,
    };
  }

  async beginSignIn() {
    const { body } = await this.ask<{ ceremonyId: string; options: PublicKeyCredentialRequestOptionsJSON }>(
      "POST",
      `${root}/sign-in/options`,
      {},
    );
    return body;
  }

  async signIn(twist?: Twist): Promise<Answer> {
    const { ceremonyId, options } = await this.beginSignIn();
    return await this.ask("POST", `${root}/sign-in`, {
      ceremonyId,
      response: this.key.get(options, this.origin, twist),
    });
  }

  async beginEnrolment(token: string, who: { email?: string; name?: string } = {}) {
    return await this.ask<{ ceremonyId: string; options: PublicKeyCredentialCreationOptionsJSON }>(
      "POST",
      `${root}/enrolment/options`,
      { token, ...who },
    );
  }

  async enrol(token: string, who: { email?: string; name?: string } = {}, twist?: Twist): Promise<Answer> {
    const begun = await this.beginEnrolment(token, who);
    if (begun.status !== 200) return begun as unknown as Answer;
    const { ceremonyId, options } = begun.body;
    const response = this.key.create(options, this.origin, twist);
    return await this.ask("POST", `${root}/enrolment`, { ceremonyId, response, keyName: "Test key" });
  }

  async stepUp(binding: StepUpBinding, twist?: Twist): Promise<Answer> {
    const { body } = await this.ask<{ ceremonyId: string; options: PublicKeyCredentialRequestOptionsJSON }>(
      "POST",
      `${root}/step-up/options`,
      binding,
    );
    const response = this.key.get(body.options, this.origin, twist);
    return await this.ask("POST", `${root}/step-up`, { ceremonyId: body.ceremonyId, response });
  }

  async me(): Promise<Answer<MeView>> {
    return await this.ask<MeView>("GET", `${root}/me`);
  }

  async invite(email: string, role: Role): Promise<string> {
    await this.stepUp(stepUpFor.invite(email, role));
    const made = await this.ask<{ link: string }>("POST", `${root}/invitations`, {
      email,
      role,
      name: email.split("@")[0],
    });
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
    return tokenOf(made.body.link);
  }
}

export function tokenOf(link: string): string {
  return new URL(link).hash.slice(1);
}

/** An application with its first administrator signed in. */
export async function makeStaffedApp(services: Services, more: RouteDeclaration[] = []) {
  const app = makeIdentityApp(services, more);
  const origin = new URL(services.config.deskUrl).origin;
  await ensureCertOrganisation(services, "CERT of the test");
  const link = await createSetupLink(services);
  const administrator = new Visitor(app, origin);
  const done = await administrator.enrol(link?.token ?? "", { email: "admin@cert.example", name: "Awa" });
  if (done.status !== 200) throw new Error(JSON.stringify(done.body));
  const visitor = (key?: SoftwareKey) => new Visitor(app, origin, key);
  /** A person with a role, enrolled and signed in. */
  const staff = async (role: Role, email = `${role}-${Math.random().toString(36).slice(2)}@cert.example`) => {
    const person = visitor();
    const answer = await person.enrol(await administrator.invite(email, role), { email });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return person;
  };
  return { app, origin, administrator, visitor, staff };
}
