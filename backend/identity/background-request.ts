// Requests that a page makes by itself, while nobody touches it: they are answered, and keep no session alive.

/** What the desk sends with a request that no touch of the person stands behind. */
export const backgroundHeader = "toguna-background";

/**
 * Whether a request is no activity of the person's: marked so by the page, or a stream, which the browser opens again by itself.
 * A page that lies about it only keeps its own person signed in until the absolute limit.
 */
export function isBackgroundRequest(header: (name: string) => string | undefined): boolean {
  return header(backgroundHeader) === "1" || (header("accept") ?? "").includes("text/event-stream");
}
