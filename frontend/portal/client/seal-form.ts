// Seals the fields of a form to the core, so that what waits on this device cannot be read on it. Fetched while somebody types, while there is a line.
import { contextOfForm, sealedFormFields } from "../../../backend/intake/edge/wire/model.ts";
import { fromBase64Url, toBase64Url } from "../../../backend/platform/sealing/base64.ts";
import { sealForCore } from "../../../backend/platform/sealing/for-core.ts";
import { keepShell } from "./outbox/keep-shell.ts";

/** @param key as it stands on the page, base64url. @returns the fields that are posted instead of those that were typed. */
export async function sealFields(
  key: { keyId: string; publicKey: string },
  id: string,
  fields: [name: string, value: string][],
): Promise<[name: string, value: string][]> {
  const context = contextOfForm({ id, keyId: key.keyId });
  const sealed = await sealForCore(fromBase64Url(key.publicKey), JSON.stringify(fields), context);
  return [
    [sealedFormFields.id, id],
    [sealedFormFields.keyId, key.keyId],
    [sealedFormFields.sealed, toBase64Url(sealed)],
  ];
}

void keepShell();
