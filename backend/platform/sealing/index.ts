// The door of sealing: texts for the eyes of certain keepers only. Pure over WebCrypto, so that server, browser and command line run the same code.
export { fromBase64Url, toBase64Url } from "./base64.ts";
export {
  fingerprintOf,
  type KeyPair,
  makeContentKey,
  makeKeyPair,
  openKeyWith,
  openText,
  doHalvesFit,
  sealKeyTo,
  sealText,
} from "./envelope.ts";
export { isLongPassphrase, makePassphrase, normalisePassphrase, passphraseCost } from "./passphrase.ts";
export { unwrapPrivateKey, wrapPrivateKey } from "./wrap.ts";
