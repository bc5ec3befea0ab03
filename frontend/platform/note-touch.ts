// When the person last touched the page: what it asks by itself long afterwards must not keep a session alive.

/** A request so long after the last touch is the page's own: live lists, counts, a reconnected line. */
const untouchedMs = 60_000;

let touchedAtMs = Date.now();
const touch = (): void => {
  touchedAtMs = Date.now();
};
for (const kind of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"])
  globalThis.addEventListener?.(kind, touch, { capture: true, passive: true });

/** Whether nobody has touched the page for a minute. */
export function isUntouched(): boolean {
  return Date.now() - touchedAtMs > untouchedMs;
}
