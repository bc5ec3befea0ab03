// The door to files in pieces.
export { beginPromisedUpload, beginUpload } from "./begin-upload.ts";
export { type AddFile, finishUpload } from "./finish-upload.ts";
export { grantOfReport } from "./grant-of-report.ts";
export { signGrant } from "./grant.ts";
export { dropUpload, findUpload, takePiece } from "./take-piece.ts";
