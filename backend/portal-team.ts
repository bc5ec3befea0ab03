// What the team says of itself, over the real core.
import { randomUUID } from "node:crypto";
import type { TeamCore } from "../frontend/portal/core-team.ts";
import {
  canSignPublicText,
  listPublicTeamKeys,
  readPublicTeamKey,
  signBeside,
  signPublicText,
} from "./coordination/index.ts";
import { type Context, makeContext, type Services } from "./platform/context/index.ts";
import { readTeamDescription, writeRfc2350 } from "./registry/index.ts";

export function makeTeamCore(services: Services, ctx: () => Context): TeamCore {
  const signer = (): Context => makeContext(services, { kind: "system", job: "openpgp.sign_public" }, randomUUID());
  const sign = async (text: string): Promise<string> => (await signPublicText(signer(), text)).text;
  return {
    read: async () => ({
      description: await readTeamDescription(ctx()),
      keys: await listPublicTeamKeys(ctx()),
    }),
    text: async (language, portalUrl, location) => {
      const [description, keys, isSigned] = await Promise.all([
        readTeamDescription(ctx()),
        listPublicTeamKeys(ctx()),
        canSignPublicText(signer()),
      ]);
      return await sign(writeRfc2350(description, language, { portalUrl, keys, location, isSigned }));
    },
    publicKey: async () => await readPublicTeamKey(ctx()),
    sign,
    signature: async (text) => await signBeside(signer(), text),
  };
}
