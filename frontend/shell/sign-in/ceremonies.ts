// The ceremonies of passkeys in the browser: each asks the server for a challenge, lets the authenticator answer, and hands the answer in.
import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
  WebAuthnError,
} from "@simplewebauthn/browser";
import { type StepUpBinding, stepUpFor } from "../../../backend/identity/model.ts";
import { toBase64Url } from "../../../backend/platform/sealing/base64.ts";
import { apiPost } from "../../platform/api.ts";

const root = "/api/v1/identity";

type AssertionOptions = Parameters<typeof startAuthentication>[0]["optionsJSON"];
type CreationOptions = Parameters<typeof startRegistration>[0]["optionsJSON"];
interface Begun<Options> {
  ceremonyId: string;
  options: Options;
}

/** The person closed the browser's question, or it timed out; nothing happened. */
export class CeremonyCancelled extends Error {}
/** This authenticator holds a passkey of the account already. */
export class AuthenticatorKnown extends Error {}

export const canUsePasskeys = browserSupportsWebAuthn;
export const canAutofillPasskeys = browserSupportsWebAuthnAutofill;

/** Stops a question that the browser still shows, for instance the one in the autofill list. */
export function stopWaiting(): void {
  WebAuthnAbortService.cancelCeremony();
}

/** Signs in with any passkey of this site. With `isAutofill` the browser offers it in the field and waits there. @throws CeremonyCancelled, ApiProblem. */
export async function signInWithPasskey(isAutofill: boolean): Promise<void> {
  const begun = await apiPost<Begun<AssertionOptions>>(`${root}/sign-in/options`);
  const response = await answer(
    async () => await startAuthentication({ optionsJSON: begun.options, useBrowserAutofill: isAutofill }),
  );
  await apiPost(`${root}/sign-in`, { ceremonyId: begun.ceremonyId, response });
}

/** Makes the first passkey of a link. Returns whether the person is signed in now (not after a recovery). */
export async function enrolPasskey(
  who: { token: string; name?: string; email?: string; language: string },
  keyName: string,
): Promise<boolean> {
  const begun = await apiPost<Begun<CreationOptions>>(`${root}/enrolment/options`, who);
  const response = await answer(async () => await startRegistration({ optionsJSON: begun.options }));
  const done = await apiPost<{ isSignedIn: boolean }>(`${root}/enrolment`, {
    ceremonyId: begun.ceremonyId,
    response,
    ...(keyName ? { keyName } : {}),
  });
  return done.isSignedIn;
}

/** A fresh assertion for one dangerous act; to be followed at once by that act. */
export async function confirmWithPasskey(binding: StepUpBinding): Promise<void> {
  const begun = await apiPost<Begun<AssertionOptions>>(`${root}/step-up/options`, binding);
  const response = await answer(async () => await startAuthentication({ optionsJSON: begun.options }));
  await apiPost(`${root}/step-up`, { ceremonyId: begun.ceremonyId, response });
}

/** A passkey as the server offers it: with where it lives, so that the browser asks that device and no other. */
export type OfferedPasskey = NonNullable<AssertionOptions["allowCredentials"]>[number];

/** A passkey that answered, and what it derived (32 bytes) where it can: that never leaves this page. */
export interface Derived {
  passkeyId: string;
  secret: Uint8Array<ArrayBuffer> | undefined;
}

/**
 * The same, and the passkey derives a secret of `salt` in the same touch (PRF, WebAuthn Level 3 §10.1.4).
 * @param among ids of passkeys, when only some of the person's will do: the browser then offers no other.
 * @returns also all passkeys of the person, as the server offered them.
 */
export async function confirmAndDerive(
  binding: StepUpBinding,
  salt: Uint8Array<ArrayBuffer>,
  among?: readonly string[],
): Promise<Derived & { offered: OfferedPasskey[] }> {
  const begun = await apiPost<Begun<AssertionOptions>>(`${root}/step-up/options`, binding);
  const offered = begun.options.allowCredentials ?? [];
  const allowCredentials = among ? offered.filter(({ id }) => among.includes(id)) : offered;
  const { derived, response } = await derive({ ...begun.options, allowCredentials }, salt);
  await apiPost(`${root}/step-up`, { ceremonyId: begun.ceremonyId, response });
  return { ...derived, offered };
}

/** One of these passkeys derives a secret; nothing is told to the server. */
export async function deriveOnly(
  siteName: string,
  passkeys: readonly OfferedPasskey[],
  salt: Uint8Array<ArrayBuffer>,
): Promise<Derived> {
  const { derived } = await derive(
    {
      challenge: toBase64Url(crypto.getRandomValues(new Uint8Array(32))),
      rpId: siteName,
      allowCredentials: [...passkeys],
      userVerification: "required",
    },
    salt,
  );
  return derived;
}

async function derive(options: AssertionOptions, salt: Uint8Array<ArrayBuffer>) {
  const extensions = { ...options.extensions, prf: { eval: { first: salt } } };
  const response = await answer(async () => await startAuthentication({ optionsJSON: { ...options, extensions } }));
  const first = response.clientExtensionResults.prf?.results?.first;
  const secret = first instanceof ArrayBuffer ? new Uint8Array(first) : undefined;
  // What was derived is taken out before anything is sent.
  return { derived: { passkeyId: response.id, secret }, response: { ...response, clientExtensionResults: {} } };
}

/** Adds a passkey to the own account, after one that is there has confirmed. */
export async function addPasskey(personId: string, usablePasskeys: number, keyName: string): Promise<void> {
  await confirmWithPasskey(stepUpFor.addPasskey(personId, usablePasskeys));
  const begun = await apiPost<Begun<CreationOptions>>(`${root}/me/passkeys/options`);
  const response = await answer(async () => await startRegistration({ optionsJSON: begun.options }));
  await apiPost(`${root}/me/passkeys`, {
    ceremonyId: begun.ceremonyId,
    response,
    ...(keyName ? { keyName } : {}),
  });
}

/** Tells the authenticator which passkeys of this person still work, where the browser can (Signal API, WebAuthn Level 3 §5.1.10). */
export async function signalAcceptedPasskeys(siteName: string, handle: string, ids: string[]): Promise<void> {
  const api = globalThis.PublicKeyCredential as unknown as
    | { signalAllAcceptedCredentials?(options: Record<string, unknown>): Promise<void> }
    | undefined;
  try {
    await api?.signalAllAcceptedCredentials?.({ rpId: siteName, userId: handle, allAcceptedCredentialIds: ids });
  } catch {
    // A courtesy to the password manager; nothing of ours depends on it.
  }
}

/** Tells the authenticator how the account is called today, where the browser can (Signal API). */
export async function signalPersonDetails(
  siteName: string,
  handle: string,
  person: { name: string; email: string },
): Promise<void> {
  const api = globalThis.PublicKeyCredential as unknown as
    | { signalCurrentUserDetails?(options: Record<string, unknown>): Promise<void> }
    | undefined;
  try {
    const { name: displayName, email: name } = person;
    await api?.signalCurrentUserDetails?.({ rpId: siteName, userId: handle, name, displayName });
  } catch {
    // As above.
  }
}

async function answer<Response>(ask: () => Promise<Response>): Promise<Response> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof WebAuthnError && error.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED")
      throw new AuthenticatorKnown("this authenticator is enrolled already", { cause: error });
    throw new CeremonyCancelled("the ceremony was not completed", { cause: error });
  }
}
