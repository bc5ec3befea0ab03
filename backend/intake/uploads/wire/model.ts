// What a phone and the core call things when a file goes in pieces: small enough for every page. Pure.

export const tusVersion = "1.0.0";
/** The media type of a piece. */
export const pieceType = "application/offset+octet-stream";
export const uploadsPath = "/uploads";
