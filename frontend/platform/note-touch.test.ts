// What the page asks by itself is marked, so that a desk left open does not keep its session alive; what follows a touch is not.
import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.resetModules();
});

test("a request a minute after the last touch is marked as the page's own, and no longer once the person touches it again", async () => {
  vi.useFakeTimers();
  const listeners = new Map<string, () => void>();
  vi.stubGlobal("addEventListener", (kind: string, listener: () => void) => void listeners.set(kind, listener));
  const marked: (string | null)[] = [];
  vi.stubGlobal("fetch", async (_path: string, init: RequestInit) => {
    marked.push(new Headers(init.headers).get("toguna-background"));
    return await Promise.resolve(new Response("{}", { headers: { "content-type": "application/json" } }));
  });
  const { apiGet, apiPost } = await import("./api.ts");
  await apiGet("/x");
  vi.advanceTimersByTime(59_000);
  await apiGet("/x");
  vi.advanceTimersByTime(2_000);
  await apiGet("/x");
  await apiPost("/x");
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart", "pointermove"]) {
    vi.advanceTimersByTime(61_000);
    listeners.get(kind)?.();
    await apiGet("/x");
  }
  // What moves by itself, such as a list that grows, is no touch.
  expect(listeners.has("scroll")).toBe(false);
  expect(marked).toEqual([null, null, "1", "1", null, null, null, null, null]);
});
