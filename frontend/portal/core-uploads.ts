// What the portal asks of the core about files that come in pieces.
import type { Checksum, UploadMetadata, UploadState } from "../../backend/intake/uploads/model.ts";

export interface UploadsCore {
  /** What lets a device send files to the report of a receipt that was just given. */
  grantFor(receipt: string): string | undefined;
  /** The same for whoever has the report open; undefined when the half hour is over. */
  grantOf(receiptToken: string): Promise<string | undefined>;
  /** @returns the secret of the file's own address. @throws AppError unauthenticated, refused, too_large, unavailable. */
  begin(
    right: { receiptToken?: string | undefined; grant?: string | undefined },
    file: UploadMetadata & { size: number },
  ): Promise<{ token: string; expiresAt: Date }>;
  /** Undefined for an address that is unknown or over. A file that is whole is brought to its report on the way. */
  look(token: string): Promise<UploadState | undefined>;
  /** @throws AppError conflict with another place; too_large; invalid_input where a checksum does not fit; not_found; refused. */
  take(
    token: string,
    offset: number,
    piece: { bytes: AsyncIterable<Uint8Array>; checksum?: Checksum | undefined },
  ): Promise<UploadState>;
  /** False where there is none that could be ended. */
  drop(token: string): Promise<boolean>;
}
