// The own unlocking key in the browser: made, wrapped, unwrapped. Private halves and what wraps them exist here only, for as long as an act takes.
import type { StepUpBinding } from "../../../backend/identity/model.ts";
import { type OwnUnlockingKey, stepUpForCustody, type UnlockingWrap } from "../../../backend/identity/custody/model.ts";
import {
  fromBase64Url,
  type KeyPair,
  makeKeyPair,
  normalisePassphrase,
  toBase64Url,
  unwrapPrivateKey,
  wrapPrivateKey,
} from "../../../backend/platform/sealing/index.ts";
import { ApiProblem, apiGet, apiPost } from "../../platform/api.ts";
import {
  CeremonyCancelled,
  confirmAndDerive,
  confirmWithPasskey,
  deriveOnly,
  type OfferedPasskey,
} from "../../shell/sign-in/ceremonies.ts";

const root = "/api/v1/identity/me/unlocking-key";

/** The passkey that answered does not open the key, and no passphrase does. */
export class OtherPasskeyNeeded extends Error {}
/** The passkey cannot derive keys. */
export class CannotDerive extends Error {}

/** Asks for a passphrase; `why` says what for. Undefined when the person gave up. */
export type AskPhrase = (why: "new" | "unlock" | "wrong") => Promise<string | undefined>;

export async function loadOwnKey(): Promise<OwnUnlockingKey | null> {
  return (await apiGet<{ key: OwnUnlockingKey | null }>(root)).key;
}

/** Makes the own key: the passkey wraps it where it can derive, else a long passphrase does. @throws CeremonyCancelled, ApiProblem. */
export async function makeOwnKey(askPhrase: AskPhrase): Promise<void> {
  const pair = await makeKeyPair();
  const prfSalt = randomBytes();
  const publicKey = toBase64Url(pair.publicKey);
  const binding = stepUpForCustody.makeKey(publicKey);
  const { passkeyId, secret } = await confirmAndDerive(binding, prfSalt);
  const wrap = secret
    ? { method: "passkey", passkeyId, ...(await wrapUnder(secret, pair)) }
    : { method: "passphrase", ...(await wrapUnderNewPhrase(askPhrase, pair)) };
  await withFreshWord(binding, async () => {
    await apiPost(root, { publicKey, prfSalt: toBase64Url(prfSalt), wrap });
  });
}

/** Lets another passkey open the same key. The person touches one that opens it, then the other. @throws CannotDerive. */
export async function addPasskeyWrap(
  own: OwnUnlockingKey,
  siteName: string,
  others: readonly string[],
  askPhrase: AskPhrase,
): Promise<void> {
  const binding = stepUpForCustody.addWrap(own.id, own.wraps.length);
  const pair = await confirmAndUnlock(binding, own, askPhrase);
  const allowed = pair.offered.filter(({ id }) => others.includes(id));
  const { passkeyId, secret } = await deriveOnly(siteName, allowed, fromBase64Url(own.prfSalt));
  if (!secret) throw new CannotDerive("this passkey derives no keys");
  await addWrap(own, binding, { method: "passkey", passkeyId, ...(await wrapUnder(secret, pair)) });
}

/** Lets a long passphrase open the same key. */
export async function addPhraseWrap(own: OwnUnlockingKey, askPhrase: AskPhrase): Promise<void> {
  const binding = stepUpForCustody.addWrap(own.id, own.wraps.length);
  const pair = await confirmAndUnlock(binding, own, askPhrase);
  await addWrap(own, binding, { method: "passphrase", ...(await wrapUnderNewPhrase(askPhrase, pair)) });
}

async function addWrap(own: OwnUnlockingKey, binding: StepUpBinding, wrap: Record<string, string>): Promise<void> {
  await withFreshWord(binding, async () => {
    await apiPost(`${root}/${own.id}/wraps`, { wrap });
  });
}

/** The own key, open, and the person's passkeys as the server offered them. */
interface Unlocked extends KeyPair {
  offered: OfferedPasskey[];
}

/**
 * One touch confirms an act and unlocks the own key; where the passkey cannot, the passphrase does.
 * @throws OtherPasskeyNeeded, CeremonyCancelled, ApiProblem.
 */
export async function confirmAndUnlock(
  binding: StepUpBinding,
  own: OwnUnlockingKey,
  askPhrase: AskPhrase,
): Promise<Unlocked> {
  const byPhrase = own.wraps.find(({ method }) => method === "passphrase");
  const able = own.wraps.flatMap((wrap) => (wrap.passkeyId === null ? [] : [wrap.passkeyId]));
  // With a passphrase any passkey may confirm; without, only those that open the key are of use.
  const { passkeyId, secret, offered } = await confirmAndDerive(
    binding,
    fromBase64Url(own.prfSalt),
    byPhrase ? undefined : able,
  );
  const publicKey = fromBase64Url(own.publicKey);
  const byPasskey = own.wraps.find((wrap) => wrap.passkeyId === passkeyId);
  if (byPasskey && secret) return { publicKey, privateKey: await unwrap(own, byPasskey, secret), offered };
  if (!byPhrase) throw new OtherPasskeyNeeded("another passkey opens this key");
  for (let why: "unlock" | "wrong" = "unlock"; ; why = "wrong") {
    const phrase = await askPhrase(why);
    if (phrase === undefined) throw new CeremonyCancelled("no passphrase was given");
    const privateKey = await unwrap(own, byPhrase, await stretch(phrase, fromBase64Url(byPhrase.salt))).catch(
      () => undefined,
    );
    if (privateKey) return { publicKey, privateKey, offered };
  }
}

async function unwrap(own: OwnUnlockingKey, wrap: UnlockingWrap, secret: Uint8Array) {
  return await unwrapPrivateKey(
    secret,
    fromBase64Url(wrap.salt),
    fromBase64Url(own.publicKey),
    fromBase64Url(wrap.wrapped),
  );
}

async function wrapUnder(secret: Uint8Array, pair: KeyPair, salt = randomBytes()) {
  const wrapped = await wrapPrivateKey(secret, salt, pair.publicKey, pair.privateKey);
  return { salt: toBase64Url(salt), wrapped: toBase64Url(wrapped) };
}

async function wrapUnderNewPhrase(askPhrase: AskPhrase, pair: KeyPair) {
  const phrase = await askPhrase("new");
  if (phrase === undefined) throw new CeremonyCancelled("no passphrase was given");
  const salt = randomBytes();
  return await wrapUnder(await stretch(phrase, salt), pair, salt);
}

/** The passkey's word lasts five minutes; who wrote a passphrase down on paper meanwhile is asked once more. */
async function withFreshWord(binding: StepUpBinding, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof ApiProblem && error.code === "step_up_required")) throw error;
    await confirmWithPasskey(binding);
    await act();
  }
}

async function stretch(phrase: string, salt: Uint8Array): Promise<Uint8Array> {
  const worker = new Worker(new URL("./stretch-worker.ts", import.meta.url), { type: "module" });
  try {
    return await new Promise<Uint8Array>((resolve, reject) => {
      worker.addEventListener("message", (event: MessageEvent<Uint8Array>) => resolve(event.data));
      worker.addEventListener("error", (event) => reject(new Error(event.message)));
      worker.postMessage({ phrase: normalisePassphrase(phrase), salt });
    });
  } finally {
    worker.terminate();
  }
}

function randomBytes(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(32));
}
