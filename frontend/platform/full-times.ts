// Whether short times are written whole, with their zone: for who has no pointer to rest on them; remembered on this device.
import { createSignal } from "solid-js";

const storageKey = "toguna.times";
const [areTimesFull, setTimesFull] = createSignal(readKept());
export { areTimesFull };

/** All times of the page follow at once. */
export function switchTimes(isFull: boolean): void {
  setTimesFull(isFull);
  try {
    localStorage.setItem(storageKey, isFull ? "full" : "short");
  } catch {
    // Storage refused: the choice lasts as long as the page.
  }
}

function readKept(): boolean {
  try {
    return localStorage.getItem(storageKey) === "full";
  } catch {
    return false;
  }
}
