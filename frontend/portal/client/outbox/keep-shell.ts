// Keeps this page for the day without a line: a service worker that holds the page, its style and its scripts, and never a receipt.
export async function keepShell(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/sw.js");
    const { active } = await navigator.serviceWorker.ready;
    const own = performance
      .getEntriesByType("resource")
      .map(({ name }) => new URL(name))
      .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith("/static/"))
      .map(({ pathname }) => pathname);
    const worker = new URL("../solve-in-worker.ts", import.meta.url);
    active?.postMessage({ type: "keep", page: location.pathname, files: [...new Set([...own, worker.pathname])] });
  } catch {
    // Installed another day: the form works with a line.
  }
}
