// Background Sync, where it exists: the browser wakes the service worker when the line is back, also after the page was closed. Elsewhere the next page drains.

/** The name under which the worker is woken. */
export const syncTag = "toguna-outbox";

interface WithSync {
  sync?: { register(tag: string): Promise<void> };
}

export async function askForSync(): Promise<void> {
  try {
    if (!("serviceWorker" in navigator)) return;
    const registration = await navigator.serviceWorker.getRegistration();
    await (registration as WithSync | undefined)?.sync?.register(syncTag);
  } catch {
    // Not allowed here: it goes as it goes without.
  }
}
