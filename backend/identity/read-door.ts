// What the sign-in page knows before anybody has signed in: whether and where passkeys work, and whether a one-time code may help.
import type { Context } from "../platform/context/index.ts";
import { readOnly } from "../platform/db/index.ts";
import { relyingPartyOf, signInAvailability } from "./ceremony/relying-party.ts";
import type { DoorView } from "./model.ts";
import { readPolicy } from "./store.ts";

/** `host` is the request's, for advice only. */
export async function readDoor(ctx: Context, host: string | undefined): Promise<DoorView> {
  const { hasRecoveryCodes } = await readOnly(ctx, readPolicy, "identity");
  return {
    availability: signInAvailability(ctx.config, host),
    deskUrl: ctx.config.deskUrl,
    siteName: relyingPartyOf(ctx.config).id,
    isDemo: ctx.config.isDemo,
    hasRecoveryCodes,
  };
}
