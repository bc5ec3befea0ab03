// Loads the page anew by itself as soon as that helps: a few times at most, and never while something is typed and not sent.
import { type NotBrought, wouldComeAnew } from "../platform/bring.ts";
import { hasUnsent } from "../platform/typed.ts";

const storageKey = "toguna.loaded-anew";
/** Of one tab; who still lacks a part after that decides themselves. */
const mostTimes = 2;
const withinMs = 600_000;
const firstWaitMs = 500;
const longestWaitMs = 15_000;

/** @param lacking what did not come. @returns stops waiting. */
export function loadAnewWhenItHelps(lacking: NotBrought): () => void {
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async (waitMs: number): Promise<void> => {
    if (!hasUnsent() && (await wouldComeAnew(lacking)) && !isOver) {
      if (noteTime()) location.reload();
      return;
    }
    if (!isOver) timer = setTimeout(() => void look(Math.min(waitMs * 2, longestWaitMs)), waitMs);
  };
  void look(firstWaitMs);
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

/** Notes that the page is loaded anew now; false where that was done often enough. */
function noteTime(): boolean {
  try {
    const known = JSON.parse(sessionStorage.getItem(storageKey) ?? "[]") as number[];
    const recent = known.filter((at) => Date.now() - at < withinMs);
    if (recent.length >= mostTimes) return false;
    sessionStorage.setItem(storageKey, JSON.stringify([...recent, Date.now()]));
    return true;
  } catch {
    // Without a memory of it nothing would end it.
    return false;
  }
}
