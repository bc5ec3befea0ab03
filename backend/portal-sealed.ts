// The core's own door for reports that were sealed on a phone: the same item as at the edge, opened at once.
import type { SealedCore } from "../frontend/portal/core-sealed.ts";
import { lookAtPromised, openForm, sealingKeys, takeSealed, takeSealedPiece } from "./intake/index.ts";
import { addUploadedFile } from "./add-uploaded-file.ts";
import { SealedItem } from "./intake/edge/model.ts";
import { fromZod } from "./platform/http/index.ts";
import type { Context } from "./platform/context/index.ts";

export function makeSealedCore(ctx: () => Context): SealedCore {
  return {
    key: async () => {
      const { keyId, publicKey } = await sealingKeys(ctx());
      return { keyId, publicKey };
    },
    openForm: async (typed) => await openForm(ctx(), typed),
    take: async (typed, visitor) => {
      const item = SealedItem.safeParse(typed);
      if (!item.success) throw fromZod(item.error);
      const asking = ctx();
      const taken = await takeSealed(asking, item.data, { edge: "", acceptedAt: asking.now(), visitor });
      return taken.locator === null ? undefined : { state: "received", locator: taken.locator, at: taken.takenAt };
    },
    lookAtFile: async (name) => await lookAtPromised(ctx(), name),
    takePiece: async (name, sealed) => await takeSealedPiece(ctx(), name, sealed, addUploadedFile),
  };
}
