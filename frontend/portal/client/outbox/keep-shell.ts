// Keeps the portal's forms for the day without a line: a service worker that holds their pages in each language, styles and scripts, and never a receipt.
export async function keepShell(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/sw.js");
    const { active } = await navigator.serviceWorker.ready;
    const own = performance
      .getEntriesByType("resource")
      .map(({ name }) => new URL(name))
      .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith("/static/short/"))
      .map(({ pathname }) => pathname);
    const { lang } = document.documentElement;
    const { saveData = false } = (navigator as { connection?: { saveData?: boolean } }).connection ?? {};
    active?.postMessage({ type: "keep", language: lang, saveData, files: own });
  } catch {
    // Installed another day: the form works with a line.
  }
}
