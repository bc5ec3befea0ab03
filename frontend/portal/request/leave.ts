// The quick way out, the same at core and edge.

/** Where it leads: a page that says nothing about the person who opens it. */
export const neutralPage = "https://www.wikipedia.org/";
/** What a browser forgets of us on the way. */
export const clearedOnLeave = '"cache", "storage"';
