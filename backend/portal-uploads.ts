// Files in pieces for the portal: intake keeps the pieces, coordination adds the whole file to its report as it adds every file of a reporter.
import type { UploadsCore } from "../frontend/portal/core-uploads.ts";
import { addUploadedFile } from "./add-uploaded-file.ts";
import {
  beginUpload,
  dropUpload,
  findUpload,
  finishUpload,
  grantOfReport,
  signGrant,
  takePiece,
} from "./intake/index.ts";
import type { UploadState } from "./intake/uploads/model.ts";
import type { Context } from "./platform/context/index.ts";
import { notFound } from "./platform/errors/index.ts";

export function makeUploadsCore(ctx: () => Context): UploadsCore {
  const look = async (asking: Context, token: string): Promise<UploadState | undefined> => {
    const upload = await findUpload(asking, token);
    if (!upload || upload.outcome === "refused") return undefined;
    const isWhole = upload.received === upload.size;
    if (isWhole && upload.outcome === null) await finishUpload(asking, upload, addUploadedFile);
    return { offset: upload.received, size: upload.size, expiresAt: upload.expiresAt, isTaken: isWhole };
  };
  return {
    grantFor: (receipt) => {
      const asking = ctx();
      return signGrant(asking, receipt, asking.now());
    },
    grantOf: async (receiptToken) => await grantOfReport(ctx(), receiptToken),
    begin: async (right, file) => await beginUpload(ctx(), right, file),
    look: async (token) => await look(ctx(), token),
    take: async (token, offset, piece) => {
      const asking = ctx();
      await takePiece(asking, token, offset, piece);
      const state = await look(asking, token);
      if (!state) throw notFound("upload");
      return state;
    },
    drop: async (token) => await dropUpload(ctx(), token),
  };
}
