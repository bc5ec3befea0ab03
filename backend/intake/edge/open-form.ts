// Opens a form that was sealed on a phone while it waited there: the fields as they were typed, for the route that takes the plain form.
import { z } from "zod";
import type { Services } from "../../platform/context/index.ts";
import { fromBase64Url } from "../../platform/sealing/base64.ts";
import { openAtCore } from "../../platform/sealing/for-core.ts";
import { sealingKeys } from "./core-keys.ts";
import { SealedItem } from "./model.ts";
import { contextOfForm } from "./wire/model.ts";

const Fields = z.array(z.tuple([z.string().max(100), z.string().max(200_000)])).max(200);

/** @returns name and value of each field; undefined where it does not open: changed on the way, or sealed to another key. */
export async function openForm(
  services: Pick<Services, "secrets">,
  typed: unknown,
): Promise<[name: string, value: string][] | undefined> {
  const item = SealedItem.safeParse(typed);
  const keys = await sealingKeys(services);
  if (!item.success || item.data.keyId !== keys.keyId) return undefined;
  try {
    const text = await openAtCore(keys.privateKey, fromBase64Url(item.data.sealed), contextOfForm(item.data));
    return Fields.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
