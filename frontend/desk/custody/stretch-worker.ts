// argon2id of a passphrase in a worker: a second of work that must not stop the page.
import { argon2id } from "@noble/hashes/argon2.js";
import { passphraseCost } from "../../../backend/platform/sealing/index.ts";

addEventListener("message", (event: MessageEvent<{ phrase: string; salt: Uint8Array }>) => {
  const { phrase, salt } = event.data;
  postMessage(argon2id(phrase, salt, passphraseCost));
});
