// What reading text from pictures speaks about: limits, what was read, and what could not be. Pure.

export interface PictureLimits {
  /** Pictures read of one report's file, whatever it is packed in. */
  pictures: number;
  /** Width times height as the picture says of itself; past it nothing is decoded. */
  pixels: number;
  /** What is given to the reader; larger pictures are made smaller first. */
  readPixels: number;
  /** For one picture; past it the reading process is ended and the picture is said to be unread. */
  pictureTimeMs: number;
  /** For one file with everything in it. */
  fileTimeMs: number;
  /** Resident memory of the reading process. */
  memoryBytes: number;
  /** UTF-16 units kept of one picture. */
  textLength: number;
}

/** A screenshot of a telephone has 3 million pixels and takes a second or two. */
export const defaultPictureLimits: PictureLimits = {
  pictures: 20,
  pixels: 60_000_000,
  readPixels: 6_000_000,
  pictureTimeMs: 40_000,
  fileTimeMs: 180_000,
  memoryBytes: 900 * 2 ** 20,
  textLength: 40_000,
};

/** Pictures smaller than this (signs, counting pixels) hold nothing to read. */
export const leastSide = 40;
/** Below this mean confidence (0 to 100) the reader guesses at patterns that are no writing. */
export const leastConfidence = 40;

/** One picture: what was read from it, or why it was not. */
export interface PictureText {
  /** As findings call it: "files/mail.eml!/screen.png". */
  part: string;
  /** Empty where there is no writing, or a problem. */
  text: string;
  /** 0 to 100, mean over the words. */
  confidence: number;
  width: number;
  height: number;
  /** Null when it was read; else why not, in plain English. */
  problem: string | null;
}

/** A picture as the desk sees it. */
export interface PictureView extends PictureText {
  id: string;
}

export interface ReadRequest {
  name: string;
  path: string;
  /** Folder with `<code>.traineddata.gz` for each language. */
  languageFolder: string;
  languages: string[];
  limits: PictureLimits;
}

/** The reading process says where it is, so that what was read survives its end. */
export type ReadMessage =
  | { kind: "started"; part: string }
  | { kind: "picture"; picture: PictureText }
  | { kind: "over"; limit: "memory" }
  | { kind: "done" };

/** What stands behind a picture's own part where its text is meant. */
export const textSuffix = "!/text";

/** The part under which a picture's text is looked at, so that its places are told apart from the bytes'. */
export function partOfText(part: string): string {
  return `${part}${textSuffix}`;
}
